"""Promises to the client (domain.md §5): warned in time, kept, given an honest new hour, or broken and said so."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import commitments, promises_seen
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from tests.world import ANA, CARMEN, INCIDENTS, IVAN, LUIS, START, World


def promised(world: World, *, minutes: int = 120, **values: object) -> int:
    """Ana tells Acme and promises something for later; answers the promise's id."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved", **values)
    world.press(ANA, "notice_done")
    world.fill(
        ANA,
        said="Que estamos en ello",
        client_said="Que lo necesita hoy",
        mood="upset",
        promised="Llamarle con novedades",
        promised_for=int((world.clock() + timedelta(minutes=minutes)).timestamp()),
    )
    world.submit(ANA)
    world.settle()
    return int(world.rows("SELECT max(id) FROM commitments")[0][0])


def new_hour(world: World, user: str = ANA, *, minutes: int = 240, **values: object) -> None:
    world.press(user, "promise_move")
    moment = int((START + timedelta(minutes=minutes)).timestamp())
    world.fill(user, due_at=moment, reason="La pieza llega mañana", **values)
    world.submit(user)
    world.settle()


def states(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT state FROM commitments ORDER BY id")]


def test_its_owner_is_warned_at_three_quarters_and_a_quarter_of_an_hour_before(world: World) -> None:
    """Two hours from ten o'clock: half past eleven, a quarter to twelve; at twelve it is broken, and said so."""
    promised(world)
    world.until(world.madrid(12, 1))
    assert world.hears(ANA, "Se acerca la hora") == ["Tue 11:30"]
    assert world.hears(ANA, "Queda muy poco") == ["Tue 11:45"]
    assert world.hears(ANA, "Ha pasado la hora y esto no consta") == ["Tue 12:00"]
    assert states(world) == ["broken"]
    assert "Ha pasado la hora de lo prometido" in str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))
    world.until(world.madrid(9, 30, days=2))
    assert world.hears(ANA, "El cliente sigue esperando") == ["Wed 09:00", "Thu 09:00"]


def test_a_kept_promise_is_quiet_from_then_on(world: World) -> None:
    """`Cumplido` before its hour: kept, no more reminders, and its message loses its buttons."""
    promised(world)
    world.until(world.madrid(11, 31))
    world.press(ANA, "promise_kept")
    world.settle()
    world.until(world.madrid(12, 30))
    assert states(world) == ["kept"]
    assert not world.hears(ANA, "Queda muy poco")
    assert world.hears(ANA, "Cumplido a tiempo")
    world.press(ANA, "promise_kept", stale=True, message=_message(world, "Cumplido a tiempo"))
    assert "Ya estaba anotado" in str(world.whispers(ANA, world.server.dm(ANA)))


def _message(world: World, holding: str) -> dict[str, object]:
    return next(one for one in reversed(world.server.messages(world.server.dm(ANA))) if holding in str(one))


def test_an_honest_new_hour_keeps_both_and_asks_for_the_call(world: World) -> None:
    """`Voy a incumplirlo` before it passes: not broken; a call is asked for; the new hour has its own warnings."""
    promised(world)
    world.until(world.madrid(11, 31))
    new_hour(world)
    assert states(world) == ["moved", "open"]
    assert world.rows("SELECT replaces_id FROM commitments ORDER BY id")[1] == (1,)
    calls = world.rows("SELECT state, channel, commitment_id FROM notices WHERE purpose = 'new_hour'")
    assert calls == [("pending", "phone", 2)]
    assert world.dm(ANA)[-1].startswith("Dale la nueva hora a Marta Ruiz")
    assert "cambia la hora de lo prometido" in str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))
    world.until(world.madrid(14, 1))
    assert world.hears(ANA, "Queda muy poco") == ["Tue 13:45"]
    assert states(world) == ["moved", "broken"]


def test_a_client_who_has_heard_it_is_not_called_again(sqlite_world: World) -> None:
    """What the client answered to the new hour is the proof: nobody is asked to call."""
    world = sqlite_world
    promised(world)
    world.until(world.madrid(11, 31))
    new_hour(world, client_said="Que gracias por avisar")
    assert world.rows("SELECT state FROM notices WHERE purpose = 'new_hour'") == [("given",)]
    assert world.rows("SELECT client_said FROM proofs ORDER BY id DESC LIMIT 1") == [("Que gracias por avisar",)]


def test_past_its_hour_it_stays_broken_whatever_comes_then(sqlite_world: World) -> None:
    """A new hour given too late, or the thing done too late: counted as broken, and no more asked about."""
    world = sqlite_world
    promised(world)
    world.until(world.madrid(12, 5))
    new_hour(world, minutes=300)
    assert states(world) == ["broken", "open"]
    world.until(world.madrid(15, 5))
    world.press(ANA, "promise_kept", message=_message(world, "Ha pasado la hora"))
    world.settle()
    assert states(world) == ["broken", "broken"]
    world.pass_time(days=3)
    assert not world.hears(ANA, "El cliente sigue esperando")
    assert world.rows("SELECT count(*) FROM commitments WHERE next_at IS NOT NULL") == [(0,)]


@pytest.mark.parametrize(
    ("minutes", "sentence"), [(60, "Esa hora ya ha pasado"), (110, "no es más tarde que la prometida")]
)
def test_a_new_hour_must_be_later(sqlite_world: World, minutes: int, sentence: str) -> None:
    """An hour that is past, or no later than the promised one, is answered on its field."""
    world = sqlite_world
    promised(world)
    world.until(world.madrid(11, 31))
    new_hour(world, minutes=minutes)
    assert sentence in world.errors(ANA)["due_at"]
    assert states(world) == ["open"]


