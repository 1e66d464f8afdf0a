"""Corrective actions: the form, the buttons under their reminders, and their list."""

import re
from collections.abc import Callable
from datetime import date

from slack_bolt import Ack, App

from bot.desk import actions as desk
from bot.desk import actions_seen, seeing, verifying
from bot.desk.actions import NewAction
from bot.domain.client import key_of
from bot.domain.corrective import ActionEvent, Phase
from bot.domain.views import ActionScope, ActionView
from handlers.tools import Body, Tools, Values, number, pressed
from messages import action_forms as forms
from messages import action_lists as lists
from messages import actions as words
from messages import help as manual
from messages import sentences
from messages.blocks import Block
from messages.times import When

_INCIDENT = re.compile(r"(?:inc)?[\s\-#]*0*(\d{1,9})", re.IGNORECASE)
_SCOPES = {
    **dict.fromkeys(("", "mias", "mia", "mios"), ActionScope.MINE),
    **dict.fromkeys(("vencidas", "vencida", "pasadas", "atrasadas"), ActionScope.OVERDUE),
    **dict.fromkeys(("todas", "todos", "todo"), ActionScope.ALL),
}


def register(app: App, tools: Tools) -> None:
    _register_adding(app, tools)
    _register_forms(app, tools)

    @app.action("action_open")
    def look(ack: Ack, body: Body) -> None:
        ack()
        view = actions_seen.look(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.window(view, tools.when()))

    for action, act in (
        ("action_done", desk.done),
        ("action_works", verifying.works),
        ("action_unsure", verifying.unsure),
    ):
        app.action(action)(_at_once(tools, act))
    for action in ("previous", "next", "mine", "overdue", "all"):
        app.action(f"actions_{action}")(_turn(tools))


def _at_once(tools: Tools, act: Callable[..., ActionView]):  # type: ignore[no-untyped-def]  # as Bolt's listeners are
    """A button that needs no form: what it did shows where it was pressed."""

    def listener(ack: Ack, body: Body) -> None:
        ack()
        view = act(tools.desk, tools.actor(body), number(pressed(body)))
        if body.get("view", {}).get("type") == "modal":
            tools.slack.update_view(body["view"]["id"], words.window(view, tools.when()))
        elif body.get("container", {}).get("is_ephemeral"):
            tools.answer(body, words.noted(view, tools.when()))

    return listener


