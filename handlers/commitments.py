"""Promises to the client: the buttons under their reminders, their list, and a new one."""

import re

from slack_bolt import Ack, App

from bot.desk import commitments as desk
from bot.desk import promises_seen, seeing
from bot.domain.client import key_of
from bot.domain.errors import Refused, Why
from handlers.tools import Body, Tools, Values, number, pressed
from messages import commitments as words
from messages import incident as pages
from messages import sentences

_ALL = {"todos", "todas", "todo"}
_INCIDENT = re.compile(r"inc[\s\-#]*0*(\d{1,9})", re.IGNORECASE)


def register(app: App, tools: Tools) -> None:
    @app.action("promise_kept")
    def kept(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        view = desk.keep(tools.desk, actor, number(pressed(body)))
        if "view" in body and body["view"]["type"] == "modal" and view.incident is not None:
            story = seeing.by_id(tools.desk, actor, view.incident.id)
            tools.slack.update_view(body["view"]["id"], pages.story(story, tools.when()))
        elif body.get("container", {}).get("is_ephemeral"):
            # What only one person was shown cannot be redrawn later: they are told.
            tools.answer(body, words.settled(view, tools.when()))

    @app.action("promise_move")
    def ask_hour(ack: Ack, body: Body) -> None:
        ack()
        view = desk.look(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.move_form(view, tools.when()))

    @app.view("promise_move")
    def move(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        due_at, reason = values.moment("due_at"), values.text("reason")
        if not any(char.isalnum() for char in reason):
            ack(response_action="errors", errors={"reason": sentences.SAY_WHY_LATE})
            return
        if due_at is None:
            raise Refused(Why.PROMISE_NEEDS_HOUR, field="due_at")
        commitment = number(str(body["view"]["private_metadata"]))
        actor, heard = tools.actor(body), values.text("client_said")
        view = desk.give_new_hour(tools.desk, actor, commitment, due_at, reason, heard)
        ack(response_action="update", view=words.moved(view, tools.when()))

    @app.action("promise_new")
    def ask_promise(ack: Ack, body: Body) -> None:
        ack()
        _open_form(tools, body, pressed(body))

    @app.options("promise_about")
    def suggest(ack: Ack, body: Body) -> None:
        typed = str(body.get("value") or "")[:150]
        ack(options=words.options(promises_seen.matching(tools.desk, tools.actor(body), typed)))

    @app.view("promise_new")
    def promise(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        what, due_at, about = values.text("what"), values.moment("due_at"), values.chosen("promise_about") or ""
        if not any(char.isalnum() for char in what):
            ack(response_action="errors", errors={"what": sentences.SAY_PROMISED})
            return
        if due_at is None:
            raise Refused(Why.PROMISE_NEEDS_HOUR, field="due_at")
        kind, _, found = about.partition(":")
        client_id, incident_id = (0, number(found)) if kind == "incident" else (number(found), None)
        view = desk.make(tools.desk, tools.actor(body), client_id, incident_id, what, due_at, None)
        ack(response_action="update", view=words.made(view, tools.when()))

    for action in ("promises_previous", "promises_next", "promises_whose"):
        app.action(action)(_turn(tools))


def _turn(tools: Tools):  # type: ignore[no-untyped-def]  # Bolt's listeners are untyped callables
    def turn(ack: Ack, body: Body) -> None:
        ack()
        page, mine, client = (number(part) for part in pressed(body).split(":"))
        found = promises_seen.page(tools.desk, tools.actor(body), page, mine=bool(mine), client_id=client or None)
        tools.answer(body, words.page(found, tools.when()), replace=True)

    return turn


def show(tools: Tools, body: Body, text: str) -> None:
    """``compromisos``, ``compromisos todos``, ``compromisos Acme``."""
    actor = tools.actor(body)
    if not text:
        found = promises_seen.page(tools.desk, actor, 1, mine=True)
    elif key_of(text) in _ALL:
        found = promises_seen.page(tools.desk, actor, 1, mine=False)
    else:
        client_id = seeing.client_id_named(tools.desk, actor, text)
        found = promises_seen.page(tools.desk, actor, 1, mine=False, client_id=client_id)
    tools.answer(body, words.page(found, tools.when()))


def begin(tools: Tools, body: Body, text: str) -> None:
    """``compromiso``, ``compromiso INC-12``, ``compromiso Acme``."""
    if found := _INCIDENT.fullmatch(text.strip()):
        view = seeing.look(tools.desk, tools.actor(body), number(found[1]))
        _open_form(tools, body, f"incident:{view.incident.id}")
    elif text:
        _open_form(tools, body, f"client:{seeing.client_id_named(tools.desk, tools.actor(body), text)}")
    else:
        _open_form(tools, body, "")


def _open_form(tools: Tools, body: Body, about: str) -> None:
    """``about`` is what the promise is about, where that is known: ``incident:5`` or ``client:5``."""
    kind, _, found = about.partition(":")
    which = None
    if found:
        which = promises_seen.about(tools.desk, tools.actor(body), kind, number(found))
    tools.show(body, words.form(which))
