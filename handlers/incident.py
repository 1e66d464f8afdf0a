"""One incident: looking at it, changing it, closing it, opening it again."""

import re

from slack_bolt import Ack, App

from bot.desk import changes as desk
from bot.desk import seeing
from bot.desk.changes import Change
from bot.domain.errors import Refused, Why
from bot.domain.words import Responsibility, Severity, Status
from handlers import listing
from handlers.report_form import never_event
from handlers.tools import Body, Tools, Values, number, pressed
from messages import changes as words
from messages import closing as endings
from messages import help as manual
from messages import incident as pages
from messages import listing as lists
from messages import sentences
from messages.report import HARD

_NUMBER = re.compile(r"(?:inc)?[\s\-#]*0*(\d{1,9})", re.IGNORECASE)


def register(app: App, tools: Tools) -> None:
    @app.action("incident_open")
    def look(ack: Ack, body: Body) -> None:
        ack()
        view = seeing.by_id(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, pages.story(view, tools.when()))

    @app.action("incident_change")
    def ask_change(ack: Ack, body: Body) -> None:
        ack()
        _open_form(tools, body, resolved=False)

    @app.action("incident_resolved")
    def ask_resolved(ack: Ack, body: Body) -> None:
        ack()
        _open_form(tools, body, resolved=True)

    @app.view("change")
    def change(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        status, flags = values.chosen("status"), values.ticked("flags")
        is_never, never_name = never_event(values)
        wanted = Change(
            severity=Severity(values.chosen("severity") or Severity.MINOR),
            status=Status.UNRESOLVED if status in (HARD, None) else Status(status),
            hard=status == HARD,
            cannot_work="cannot_work" in flags,
            never_event=is_never,
            never_event_name=never_name,
            responsibility=Responsibility(values.chosen("responsibility") or Responsibility.UNKNOWN),
            measures=values.text("measures"),
        )
        incident_id = number(str(body["view"]["private_metadata"]))
        changed = desk.change(tools.desk, tools.actor(body), incident_id, wanted)
        ack(response_action="update", view=words.done(changed, tools.when()))

    @app.action("incident_close")
    def close(ack: Ack, body: Body) -> None:
        ack()
        closing = desk.close(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, endings.closed(closing))

    @app.action("incident_reopen")
    def ask_reopening(ack: Ack, body: Body) -> None:
        ack()
        view = desk.to_reopen(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, endings.reopen_form(view))

    @app.view("reopen")
    def reopen(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        answer = values.chosen("failing")
        if answer is None:
            ack(response_action="errors", errors={"failing": sentences.SAY_FAILING})
            return
        incident_id = number(str(body["view"]["private_metadata"]))
        actor, failing = tools.actor(body), answer == "failing"
        changed = desk.reopen(tools.desk, actor, incident_id, values.text("reason"), failing=failing)
        ack(response_action="update", view=endings.reopened(changed, tools.when()))


def show_named(tools: Tools, body: Body, text: str) -> None:
    """``ver INC-12``: the number in any way a person writes it. ``ver correo Acme``: what has these words."""
    actor, found = tools.actor(body), _NUMBER.fullmatch(text.strip())
    if found is not None:
        view = seeing.look(tools.desk, actor, int(found[1]))
    elif not text.strip():
        tools.answer(body, manual.which_incident())
        return
    else:
        page = listing.find(tools, body, text)
        if page.total != 1:
            tools.answer(body, lists.page(page))
            return
        view = seeing.by_id(tools.desk, actor, page.items[0].incident.id)
    tools.answer(body, pages.told_to_caller(view, tools.when()))


def _open_form(tools: Tools, body: Body, *, resolved: bool) -> None:
    view = seeing.by_id(tools.desk, tools.actor(body), number(pressed(body)))
    view.incident.require_open()
    if not view.may_handle:
        raise Refused(Why.NOT_YOURS, owner=view.incident.owner)
    tools.show(body, words.form(view, tools.desk.policy.never_events, resolved=resolved))