def _register_adding(app: App, tools: Tools) -> None:
    @app.action("action_add")
    def ask(ack: Ack, body: Body) -> None:
        ack()
        tools.show(body, _form(tools, body, pressed(body)))

    @app.action("action_add_another")
    def ask_another(ack: Ack, body: Body) -> None:
        ack()
        # In the same window: Slack stacks no more than three.
        tools.slack.update_view(body["view"]["id"], _form(tools, body, pressed(body)))

    @app.options("action_about")
    def suggest(ack: Ack, body: Body) -> None:
        typed = str(body.get("value") or "")[:150]
        ack(options=forms.options(actions_seen.matching(tools.desk, tools.actor(body), typed)))

    @app.view("action_add")
    def add(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        key = str(body["view"].get("private_metadata") or "") or values.chosen("action_about") or ""
        what, how_we_know = values.text("what"), values.text("how_we_know")
        owner, due_on = values.user("owner"), values.day("due_on")
        missing = {
            "action_about": sentences.SAY_INCIDENT if not key else "",
            "what": sentences.SAY_ACTION if not _says_something(what) else "",
            "how_we_know": sentences.SAY_HOW_WE_KNOW if not _says_something(how_we_know) else "",
            "owner": sentences.SAY_WHO_DOES_IT if not owner else "",
            "due_on": sentences.SAY_DAY if not due_on else "",
        }
        if not owner or not due_on or any(missing.values()):
            ack(response_action="errors", errors={name: text for name, text in missing.items() if text})
            return
        actor = tools.actor(body)
        tools.require_colleague(actor.workspace_id, owner, "owner")
        wanted = NewAction(Phase(values.chosen("phase") or Phase.PREVENTION), what, how_we_know, owner, due_on)
        view = desk.make(tools.desk, actor, key, wanted)
        ack(response_action="update", view=forms.added(view, key, tools.when()))

    @app.action("no_prevention")
    def ask_reason(ack: Ack, body: Body) -> None:
        ack()
        about = actions_seen.ask_about(tools.desk, tools.actor(body), pressed(body))
        tools.show(body, forms.no_prevention_form(about))

    @app.view("no_prevention")
    def no_prevention(ack: Ack, body: Body) -> None:
        reason = Values(body["view"]).text("reason")
        if not _says_something(reason):
            ack(response_action="errors", errors={"reason": sentences.SAY_WHY})
            return
        incident_id = number(str(body["view"]["private_metadata"]))
        incident = desk.no_prevention(tools.desk, tools.actor(body), incident_id, reason)
        ack(response_action="update", view=forms.no_prevention_noted(incident))


def _form(tools: Tools, body: Body, key: str) -> Block:
    actor = tools.actor(body)
    actor.require_member()
    return forms.form(actions_seen.ask_about(tools.desk, actor, key) if key else None)


def _register_forms(app: App, tools: Tools) -> None:
    for action, form, event in (
        ("action_move", forms.move_form, ActionEvent.MOVED),
        ("action_drop", forms.drop_form, ActionEvent.DROPPED),
        ("action_failed", forms.failed_form, ActionEvent.FAILED),
        ("action_reassign", forms.reassign_form, None),
    ):
        app.action(action)(_ask(tools, form, event))

    @app.view("action_move")
    def move(ack: Ack, body: Body) -> None:
        if read := _day_and_reason(ack, body, sentences.SAY_WHY):
            _answer(tools, ack, desk.move(tools.desk, tools.actor(body), _action_of(body), *read))

    @app.view("action_failed")
    def failed(ack: Ack, body: Body) -> None:
        if read := _day_and_reason(ack, body, sentences.SAY_WHAT_FAILED):
            _answer(tools, ack, verifying.failed(tools.desk, tools.actor(body), _action_of(body), *read))

    @app.view("action_drop")
    def drop(ack: Ack, body: Body) -> None:
        reason = Values(body["view"]).text("reason")
        if not _says_something(reason):
            ack(response_action="errors", errors={"reason": sentences.SAY_WHY})
            return
        _answer(tools, ack, desk.drop(tools.desk, tools.actor(body), _action_of(body), reason))

    @app.view("action_reassign")
    def reassign(ack: Ack, body: Body) -> None:
        chosen, actor = Values(body["view"]).user("person"), tools.actor(body)
        if chosen is None:
            ack(response_action="errors", errors={"person": sentences.SAY_WHO_DOES_IT})
            return
        tools.require_colleague(actor.workspace_id, chosen, "person")
        person = tools.directory.person(actor.workspace_id, chosen)
        _answer(tools, ack, desk.reassign(tools.desk, actor, _action_of(body), person))


def _ask(  # type: ignore[no-untyped-def]  # as above
    tools: Tools, form: Callable[[ActionView, When], Block], event: ActionEvent | None
):
    def listener(ack: Ack, body: Body) -> None:
        ack()
        view = actions_seen.look_to(tools.desk, tools.actor(body), number(pressed(body)), event)
        tools.show(body, form(view, tools.when()))

    return listener


def _answer(tools: Tools, ack: Ack, view: ActionView) -> None:
    ack(response_action="update", view=words.window(view, tools.when()))


def _action_of(body: Body) -> int:
    return number(str(body["view"]["private_metadata"]))


def _day_and_reason(ack: Ack, body: Body, sentence: str) -> tuple[date, str] | None:
    """The two fields of a form that puts another day, or None with what is missing said on it."""
    values = Values(body["view"])
    day, reason = values.day("due_on"), values.text("reason")
    if day is not None and _says_something(reason):
        return day, reason
    errors = {} if day else {"due_on": sentences.SAY_DAY}
    if not _says_something(reason):
        errors["reason"] = sentence
    ack(response_action="errors", errors=errors)
    return None


def _says_something(text: str) -> bool:
    """Not only blanks, dots or smileys."""
    return any(char.isalnum() for char in text)


def _turn(tools: Tools):  # type: ignore[no-untyped-def]  # as above
    def listener(ack: Ack, body: Body) -> None:
        ack()
        page, scope, incident = pressed(body).split(":")
        found = actions_seen.page(
            tools.desk, tools.actor(body), number(page), ActionScope(scope), number(incident) or None
        )
        # Under a message that everybody sees, it is an answer of its own.
        replace = bool(body.get("container", {}).get("is_ephemeral"))
        tools.answer(body, lists.page(found, tools.when()), replace=replace)

    return listener


def show(tools: Tools, body: Body, text: str) -> None:
    """``acciones``, ``acciones vencidas``, ``acciones todas``, ``acciones INC-12``."""
    actor = tools.actor(body)
    scope, incident_id = _SCOPES.get(key_of(text)), None
    if found := _INCIDENT.fullmatch(text.strip()):
        scope, incident_id = ActionScope.INCIDENT, seeing.look(tools.desk, actor, number(found[1])).incident.id
    if scope is None:
        # It may well be a report that begins with that word.
        tools.answer(body, manual.or_a_report(sentences.WHICH_ACTIONS, f"acciones {text}"))
        return
    page = actions_seen.page(tools.desk, actor, 1, scope, incident_id)
    tools.answer(body, lists.page(page, tools.when()))
