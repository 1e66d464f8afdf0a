"""A client is leaving (domain.md §7): listened to, said goodbye to, learned from, spoken to again once it is true."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from bot.desk import departure as desk
from bot.domain import culprits
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.domain.reviewer import Context, review
from bot.domain.words import Address, Channel, Responsibility, Severity, Status
from messages.drafts import Facts, Kind, draft
from tests.world import ANA, CARMEN, IVAN, LUIS, World


def leave(world: World, user: str = ANA, *, more: Any = (), client: str = "Acme", **values: Any) -> None:
    """Somebody tells that Acme is leaving."""
    world.command(user, f"baja {client}")
    world.fill(user, **{"reasons": "Tres pedidos mal en un mes", **values})
    if more:
        world.fill(user, more=list(more))
    world.submit(user)


def told(world: World, user: str = ANA, **values: Any) -> None:
    leave(world, user, **values)
    world.close(user)
    world.settle()


@pytest.fixture
def acme(sqlite_world: World) -> World:
    """Acme is Ana's; Carmen leads. Their first incident is told and forgotten."""
    known(sqlite_world)
    return sqlite_world


def known(world: World) -> None:
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="resolved")


def add_action(world: World, what: str = "Revisar cada pedido antes de que salga") -> None:
    world.press(ANA, "action_add")
    day = (world.clock() + timedelta(days=3)).date().isoformat()
    world.fill(ANA, what=what, how_we_know="Un mes sin pedidos mal", due_on=day, owner=LUIS)
    world.submit(ANA)
    world.close(ANA)
    world.settle()


def verified(world: World) -> None:
    """Luis does it; two weeks later somebody else says that it works."""
    world.press(LUIS, "action_done")
    world.settle()
    world.pass_time(days=16)
    verifier = world.rows("SELECT verifier FROM actions")[0][0]
    world.press(str(verifier), "action_works")
    world.settle()


def test_a_departure_from_the_first_word_to_speaking_again(world: World) -> None:
    """Heard, goodbye, what changes, verified, and only then a word with them: each step in Ana's hands."""
    known(world)
    told(
        world, LUIS, more=("again",), processes="Los pedidos urgentes", roles="Recepción", for_management="Nadie llamó"
    )
    assert "se va: despídete bien" in world.dm(ANA)[-1]
    asked = str(world.server.messages(world.server.dm(ANA))[-1])
    for part in ("Tres pedidos mal en un mes", "Los pedidos urgentes", "Recepción", "no haber estado a la altura"):
        assert part in asked
    assert "Te deja unas palabras" in world.dm(CARMEN)[-1]
    assert "Nadie llamó" in str(world.server.messages(world.server.dm(CARMEN))[-1])

    world.press(ANA, "departure_mail")
    assert "mailto:marta@acme.example" in world.shown(ANA)
    assert "Cuando los cambios estén hechos y comprobados" in world.shown(ANA)
    world.close(ANA)
    world.press(ANA, "departure_farewell")
    world.settle()
    assert "¿qué va a cambiar?" in str(world.server.messages(world.server.dm(ANA))[-1])
    add_action(world)
    assert world.rows("SELECT departure_id, incident_id FROM actions") == [(1, None)]
    assert not world.hears(ANA, "cuéntale los cambios")
    verified(world)
    assert "se fue: cuéntale los cambios" in world.dm(ANA)[-1]
    assert world.hears(ANA, "cuéntale los cambios")[-1] == "Thu 10:00"
    asked = str(world.last_with(world.server.dm(ANA), "departure_contacted"))
    assert "evisar cada pedido antes de que salga" in asked
    world.press(ANA, "departure_contacted")
    world.fill(ANA, client_said="Que lo va a pensar")
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    assert world.rows("SELECT client_said, contacted_again_by, next_at FROM departures") == [
        ("Que lo va a pensar", ANA, None)
    ]
    kinds = [row[0] for row in world.rows("SELECT kind FROM timeline WHERE kind LIKE 'departure%' ORDER BY id")]
    assert kinds == ["departure_told", "departure_farewell", "departure_contacted"]


def test_the_goodbye_is_asked_for_each_working_morning(acme: World) -> None:
    """Tuesday it is told; Wednesday and Thursday at nine it is asked again, until it is done."""
    told(acme)
    acme.until(acme.madrid(12, days=2))
    assert acme.hears(ANA, "sigue por hacer") == ["Wed 09:00", "Thu 09:00"]
    acme.press(ANA, "departure_farewell")
    acme.settle()
    acme.until(acme.madrid(12, days=3))
    assert len(acme.hears(ANA, "se fue: ¿qué va a cambiar?")) >= 1
    assert acme.rows("SELECT farewell_by FROM departures") == [(ANA,)]


