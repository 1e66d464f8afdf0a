"""Reporting (domain.md §2, §3): the form from every door, what it begins with, and one report where one was meant."""

from threading import Thread
from typing import Any

import pytest

from bot.demo import payloads
from tests.world import ANA, GENERAL, LUIS, World

MAIL_DOWN = "no les llega el correo desde las 9"
MAIL_SLOW = "el correo les llega con media hora de retraso a una persona"


@pytest.fixture
def firm(sqlite_world: World) -> World:
    """A firm that already serves Acme (kept by Luis) and Bodegas Ñandú (kept by Ana)."""
    sqlite_world.new_client(LUIS, "Acme", "una persona no puede imprimir a color")
    sqlite_world.new_client(ANA, "Bodegas Ñandú", "una persona no puede imprimir a color")
    sqlite_world.pass_time(minutes=5)
    return sqlite_world


def value(world: World, user: str, field: str) -> Any:
    """What stands in a field of the open form."""
    inside = world.view(user)["state"]["values"][field][field]
    found = next(part for name, part in inside.items() if name != "type")
    return found["value"] if isinstance(found, dict) else found


@pytest.mark.parametrize(
    ("door", "text"),
    [
        ("command", ""),
        ("global", ""),
        ("message", "Acme: no les llega el correo"),
    ],
)
def test_the_form_opens_from_every_door(sqlite_world: World, door: str, text: str) -> None:
    """The command, the global shortcut and a message's menu open the same form; the message's words stand in it."""
    world = sqlite_world
    if door == "command":
        outcome = world.command(ANA)
    elif door == "global":
        outcome = world.server.shortcut(ANA, "report_global")
    else:
        ts = world.server.say(LUIS, GENERAL, text)
        outcome = world.server.message_shortcut(ANA, GENERAL, ts, "report_message")
    world.wait()
    assert outcome.acked
    assert world.view(ANA)["callback_id"] == "report_start"
    assert (value(world, ANA, "text") or "") == text.removeprefix("Acme: ")


@pytest.mark.parametrize(
    ("typed", "form", "client", "text", "hint"),
    [
        (f"Acme: {MAIL_DOWN}", "report", "1", MAIL_DOWN, ""),
        (f"ÁCME :  {MAIL_DOWN}", "report", "1", MAIL_DOWN, ""),
        (f"bodegas nandu: {MAIL_DOWN}", "report", "2", MAIL_DOWN, ""),
        (f"Talleres Roca: {MAIL_DOWN}", "report_start", "nuevo:Talleres Roca", MAIL_DOWN, ""),
        (f"Acmme: {MAIL_DOWN}", "report_start", "nuevo:Acmme", MAIL_DOWN, "¿Querías decir *Acme*?"),
        (MAIL_DOWN, "report_start", None, MAIL_DOWN, ""),
        ("Acme:", "report_start", None, "Acme:", ""),
        (f"{'palabra ' * 8}: {MAIL_DOWN}", "report_start", None, f"{'palabra ' * 8}: {MAIL_DOWN}", ""),
    ],
    ids=["known", "other-spelling", "no-accents", "unknown", "near", "no-client", "only-client", "not-a-name"],
)
def test_what_the_command_already_says_stands_in_the_form(
    firm: World, typed: str, form: str, client: str | None, text: str, hint: str
) -> None:
    """A known client opens the full form at once; a new or near name is proposed, and no word is lost."""
    firm.command(ANA, typed)
    view = firm.view(ANA)
    assert view["callback_id"] == form
    assert (
        value(firm, ANA, "client") == client
        if client
        else view["state"]["values"]["client"]["client"]
        == {
            "type": "external_select",
            "selected_option": None,
        }
    )
    assert value(firm, ANA, "text") == text
    assert hint in str(view)
    assert ("¿Querías decir" in str(view)) == bool(hint)


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("ac", ["Acme", "➕ Añadir «ac» como cliente nuevo"]),
        ("ÑAND", ["Bodegas Ñandú", "➕ Añadir «ÑAND» como cliente nuevo"]),
        ("acme", ["Acme"]),
        ("Zeta", ["➕ Añadir «Zeta» como cliente nuevo"]),
        ("%", ["➕ Añadir «%» como cliente nuevo"]),
        ("x" * 200, [f"➕ Añadir «{'x' * 64}…"]),
        ("", ["Acme", "Bodegas Ñandú"]),
    ],
)
def test_the_type_ahead_offers_who_is_meant(firm: World, query: str, offers: list[str]) -> None:
    """Accents and case aside, those that hold the words, and a way to add whoever is missing."""
    firm.command(ANA)
    found = firm.server.suggest(ANA, view_id=firm.view(ANA)["id"], action_id="client", query=query)
    assert [option["text"]["text"] for option in found] == offers


