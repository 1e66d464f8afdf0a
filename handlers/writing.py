"""Writing to the client: the form behind «Escribir», the daily report's buttons, and e-mails that are stuck."""

import hashlib
import json
from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import acting, daily, wording, writing
from bot.desk.writing import Target, Words
from bot.domain.incident import Incident
from bot.domain.reviewer import Context, review
from bot.domain.views import Duty, ReportView
from bot.domain.words import Channel
from handlers.tools import Body, Tools, Values, number, pressed
from messages import first_draft, sentences
from messages import writing as words
from messages.drafts import marks_in
from messages.writing import BY_HAND, SEND, Sheet


def register(app: App, tools: Tools) -> None:
    @app.action("notice_write")
    def write(ack: Ack, body: Body) -> None:
        ack()
        _open(tools, body, Target(notice_id=number(pressed(body))))

    @app.action("report_edit")
    def edit_report(ack: Ack, body: Body) -> None:
        ack()
        _open(tools, body, Target(report_id=number(pressed(body))))

    @app.action("report_send")
    def send_report(ack: Ack, body: Body) -> None:
        ack()
        target = Target(report_id=number(pressed(body)))
        sheet, situation = _sheet(tools, body, target)
        if review(sheet.body, situation) or first_draft.has_gaps(sheet.body) or sheet.untold:
            tools.show(body, _drawn(sheet, situation))
            return
        written = Words(sheet.subject, sheet.body, frozenset(sheet.about))
        mail = writing.send(tools.desk, tools.actor(body), target, written)
        tools.show(body, words.leaving(mail))

    @app.action("report_done")
    def report_done(ack: Ack, body: Body) -> None:
        ack()
        target = Target(report_id=number(pressed(body)))
        sheet, _ = _sheet(tools, body, target)
        daily.handed_over(tools.desk, tools.actor(body), target.report_id or 0, sheet.body)

    @app.view("compose")
    def compose(ack: Ack, body: Body) -> None:
        values, kept = Values(body["view"]), json.loads(body["view"]["private_metadata"])
        target = _target(str(kept["target"]))
        sheet, situation = _sheet(tools, body, target)
        field = values.starting("body") or "body"
        text = filled(values.text(field), values, values.drawn(field))
        about = tuple(int(one) for one in kept.get("about", ()))
        written = Words(values.text("subject") or sheet.subject, text, frozenset(about))
        mark = _mark(written)
        # Slack keeps what was typed into a field: words that the bot completed need a field of their own.
        field = field if text == values.text(field) else f"body-{mark}"
        sheet = replace(sheet, subject=written.subject, body=written.body, field=field, about=about, untold=())
        finish = values.chosen("finish")
        if (problem := _problem(sheet, finish)) is not None:
            ack(response_action="errors", errors={values.starting("body") or "body": problem})
            return
        if finish in (SEND, BY_HAND) and review(written.body, situation) and kept.get("seen") != mark:
            view = _drawn(replace(sheet, seen=mark), situation, insist=True)
            ack(response_action="update", view=view)
            return
        actor = tools.actor(body)
        if finish == SEND:
            ack(response_action="update", view=words.leaving(writing.send(tools.desk, actor, target, written)))
        elif finish == BY_HAND:
            writing.sent_by_hand(tools.desk, actor, target, written, sheet.channel)
            ack(response_action="update", view=words.noted())
        else:
            writing.keep(tools.desk, actor, target, written)
            ack(response_action="update", view=words.kept())

    @app.action("mail_again")
    def again(ack: Ack, body: Body) -> None:
        ack()
        mail = writing.mail_of(tools.desk, tools.actor(body).workspace_id, number(pressed(body)))
        _open(tools, body, Target(mail.notice_id, mail.report_id))

    @app.action("mail_arrived")
    def arrived(ack: Ack, body: Body) -> None:
        ack()
        writing.arrived_after_all(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.noted())


def _open(tools: Tools, body: Body, target: Target) -> None:
    sheet, situation = _sheet(tools, body, target)
    tools.show(body, _drawn(sheet, situation))


def _drawn(sheet: Sheet, situation: Context, *, insist: bool = False) -> dict[str, object]:
    return words.form(sheet, review(sheet.body, situation), situation, insist=insist)


def _sheet(tools: Tools, body: Body, target: Target) -> tuple[Sheet, Context]:
    """What stands written about this duty, or the draft where nothing does yet, and the situation to read it in."""
    actor, when = tools.actor(body), tools.when()
    own = wording.own(tools.desk, actor.workspace_id)
    found: Duty | ReportView
    about: tuple[int, ...]
    untold: tuple[Incident, ...]
    if target.report_id is not None:
        found = daily.look(tools.desk, actor, target.report_id)
        name, situation = f"r{target.report_id}", first_draft.report_situation(found)
        subject, text = first_draft.report_words(found, when, own)
        channel = Channel.DAILY_REPORT
        about = tuple(duty.notice.id for duty in found.duties)
        untold = first_draft.untold(found)
    else:
        found = acting.look(tools.desk, actor, target.notice_id or 0)
        name, situation = f"n{target.notice_id}", first_draft.situation(found)
        subject, text = first_draft.written_words(found, when, own)
        channel, about, untold = Channel.TEXT if situation.channel is Channel.TEXT else Channel.EMAIL, (), ()
    sheet = Sheet(name, channel, found.contact, subject, text, tools.can_send, about=about, untold=untold)
    return sheet, situation


def _target(name: str) -> Target:
    return Target(report_id=number(name[1:])) if name.startswith("r") else Target(notice_id=number(name[1:]))


def _problem(sheet: Sheet, finish: str | None) -> str | None:
    """What keeps these words from being used, if anything does."""
    if not sheet.body:
        return sentences.SAY_SAID
    if len(sheet.body) > sheet.most:
        return sentences.too_long(sheet.most)
    return sentences.FILL_GAPS if finish in (SEND, BY_HAND) and first_draft.has_gaps(sheet.body) else None


def filled(text: str, values: Values, drawn: str) -> str:
    """The text with what was typed for each mark that stood in it when its form was ``drawn``."""
    for index, mark in enumerate(marks_in(drawn)):
        given = values.text(f"gap{index}")
        if given:
            text = text.replace(mark, given)
    return text


def _mark(written: Words) -> str:
    """Tells whether this very text has been shown with its findings."""
    return hashlib.sha256(written.body.encode()).hexdigest()[:16]
