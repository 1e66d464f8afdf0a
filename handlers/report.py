"""Reporting: from the command, a shortcut or a message to a saved incident."""

from dataclasses import replace

from slack_bolt import Ack, App

from bot.desk import clients as client_desk
from bot.desk import report as desk
from bot.domain.views import Advice, Twin
from handlers.report_form import problems, read, to_report
from handlers.tools import Body, Tools, Values
from messages import report as words
from messages.fitting import cut
from messages.report import Typed


def register(app: App, tools: Tools) -> None:
    @app.shortcut("report_global")
    def from_anywhere(ack: Ack, body: Body) -> None:
        ack()
        begin(tools, body, "")

    @app.shortcut("report_message")
    def from_message(ack: Ack, body: Body) -> None:
        ack()
        begin(tools, body, str(body["message"].get("text") or ""))

    @app.options("client")
    def suggest_clients(ack: Ack, body: Body) -> None:
        typed = str(body.get("value") or "")[:150]
        found = client_desk.matching(tools.desk, tools.actor(body), typed, 20)
        ack(options=words.options(list(found), typed))

    @app.action("client")
    def chose_client(ack: Ack, body: Body) -> None:
        ack()
        typed = read(Values(body["view"]))
        advice = _advice(tools, body, typed)
        tools.slack.update_view(
            body["view"]["id"], words.form(_with_owner(tools, body, typed), advice, when=tools.when())
        )

    @app.view("report_start")
    def next_step(ack: Ack, body: Body) -> None:
        typed = read(Values(body["view"]))
        advice = _advice(tools, body, typed)
        typed = _with_owner(tools, body, typed.with_advice(advice))
        ack(response_action="update", view=words.form(typed, advice, when=tools.when()))

    @app.view("report")
    def submit(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        typed = read(values)
        errors = problems(typed, tools.region)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        actor, owner_field = tools.actor(body), values.starting("owner-") or ""
        if chosen := values.newly_chosen_user(owner_field):
            tools.require_colleague(actor.workspace_id, chosen, owner_field)
        if typed.is_another is False:
            ack(response_action="update", view=words.is_same(body["view"].get("private_metadata") or "uno"))
            return
        result = desk.declare(tools.desk, actor, to_report(typed, tools.region), body["view"]["id"])
        if isinstance(result, Twin):
            view = words.form(typed, _advice(tools, body, typed), twin=result.incident, when=tools.when())
            ack(response_action="update", view={**view, "private_metadata": result.incident.code})
        else:
            ack(response_action="update", view=words.done(result, tools.when()))


def begin(tools: Tools, body: Body, text: str) -> None:
    """Opens the form: the full one when the client and the story are already known, else the short one."""
    actor = tools.actor(body)
    prefill = desk.prefill(tools.desk, actor, cut(text, words.MOST_TEXT))
    typed = Typed(text=prefill.text)
    if prefill.client is not None:
        typed = replace(typed, client_id=prefill.client.id, client_name=prefill.client.name)
    elif prefill.new_name:
        typed = replace(typed, client_name=prefill.new_name, is_new=True)
    if prefill.client is not None and prefill.text:
        advice = desk.advise(tools.desk, actor, typed.client_id, typed.text)
        typed = replace(typed.with_advice(advice), owner=prefill.client.owner)
        view = words.form(typed, advice, when=tools.when())
    else:
        view = words.start(typed, near=prefill.near)
    tools.slack.open_view(body["trigger_id"], view)


def _advice(tools: Tools, body: Body, typed: Typed) -> Advice:
    return desk.advise(tools.desk, tools.actor(body), typed.client_id, typed.text)


def _with_owner(tools: Tools, body: Body, typed: Typed) -> Typed:
    """Whoever looks after the chosen client stands in the form as the one who tells them."""
    if typed.client_id is None:
        return replace(typed, owner=None)
    profile = client_desk.profile(tools.desk, tools.actor(body), typed.client_id)
    return replace(typed, owner=profile.client.owner)
