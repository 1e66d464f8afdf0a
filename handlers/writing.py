"""Writing to the client: the form behind «Escribir», the daily report's buttons, and e-mails that are stuck."""

import hashlib
import json
from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import acting, daily, wording, writing
from bot.desk.writing import Target, Words
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
        if review(sheet.body, situation) or first_draft.has_gaps(sheet.body):
            tools.show(body, _drawn(sheet, situation))
            return
        mail = writing.send(tools.desk, tools.actor(body), target, Words(sheet.subject, sheet.body))
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
        text = filled(values.text("body"), values)
        written = Words(values.text("subject") or sheet.subject, text)
        sheet = replace(sheet, subject=written.subject, body=written.body)
        finish = values.chosen("finish")
        if finish in (SEND, BY_HAND):
            if first_draft.has_gaps(written.body):
                ack(response_action="errors", errors={"body": sentences.FILL_GAPS})
                return
            mark = _mark(written)
            if review(written.body, situation) and kept.get("seen") != mark:
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
    if target.report_id is not None:
        found = daily.look(tools.desk, actor, target.report_id)
        name, situation = f"r{target.report_id}", first_draft.report_situation(found)
        subject, text = first_draft.report_words(found, when, own)
        channel = Channel.DAILY_REPORT
    else:
        found = acting.look(tools.desk, actor, target.notice_id or 0)
        name, situation = f"n{target.notice_id}", first_draft.situation(found)
        subject, text = first_draft.written_words(found, when, own)
        channel = Channel.TEXT if situation.channel is Channel.TEXT else Channel.EMAIL
    return Sheet(name, channel, found.contact, subject, text, tools.can_send), situation


def _target(name: str) -> Target:
    return Target(report_id=number(name[1:])) if name.startswith("r") else Target(notice_id=number(name[1:]))


def filled(text: str, values: Values) -> str:
    """The text with what was typed for each of its marks."""
    for index, mark in enumerate(marks_in(text)):
        given = values.text(f"gap{index}")
        if given:
            text = text.replace(mark, given)
    return text


def _mark(written: Words) -> str:
    """Tells whether this very text has been shown with its findings."""
    return hashlib.sha256(written.body.encode()).hexdigest()[:16]
