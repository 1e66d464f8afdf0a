"""A client is leaving: the form to listen with, the buttons under its messages, and speaking to them again."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot.desk import departure as desk
from bot.desk import seeing, wording
from bot.desk.departure import Heard
from bot.domain.departure import DepartureView
from bot.domain.errors import Refused, Why
from handlers.tools import Body, Tools, Values, number, pressed
from messages import departure as words
from messages import departure_forms as forms
from messages import help as manual
from messages import refusals, sentences


def register(app: App, tools: Tools) -> None:
    @app.view("departure")
    def tell(ack: Ack, body: Body) -> None:
        values, actor = Values(body["view"]), tools.actor(body)
        more = values.ticked("more")
        heard = Heard(
            reasons=values.text("reasons"),
            processes=values.text("processes"),
            departments=values.text("departments"),
            roles=values.text("roles"),
            for_management=values.text("for_management"),
            wants_to_talk=forms.TALK in more,
            second_chance=forms.CHANCE in more,
            may_contact_again=forms.AGAIN in more,
        )
        if not any(char.isalnum() for char in heard.reasons):
            ack(response_action="errors", errors={"reasons": sentences.SAY_WHY_LEAVING})
            return
        client, _, seen = str(body["view"]["private_metadata"]).partition(":")
        view = desk.tell(tools.desk, actor, number(client), number(seen), heard)
        ack(response_action="update", view=forms.told(view, actor.user))

    @app.action("departure_new")
    def ask_again(ack: Ack, body: Body) -> None:
        ack()
        leaving = desk.about(tools.desk, tools.actor(body), number(pressed(body)))
        tools.slack.update_view(body["view"]["id"], forms.form(leaving))

    @app.action("departure_open")
    def look(ack: Ack, body: Body) -> None:
        ack()
        _show(tools, body, desk.look(tools.desk, tools.actor(body), number(pressed(body))), replace=False)

    @app.action("departure_mail")
    def write(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        view = desk.look(tools.desk, actor, number(pressed(body)))
        tools.show(body, words.mail(view, wording.own(tools.desk, actor.workspace_id)))

    @app.action("departure_contacted")
    def ask_answer(ack: Ack, body: Body) -> None:
        ack()
        view = desk.to_contact(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, forms.contacted_form(view))

    @app.view("departure_contacted")
    def contacted(ack: Ack, body: Body) -> None:
        said = Values(body["view"]).text("client_said")
        if not any(char.isalnum() for char in said):
            ack(response_action="errors", errors={"client_said": sentences.SAY_CLIENT_SAID})
            return
        departure_id = number(str(body["view"]["private_metadata"]))
        ack(
            response_action="update",
            view=forms.contacted(desk.contacted(tools.desk, tools.actor(body), departure_id, said)),
        )

    for action, act in (
        ("departure_farewell", desk.said_goodbye),
        ("departure_leaves", desk.leaves),
        ("departure_stays", desk.stays),
    ):
        app.action(action)(_at_once(tools, act))


def _at_once(tools: Tools, act: Callable[..., DepartureView]):  # type: ignore[no-untyped-def]  # as Bolt's listeners are
    """A button that needs no form: what it did shows where it was pressed."""

    def listener(ack: Ack, body: Body) -> None:
        ack()
        view = act(tools.desk, tools.actor(body), number(pressed(body)))
        if body.get("view", {}).get("type") == "modal":
            _show(tools, body, view, replace=True)

    return listener


def _show(tools: Tools, body: Body, view: DepartureView, *, replace: bool) -> None:
    drawn = words.window(view, tools.when(), wording.own(tools.desk, view.departure.workspace_id))
    if replace:
        tools.slack.update_view(body["view"]["id"], drawn)
    else:
        tools.show(body, drawn)


def begin(tools: Tools, body: Body, name: str) -> None:
    """``baja Acme``."""
    actor = tools.actor(body)
    if not name:
        tools.answer(body, manual.which_leaves())
        return
    try:
        client_id = seeing.client_id_named(tools.desk, actor, name[:200])
    except Refused as error:
        if error.why is not Why.CLIENT_NOT_FOUND:
            raise
        # "baja calidad de imagen en Acme" may well be a report that begins with that word.
        tools.answer(body, manual.or_a_report(refusals.sentence(error, tools.when()), f"baja {name}"))
        return
    leaving = desk.about(tools.desk, actor, client_id)
    found = leaving.open
    view = forms.already(leaving, found, tools.when()) if found is not None else forms.form(leaving)
    tools.slack.open_view(body["trigger_id"], view)
