"""Warning signs (domain.md §7): each sign from its facts, told once as it grows, silent as it ages."""

from datetime import timedelta

import pytest

from bot.domain.warning import Fact, Level, Limits, Reading, Rule, Sign, weigh
from bot.store import warning as store
from tests.hours import duty_hours, local
from tests.world import ANA, CARMEN, LUIS, World

NOW = local("2026-03-10 10:00")
OURS = duty_hours().ours


def read(
    *, days: tuple[float, ...] = (), sign: Sign = Sign.MANY_INCIDENTS, later: float = 0, **more: object
) -> Reading:
    """What facts of one sign amount to, so many ``days`` ago, looked at ``later`` days from now."""
    facts = {sign: [Fact(NOW - timedelta(days=one), 1) for one in days]}
    return weigh(facts, OURS, NOW + timedelta(days=later), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sign", "days", "level"),
    [
        (Sign.MANY_INCIDENTS, (1, 2), Level.GREEN),
        (Sign.MANY_INCIDENTS, (1, 2, 29), Level.SMOKE),
        (Sign.MANY_INCIDENTS, (1, 2, 30), Level.GREEN),
        (Sign.HEARD_ELSEWHERE, (0,), Level.SMOKE),
        (Sign.BROKEN_PROMISES, (80,), Level.GREEN),
        (Sign.BROKEN_PROMISES, (1, 89), Level.SMOKE),
        (Sign.NOT_CONTENT, (89,), Level.SMOKE),
        (Sign.VERY_UPSET, (1,), Level.SMOKE),
        (Sign.WANTS_TO_LEAVE, (59,), Level.FIRE),
        (Sign.WANTS_TO_LEAVE, (61,), Level.GREEN),
        # Three calls on one day are one day of bad news; the seven days are working days.
        (Sign.BAD_NEWS, (0, 0.01, 0.02), Level.GREEN),
        (Sign.BAD_NEWS, (0, 1, 4), Level.SMOKE),
        (Sign.BAD_NEWS, (0, 1, 8), Level.SMOKE),
        (Sign.BAD_NEWS, (0, 1, 11), Level.GREEN),
    ],
)
def test_each_sign_has_its_number_and_its_time(sign: Sign, days: tuple[float, ...], level: Level) -> None:
    """As many facts as it takes, and none that is too old."""
    assert read(sign=sign, days=days).level is level


def test_it_says_when_the_next_sign_ages_out() -> None:
    """A moment before it still shows; from then on it does not."""
    reading = read(days=(1, 2, 20))
    assert reading.next_at == NOW + timedelta(days=10)
    assert read(days=(1, 2, 20), later=9.99).level is Level.SMOKE
    assert read(days=(1, 2, 20), later=10).level is Level.GREEN
    assert read(days=(1, 2, 20), later=10).next_at is None


def test_smoke_adds_up_to_fire() -> None:
    """One sign is smoke; three of them, or very upset and one more, are fire."""
    facts = {Sign.HEARD_ELSEWHERE: [Fact(NOW)], Sign.NOT_CONTENT: [Fact(NOW)]}
    assert weigh(facts, OURS, NOW).level is Level.SMOKE
    assert weigh(facts | {Sign.VERY_UPSET: [Fact(NOW)]}, OURS, NOW).level is Level.FIRE
    assert [one.sign for one in weigh(facts, OURS, NOW).findings] == [Sign.HEARD_ELSEWHERE, Sign.NOT_CONTENT]


def test_weights_and_limits_are_data() -> None:
    """A firm that fears more, or less, says so with numbers."""
    rules = {sign: Rule(points=1, least=1, days=10) for sign in Sign}
    assert read(days=(1,), limits=Limits(fire_from=1, rules=rules)).level is Level.FIRE
    assert read(days=(1,), limits=Limits(smoke_from=2, rules=rules)).level is Level.GREEN


def level(world: World) -> str:
    return str(world.rows("SELECT level FROM warnings")[0][0])


def prove(world: World, user: str = ANA, **values: object) -> None:
    """Acme is told, and how they took it is written down."""
    world.press(user, "notice_done")
    world.fill(user, said="Que lo sentimos", client_said="Que así no", **values)
    world.submit(user)
    world.close(user)
    world.settle()


def test_a_step_up_is_told_once_to_owner_and_lead(world: World) -> None:
    """Smoke at the first shadow, fire when they want to leave: each once, with its facts and what to do."""
    world.new_client(
        ANA, "Acme", "no les llega el correo", severity="major", status="unresolved", awareness="third_party"
    )
    assert level(world) == "smoke"
    assert world.hears(ANA, "asoma algo de humo") == ["Tue 10:00"]
    assert world.hears(CARMEN, "asoma algo de humo") == ["Tue 10:00"]
    told = str(world.server.messages(world.server.dm(ANA))[-1])
    assert "Se enteró de lo ocurrido por otra persona (hoy): INC-0001" in told
    assert "promise_new" in told
    world.pass_time(minutes=5)
    prove(world, mood="wants_to_leave")
    assert level(world) == "fire"
    assert len(world.hears(ANA, "puede irse")) == len(world.hears(CARMEN, "puede irse")) == 1
    assert len(world.hears(ANA, "asoma algo de humo")) == 1
    world.pass_time(minutes=5)
    world.report(ANA, "Acme: otra cosa, la web va lenta", severity="minor", status="resolved")
    assert len(world.hears(ANA, "puede irse")) == 1, "the same fire is not told twice"


