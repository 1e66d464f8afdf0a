"""Clients: the list, a profile, and its form."""

from zoneinfo import available_timezones

from slack_bolt import Ack, App

from bot import addresses
from bot.addresses import BadAddress
from bot.desk import clients as desk
from bot.desk import privacy
from bot.desk.clients import PersonChange, ProfileChange
from bot.domain.errors import Refused, Why
from bot.domain.words import Address, Channel, Wish
from bot.domain.working_time import HoursError, WeeklyHours
from handlers.tools import Body, Tools, Values, number, pressed
from messages import clients as words
from messages import sentences


def register(app: App, tools: Tools) -> None:
    @app.action("client_open")
    def look(ack: Ack, body: Body) -> None:
        ack()
        found = desk.profile(tools.desk, tools.actor(body), number(pressed(body)))
        tools.show(body, words.profile(found, tools.when()))

    @app.action("client_edit")
    def edit(ack: Ack, body: Body) -> None:
        ack()
        found = desk.profile(tools.desk, tools.actor(body), number(pressed(body)))
        if not found.may_edit:
            raise Refused(Why.NOT_YOURS, owner=found.client.owner)
        tools.show(body, words.form(found.client))

    @app.view("client")
    def save(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        wanted, errors = _read(values)
        if wanted is None:
            ack(response_action="errors", errors=errors)
            return
        actor = tools.actor(body)
        for field, user in (("owner", wanted.owner), ("lead", wanted.lead)):
            if user:
                tools.require_colleague(actor.workspace_id, user, field)
        desk.change(tools.desk, actor, number(str(body["view"]["private_metadata"])), wanted)
        ack(response_action="clear")

    @app.action("person_edit")
    @app.action("person_add")
    def edit_person(ack: Ack, body: Body) -> None:
        ack()
        client, _, contact = pressed(body).partition(":")
        found = desk.profile(tools.desk, tools.actor(body), number(client))
        if not found.may_edit:
            raise Refused(Why.NOT_YOURS, owner=found.client.owner)
        known = next((one for one in found.client.contacts if str(one.id) == contact), None)
        may_forget = tools.actor(body).is_admin
        tools.show(body, words.person_form(found.client, known, may_forget=may_forget))

    @app.action("person_forget")
    def forget(ack: Ack, body: Body) -> None:
        ack()
        client, _, contact = pressed(body).partition(":")
        actor = tools.actor(body)
        left = privacy.forget(tools.desk, actor, number(client), number(contact))
        tools.slack.update_view(body["view"]["id"], words.forgotten(left))
        root = body["view"].get("root_view_id")
        if root and root != body["view"]["id"]:
            # The profile below still shows them.
            profile = desk.profile(tools.desk, actor, left.id)
            tools.slack.update_view(root, words.profile(profile, tools.when()))

    @app.view("person")
    def save_person(ack: Ack, body: Body) -> None:
        wanted, errors = _read_person(Values(body["view"]), tools.region)
        if wanted is None:
            ack(response_action="errors", errors=errors)
            return
        client, _, contact = str(body["view"]["private_metadata"]).partition(":")
        contact_id = number(contact) if contact else None
        desk.change_person(tools.desk, tools.actor(body), number(client), contact_id, wanted)
        ack(response_action="clear")

    for action in ("clients_previous", "clients_next"):
        app.action(action)(_turn(tools))


def _turn(tools: Tools):  # type: ignore[no-untyped-def]  # Bolt's listeners are untyped callables
    def turn(ack: Ack, body: Body) -> None:
        ack()
        page, _, name = pressed(body).partition(":")
        tools.answer(body, words.page(desk.page(tools.desk, tools.actor(body), number(page), name)), replace=True)

    return turn


def show_page(tools: Tools, body: Body, name: str) -> None:
    """``clientes``, ``clientes acm``."""
    tools.answer(body, words.page(desk.page(tools.desk, tools.actor(body), 1, name[:100])))


def show_named(tools: Tools, body: Body, name: str) -> None:
    """``cliente Acme``. Raises Refused(CLIENT_NOT_FOUND)."""
    found = desk.named(tools.desk, tools.actor(body), name[:200])
    tools.slack.open_view(body["trigger_id"], words.profile(found, tools.when()))


def _read(values: Values) -> tuple[ProfileChange | None, dict[str, str]]:
    """The profile form as a change, or what is wrong with each field."""
    name, owner, preferred = " ".join(values.text("name").split()), values.user("owner"), values.chosen("preferred")
    if not name:
        return None, {"name": sentences.SAY_NAME}
    if owner is None:
        return None, {"owner": sentences.SAY_OWNER}
    wanted = ProfileChange(
        name=name,
        owner=owner,
        lead=values.user("lead") or "",
        wish=Wish(values.chosen("wish") or Wish.STANDARD),
        preferred=Channel(preferred) if preferred and preferred != words.NO_PREFERENCE else None,
    )
    return wanted, {}


def _read_person(values: Values, region: str) -> tuple[PersonChange | None, dict[str, str]]:
    """The person's form as a change, or what is wrong with each field."""
    errors: dict[str, str] = {}
    name, phone, email = values.text("name"), values.text("phone"), values.text("email")
    hours, zone, order = values.text("reachable"), values.text("zone"), values.ticked("order")
    try:
        phone = addresses.phone(phone, region) if phone else ""
    except BadAddress:
        errors["phone"] = sentences.BAD_PHONE
    try:
        email = addresses.email(email) if email else ""
    except BadAddress:
        errors["email"] = sentences.BAD_EMAIL
    try:
        hours = str(WeeklyHours.parse(hours)) if hours else ""
    except HoursError:
        errors["reachable"] = sentences.BAD_HOURS
    if zone and zone not in available_timezones():
        errors["zone"] = sentences.BAD_ZONE
    if not name:
        errors["name"] = sentences.SAY_WHO
    if errors:
        return None, errors
    wanted = PersonChange(
        name=name,
        phone=phone,
        email=email,
        address=Address(values.chosen("address") or Address.USTED),
        reachable=hours,
        zone=zone,
        note=values.text("note"),
        first=words.FIRST in order,
        leaves=words.LEAVES in order,
    )
    return wanted, {}