def test_what_was_missed_while_the_bot_was_down_is_said_once(acme: World) -> None:
    """Four mornings without the bot are one reminder."""
    told(acme)
    acme.clock.moment = acme.madrid(12, days=7)
    acme.bot.work()
    acme.settle()
    assert len(acme.hears(ANA, "sigue por hacer")) == 1


def test_they_are_not_spoken_to_again_where_they_said_no(acme: World) -> None:
    """Everything verified, and not a word: they did not want one."""
    told(acme)
    acme.press(ANA, "departure_farewell")
    acme.settle()
    add_action(acme)
    verified(acme)
    assert not acme.hears(ANA, "cuéntale los cambios")
    assert acme.rows("SELECT next_at FROM departures") == [(None,)]


def test_nothing_written_down_to_change_is_asked_about(acme: World) -> None:
    """We said that we would investigate: two working days later it is asked what will change, and then weekly."""
    told(acme)
    acme.press(ANA, "departure_farewell")
    acme.settle()
    acme.until(acme.madrid(12, days=9))
    assert acme.hears(ANA, "sigue por hacer") == ["Thu 09:00", "Thu 09:00"]


def test_a_second_chance_is_handled_in_person(acme: World) -> None:
    """No goodbye: promises with their hour; a promise is one press away, and so is how it ends."""
    told(acme, more=("chance",))
    assert "nos da otra oportunidad" in acme.dm(ANA)[-1]
    assert "departure_farewell" not in str(acme.server.messages(acme.server.dm(ANA))[-1])
    acme.press(ANA, "promise_new")
    acme.fill(ANA, what="Llamarle el viernes", due_at=int((acme.clock() + timedelta(days=3)).timestamp()))
    acme.submit(ANA)
    acme.close(ANA)
    assert acme.rows("SELECT client_id, incident_id FROM commitments") == [(1, None)]
    acme.press(ANA, "departure_stays")
    acme.settle()
    assert "se queda" in str(acme.server.messages(acme.server.dm(ANA))[-1])
    acme.until(acme.madrid(12, days=1))
    assert not acme.hears(ANA, "sigue por hacer")


def test_a_second_chance_that_was_not_enough(acme: World) -> None:
    """`Se va de todas formas`: then it is time for a goodbye; «Se queda» no longer is an answer."""
    told(acme, more=("chance",))
    acme.press(ANA, "departure_leaves")
    acme.settle()
    assert "departure_farewell" in str(acme.server.messages(acme.server.dm(ANA))[-1])
    with pytest.raises(Refused) as caught:
        desk.stays(acme.bot.desk, acme.actor(ANA), 1)
    assert caught.value.why is Why.NO_CHANCE_LEFT


def test_the_lead_is_reminded_to_back_whoever_took_the_blow(acme: World) -> None:
    """Next working morning, with who heard it and who looks after the client."""
    told(acme, LUIS)
    assert not acme.hears(CARMEN, "el disgusto se lo llevó")
    acme.until(acme.madrid(12, days=1))
    assert acme.hears(CARMEN, "el disgusto se lo llevó") == ["Wed 09:00"]
    message = next(one for one in acme.dm(CARMEN) if "disgusto" in one)
    assert f"<@{LUIS}>" in message
    assert f"<@{ANA}>" in message


@pytest.mark.parametrize(
    ("field", "typed", "name"),
    [
        ("roles", "Recepción, Luis", "Luis"),
        ("roles", "ana y el técnico de guardia", "ana"),
        ("departments", "Almacén\nMarta Ruiz", "Marta Ruiz"),
        ("processes", "Las entregas: Luis no avisó de nada", "Luis"),
    ],
)
def test_roles_and_not_people(acme: World, field: str, typed: str, name: str) -> None:
    """A name is refused on its field, with what to write instead, and everything typed stays."""
    leave(acme, **{field: typed, "for_management": "Que Luis fue muy amable"})
    assert f"«{name}» es un nombre" in acme.errors(ANA)[field]
    acme.fill(ANA, **{field: "Recepción y técnico de guardia"})
    acme.submit(ANA)
    assert acme.rows("SELECT processes || departments || roles, for_management FROM departures") == [
        ("Recepción y técnico de guardia", "Que Luis fue muy amable")
    ]


@pytest.mark.parametrize("text", ["Recepción", "Jefe de turno, comercial", "Atención al cliente / soporte N2", ""])
def test_a_role_is_no_name(text: str) -> None:
    """Posts and departments as people write them pass."""
    assert culprits.named_in(text, {"U1": "Ana Torres", "U2": "Luis Marín"}) == ""


def test_reasons_are_needed(acme: World) -> None:
    """Dots are no reason: said on the field."""
    leave(acme, reasons="…")
    assert "Escribe por qué se va" in acme.errors(ANA)["reasons"]