def test_a_client_is_made_on_the_spot(world: World) -> None:
    """The new client with its contact, phone, e-mail, wish and form of address is saved with the incident."""
    world.command(ANA)
    world.choose_client(ANA, "Talleres  Roca", new=True)
    world.fill(ANA, text=MAIL_DOWN)
    world.submit(ANA)
    world.fill(
        ANA, contact="Nuria Gil", phone="600 123 456", email="Nuria@ROCA.example", wish="everything", address="tu"
    )
    world.submit(ANA)
    assert "INC-0001" in world.shown(ANA)
    assert world.rows("SELECT name, owner, wish FROM clients") == [("Talleres Roca", ANA, "everything")]
    assert world.rows("SELECT name, phone, email, address FROM contacts") == [
        ("Nuria Gil", "+34600123456", "Nuria@roca.example", "tu")
    ]


def test_a_client_made_twice_at_once_is_said_on_its_field(world: World) -> None:
    """Who is second to add the same client is told so on the client's field, and nothing of theirs is lost."""
    for user in (ANA, LUIS):
        world.command(user, f"Talleres Roca: {MAIL_DOWN}")
        world.submit(user)
        world.fill(user, contact="Nuria Gil", phone="600 123 456")
    world.submit(ANA)
    world.submit(LUIS)
    assert "Ya hay un cliente" in world.errors(LUIS)["client"]
    assert value(world, LUIS, "text") == MAIL_DOWN
    assert world.rows("SELECT count(*) FROM incidents") == [(1,)]


@pytest.mark.parametrize(
    ("text", "severity", "status"),
    [
        (MAIL_DOWN, "major", "unresolved"),
        (MAIL_SLOW, "minor", "unresolved"),
        ("se cayó el servidor y nadie podía trabajar, pero ya funciona desde las 10", "major", "resolved"),
    ],
)
def test_a_suggestion_stands_in_the_form_with_its_reason(firm: World, text: str, severity: str, status: str) -> None:
    """Severity and status are chosen beforehand from the reporter's own words, and the form says why."""
    firm.command(ANA, f"Acme: {text}")
    assert (value(firm, ANA, "severity"), value(firm, ANA, "status")) == (severity, status)
    assert "Propongo" in firm.shown(ANA)


def test_a_suggestion_never_overrides_what_a_person_chose(firm: World) -> None:
    """What was chosen outlives another client, another text, and the saving."""
    firm.command(ANA, f"Acme: {MAIL_DOWN}")
    assert value(firm, ANA, "severity") == "major"
    firm.fill(ANA, severity="minor", status="resolved", text="se ha caído el servidor y nadie puede trabajar")
    firm.choose_client(ANA, "bodegas")
    assert (value(firm, ANA, "severity"), value(firm, ANA, "status")) == ("minor", "resolved")
    firm.submit(ANA)
    saved = "SELECT client_id, severity, status FROM incidents WHERE number = 3"
    assert firm.rows(saved) == [(2, "minor", "resolved")]