def test_it_goes_down_in_silence(sqlite_world: World) -> None:
    """Sixty days on, nobody hears of it; the profile shows green, and the timeline when it was."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="resolved")
    prove(world, mood="wants_to_leave")
    assert level(world) == "fire"
    world.until(world.madrid(10, days=61))
    assert level(world) == "green"
    assert len(world.hears(ANA, "puede irse")) == 1
    assert not world.hears(ANA, "asoma algo de humo")
    changes = world.rows("SELECT kind FROM timeline WHERE kind = 'warning_changed'")
    assert len(changes) == 2
    world.command(ANA, "cliente Acme")
    assert "Señales de humo: verde" in world.shown(ANA)


def test_broken_promises_are_a_sign(sqlite_world: World) -> None:
    """Two hours that pass with nothing done: the client's owner hears why that worries."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="minor", status="resolved")
    for what in ("Llamar", "Mandar la factura"):
        world.command(ANA, "compromiso Acme")
        world.fill(ANA, what=what, due_at=int((world.clock() + timedelta(hours=1)).timestamp()))
        world.submit(ANA)
        world.close(ANA)
    world.pass_time(hours=2)
    assert "fallado a la hora prometida 2 veces" in str(world.server.messages(world.server.dm(ANA)))
    world.command(ANA, "cliente Acme")
    assert "Señales de humo: humo" in world.shown(ANA)


def test_a_private_incident_counts_and_is_not_named(sqlite_world: World) -> None:
    """Whoever may not see it reads the number of incidents, never which."""
    world = sqlite_world
    world.new_client(LUIS, "Acme", "la web va lenta", severity="minor", status="resolved")
    world.pass_time(minutes=5)
    world.report(LUIS, "Acme: falta una factura", severity="minor", status="resolved")
    world.pass_time(minutes=5)
    world.report(LUIS, "Acme: datos de nóminas expuestos", severity="minor", status="resolved", private=["private"])
    assert world.rows("SELECT count(*) FROM incidents WHERE private") == [(1,)]
    world.command(LUIS, "cliente Acme")
    assert "INC-0003, INC-0002, INC-0001" in world.shown(LUIS)
    world.command(ANA, "cliente Acme")
    assert "Lleva 3 incidentes en 30 días (el último, hoy): INC-0002, INC-0001" in world.shown(ANA)


def test_at_night_it_waits_for_the_day(sqlite_world: World) -> None:
    """A talk is not arranged at three in the morning."""
    world = sqlite_world
    world.until(world.madrid(3, days=1))
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="resolved", awareness="third_party")
    assert not world.hears(ANA, "asoma algo de humo")
    world.until(world.madrid(10, days=1))
    assert world.hears(ANA, "asoma algo de humo") == ["Wed 09:00"]


def test_an_owner_who_is_away_leaves_it_to_the_lead(sqlite_world: World) -> None:
    """The lead hears it anyway: nothing is sent to somebody who is gone."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="resolved")
    world.server.change_member(ANA, deleted=True)
    world.wait()
    world.report(LUIS, "Acme: falta una factura", severity="minor", status="resolved", awareness="third_party")
    assert not world.hears(ANA, "asoma algo de humo")
    assert len(world.hears(CARMEN, "asoma algo de humo")) == 1


def test_who_shows_smoke(sqlite_world: World) -> None:
    """For the digest: every client with signs, fire first; nobody of another workspace."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="resolved", awareness="third_party")
    world.new_client(LUIS, "Bodegas", "todo parado", severity="major", status="resolved")
    prove(world, LUIS, mood="wants_to_leave")
    with world.bot.database.read() as session:
        found = [(one.client.name, one.signs.level, one.signs.reasons) for one in store.smoking(session, world.team)]
        assert store.smoking(session, "T0OTHER") == []
    assert found == [("Bodegas", Level.FIRE, ["wants_to_leave"]), ("Acme", Level.SMOKE, ["heard_elsewhere"])]


def test_of_a_client_who_has_said_so_nobody_is_warned(sqlite_world: World) -> None:
    """A departure is known already: no alarm beside it, and no «verde» in the profile."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "la web va lenta", severity="minor", status="resolved")
    world.command(ANA, "baja Acme")
    world.fill(ANA, reasons="Tres pedidos mal")
    world.submit(ANA)
    world.close(ANA)
    world.report(ANA, "Acme: falta una factura", severity="minor", status="resolved", awareness="third_party")
    assert level(world) == "smoke"
    assert not world.hears(ANA, "asoma algo de humo")
    world.command(ANA, "cliente Acme")
    assert "Señales de humo" not in world.shown(ANA)
    assert "Dijo que se va" in world.shown(ANA)