def test_the_second_person_hears_who_told_of_it(acme: World) -> None:
    """Told a moment ago by somebody else: who and when; asked for again, what stands there is shown."""
    acme.command(LUIS, "baja Acme")
    told(acme, ANA)
    acme.fill(LUIS, reasons="Se van a la competencia")
    acme.submit(LUIS)
    assert f"<@{ANA}>" in str(acme.view(LUIS)) + acme.answers(LUIS)
    assert acme.rows("SELECT count(*) FROM departures") == [(1,)]
    acme.close(LUIS)
    acme.command(LUIS, "baja acme")
    assert "Ya está anotado" in acme.shown(LUIS)
    assert "departure_open" not in acme.shown(LUIS), "Luis neither looks after them nor leads"
    acme.press(LUIS, "departure_new")
    acme.fill(LUIS, reasons="Han llamado otra vez")
    acme.submit(LUIS)
    assert acme.rows("SELECT count(*) FROM departures") == [(2,)]


def test_the_same_form_twice_is_one_departure(acme: World) -> None:
    """Slack sends again what was not answered in time."""
    heard = desk.Heard("Se van")
    first = desk.tell(acme.bot.desk, acme.actor(ANA), 1, 0, heard)
    again = desk.tell(acme.bot.desk, acme.actor(ANA), 1, 0, heard)
    assert first.departure.id == again.departure.id


def test_two_who_said_goodbye(acme: World) -> None:
    """A stale button changes nothing: the second person hears who did it and when."""
    told(acme)
    acme.press(ANA, "departure_farewell")
    acme.settle()
    with pytest.raises(Refused) as caught:
        desk.said_goodbye(acme.bot.desk, acme.actor(CARMEN), 1)
    assert caught.value.why is Why.ALREADY_SETTLED
    assert caught.value.details["who"] == ANA


@pytest.mark.parametrize("act", [desk.said_goodbye, desk.leaves, desk.stays, desk.look])
def test_only_its_people_see_and_touch_it(acme: World, act: object) -> None:
    """Any colleague may tell of it; from then on it is of owner, lead and admins. A guest does not even ask."""
    told(acme, LUIS)
    for actor, why in (
        (acme.actor(LUIS), Why.NOT_YOURS),
        (acme.actor(IVAN), Why.GUEST),
        (Actor("T0OTHER", CARMEN, is_admin=True), Why.NOT_FOUND),
    ):
        with pytest.raises(Refused) as caught:
            act(acme.bot.desk, actor, 1)  # type: ignore[operator]
        assert caught.value.why is why
    acme.command(LUIS, "cliente Acme")
    assert "departure_open" not in acme.shown(LUIS)
    acme.command(ANA, "cliente Acme")
    acme.press(ANA, "departure_open")
    assert "Tres pedidos mal" in acme.shown(ANA)


def test_an_owner_who_is_away(acme: World) -> None:
    """Their lead gets it, with the buttons; nobody who is gone is written to."""
    acme.server.change_member(ANA, deleted=True)
    acme.wait()
    told(acme, LUIS)
    assert not acme.hears(ANA, "despídete bien")
    assert len(acme.hears(CARMEN, "despídete bien")) == 1
    assert acme.rows("SELECT owner FROM departures") == [(CARMEN,)]


@pytest.mark.parametrize(("words", "sentence"), [("baja", "¿Qué cliente se va?"), ("baja la calidad", "No encuentro")])
def test_no_client_or_none_of_that_name(acme: World, words: str, sentence: str) -> None:
    """What is missing is asked for; it may have been a report all along."""
    acme.command(ANA, words)
    assert sentence in acme.whispers(ANA)[-1]


def test_the_drafts_pass_our_own_reviewer() -> None:
    """Thanks, an apology, no defence and no promise for ever, in every form of address, agreed to news or not."""
    for kind, channel, address, news in product(
        (Kind.FAREWELL, Kind.RETURN), (Channel.PHONE, Channel.EMAIL, Channel.TEXT), Address, (True, False)
    ):
        facts = Facts(
            kind=kind,
            channel=channel,
            severity=Severity.MAJOR,
            status=Status.RESOLVED,
            responsibility=Responsibility.OURS,
            address=address,
            contact="Marta Ruiz",
            client="Acme",
            owner="Ana Torres",
            owner_phone="",
            owner_email="ana@norte.example",
            what="",
            measures="cada pedido se revisa antes de salir\ndos personas en recepción",
            who="",
            by_when="",
            hear_again="",
            not_first=False,
            cannot_work=False,
            wants_news=news,
        )
        words = draft(facts)
        said = f"{words.subject}\n{words.body}"
        assert not words.missing, said
        assert "disculpas" in said
        assert not review(said, Context(Responsibility.OURS, Status.RESOLVED, Severity.MAJOR, channel)), said
        if kind is Kind.FAREWELL:
            assert ("hechos y comprobados" in said or "cambios estén comprobados" in said) is news