def test_the_owner_is_the_clients_until_another_is_chosen(firm: World) -> None:
    """Whoever looks after the client stands in the form, changes with the client, and gives way to a choice."""
    firm.command(ANA, f"Acme: {MAIL_DOWN}")
    assert value(firm, ANA, "owner-1") == LUIS
    firm.choose_client(ANA, "bodegas")
    assert value(firm, ANA, "owner-2") == ANA
    firm.fill(ANA, owner_=LUIS)
    firm.submit(ANA)
    assert firm.rows("SELECT owner FROM incidents WHERE number = 3") == [(LUIS,)]


def test_the_third_time_is_importante(firm: World) -> None:
    """The same thing for the same client for the third time in 30 days is proposed as importante, and why."""
    for _ in range(2):
        firm.report(ANA, f"Acme: {MAIL_SLOW}", severity="minor")
        firm.pass_time(days=1)
    firm.command(ANA, f"Acme: {MAIL_SLOW}")
    assert value(firm, ANA, "severity") == "major"
    assert "tercera vez" in firm.shown(ANA)


@pytest.mark.parametrize(("minutes", "asked"), [(1, True), (3, False)])
def test_the_same_report_is_asked_about_within_two_minutes(firm: World, minutes: int, asked: bool) -> None:
    """Two people tell the same thing: within two minutes the second is asked, later not."""
    firm.report(ANA, f"Acme: {MAIL_DOWN}")
    firm.pass_time(minutes=minutes)
    firm.command(LUIS, f"Acme: {MAIL_DOWN} en punto")
    firm.submit(LUIS)
    assert ("¿Es el mismo?" in firm.shown(LUIS)) is asked
    assert firm.rows("SELECT count(*) FROM incidents WHERE number > 2") == [(1 if asked else 2,)]


@pytest.mark.parametrize(("answer", "count"), [("same", 1), ("another", 2)])
def test_both_answers_to_is_it_the_same(firm: World, answer: str, count: int) -> None:
    """«Es el mismo» adds nothing and names the one there is; «Es otro» writes it down, as typed."""
    firm.report(ANA, f"Acme: {MAIL_DOWN}")
    firm.command(LUIS, f"Acme: {MAIL_DOWN}")
    firm.fill(LUIS, measures="Se está mirando el servidor")
    firm.submit(LUIS)
    assert value(firm, LUIS, "measures") == "Se está mirando el servidor"
    firm.fill(LUIS, same=answer)
    firm.submit(LUIS)
    assert firm.rows("SELECT count(*) FROM incidents WHERE number > 2") == [(count,)]
    assert ("INC-0003" if answer == "same" else "INC-0004") in firm.shown(LUIS)


@pytest.mark.parametrize("at_once", [True, False], ids=["at-once", "again"])
def test_the_same_form_sent_twice_is_one_incident(world: World, at_once: bool) -> None:
    """A form that arrives twice, at the same moment or later, is one incident, one card and one prompt."""
    world.new_client(ANA, "Acme", MAIL_SLOW)
    world.pass_time(minutes=5)
    world.command(ANA, f"Acme: {MAIL_DOWN}")
    member, view = world.server.person(ANA), world.view(ANA)
    payload = payloads.view_submission(
        world.server.workspace, member, view, world.server.tickets.trigger(ANA, view["id"])
    )
    answers: list[str] = []

    def send() -> None:
        answers.append(str(world.server.deliver(ANA, "interactive", payload).body))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
        if not at_once:
            thread.join()
    for thread in threads:
        thread.join()
    world.settle()
    assert [answer.count("*INC-0002* queda anotado") for answer in answers] == [1, 1, 1, 1]
    assert world.rows("SELECT count(*) FROM incidents WHERE number > 1") == [(1,)]
    assert len([card for card in world.cards() if "INC-0002" in card["text"]]) == 1
    assert len([text for text in world.dm(ANA) if "INC-0002" in text]) == 1