def test_who_has_seen_two_broken_should_be_promised_less(sqlite_world: World) -> None:
    """From the second broken promise on, the bot says so wherever one is about to be made."""
    world = sqlite_world
    promised(world, minutes=30)
    world.command(ANA, "compromiso INC-1")
    assert "Promete menos" not in world.shown(ANA)
    world.fill(ANA, what="Mandar el informe", due_at=int((START + timedelta(minutes=40)).timestamp()))
    world.submit(ANA)
    world.close(ANA)
    world.until(world.madrid(11))
    assert states(world) == ["broken", "broken"]
    world.command(ANA, "compromiso Acme")
    assert "Promete menos" in world.shown(ANA)
    world.close(ANA)
    world.command(ANA, "compromisos")
    assert "0 a tiempo y 2 fuera de hora" in world.answers(ANA)


def test_the_list_shows_what_is_owed_and_acts(sqlite_world: World) -> None:
    """`compromisos`: mine, everybody's, a client's; what is settled is no longer there; empty, it says what to do."""
    world = sqlite_world
    promised(world)
    world.command(LUIS, "compromisos")
    assert "Nada pendiente" in world.answers(LUIS)
    world.command(LUIS, "compromisos todos")
    assert "Llamarle con novedades" in world.answers(LUIS)
    world.command(LUIS, "compromisos Acme")
    assert "Lo prometido a Acme" in world.answers(LUIS)


def test_a_promise_to_a_client_without_any_incident(sqlite_world: World) -> None:
    """Reminded, moved and kept like any other; the reminder itself asks for the call."""
    world = sqlite_world
    world.new_client(ANA, "Acme", severity="minor", status="resolved")
    world.command(ANA, "compromiso")
    offers = world.server.suggest(ANA, view_id=world.view(ANA)["id"], action_id="promise_about", query="acm")
    assert [one["text"]["text"] for one in offers] == ["INC-0001 · Acme", "Acme, sin incidente"]
    world.server.type_into(ANA, world.view(ANA)["id"], "promise_about", "promise_about", offers[1]["value"])
    world.fill(ANA, what="Pasar a verles", due_at=int((START + timedelta(hours=2)).timestamp()))
    world.submit(ANA)
    world.close(ANA)
    world.until(world.madrid(11, 31))
    new_hour(world)
    assert states(world) == ["moved", "open"]
    assert "Llama" in str(world.server.messages(world.server.dm(ANA))[-1])


def test_only_who_may_handle_it_settles_it(sqlite_world: World) -> None:
    """A colleague is told whose it is; a guest, that the bot is not for them; of a private one, nothing."""
    world = sqlite_world
    promised(world)
    desk, hour = world.bot.desk, world.clock() + timedelta(days=1)
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda who: commitments.keep(desk, who, 1),
        lambda who: commitments.look(desk, who, 1),
        lambda who: commitments.give_new_hour(desk, who, 1, hour, "Porque sí", ""),
        lambda who: commitments.make(desk, who, 0, 1, "Otra cosa", hour, None),
    )
    for act in acts:
        for user, why in ((LUIS, Why.NOT_YOURS), (IVAN, Why.GUEST)):
            with pytest.raises(Refused) as refused:
                act(world.actor(user))
            assert refused.value.why is why
    assert states(world) == ["open"]
    world.report(ANA, "Acme: se ha filtrado una nómina", severity="major", private=["private"])
    commitments.make(desk, world.actor(ANA), 0, 2, "Contarlo en persona", hour, None)
    world.command(LUIS, "compromisos todos")
    assert "Llamarle con novedades" in world.answers(LUIS)
    assert "Contarlo en persona" not in world.answers(LUIS)
    with pytest.raises(Refused) as refused:
        commitments.keep(desk, world.actor(LUIS), 2)
    assert refused.value.why is Why.NOT_FOUND
    with pytest.raises(Refused) as refused:
        promises_seen.about(desk, world.actor(LUIS), "incident", 2)
    assert refused.value.why is Why.NOT_FOUND
    world.command(CARMEN, "compromisos todos")
    assert "Contarlo en persona" in world.answers(CARMEN)


def test_a_page_that_is_no_longer_there_is_the_last(sqlite_world: World) -> None:
    """Whoever turns to a page whose promises were kept meanwhile sees the last one there is."""
    world = sqlite_world
    promised(world)
    found = promises_seen.page(world.bot.desk, world.actor(ANA), 3, mine=True)
    assert (found.page, found.pages, len(found.items)) == (1, 1, 1)


def test_an_absent_owners_promise_goes_to_the_lead(sqlite_world: World) -> None:
    """Whoever made it is gone: the lead gets the reminder, and the promise."""
    world = sqlite_world
    promised(world)
    world.server.change_member(ANA, deleted=True)
    world.until(world.madrid(11, 31))
    assert world.hears(CARMEN, "Ahora te encargas tú de esto que prometimos")
    assert world.rows("SELECT owner FROM commitments") == [(CARMEN,)]


def test_reminders_that_were_missed_are_told_as_one(sqlite_world: World) -> None:
    """The bot was down over all three: one message, the last of them, saying that it is late."""
    world = sqlite_world
    promised(world)
    world.clock.moment = world.madrid(12, 20)
    world.settle()
    told = [one for one in world.server.messages(world.server.dm(ANA)) if "Llamarle con novedades" in str(one)]
    assert len(told) == 1
    assert "no he podido mandarlo antes" in str(told[0])
    assert states(world) == ["broken"]
