"""The ladder (domain.md §4), to the minute: when the owner hears, when the lead does, and when it is quiet."""

from datetime import datetime
from typing import Any

import pytest

from tests.world import ANA, CARMEN, MADRID, World

#: Half, the deadline, every 30 working minutes four times, then each working morning.
URGENT_TUESDAY = ["10:00", "10:15", "10:30", "11:00", "11:30", "12:00", "12:30"]

LADDERS = {
    "urgent-in-the-morning": (
        {"severity": "major", "status": "unresolved"},
        "2026-03-10 10:00",
        [f"Tue {hour}" for hour in URGENT_TUESDAY] + ["Wed 09:00", "Thu 09:00", "Fri 09:00", "Mon 09:00"],
        "Tue 10:30",
    ),
    "urgent-at-night-waits-for-the-contact": (
        {"severity": "major", "status": "unresolved"},
        "2026-03-10 23:00",
        [f"Wed {hour}" for hour in ("08:00", "08:15", "08:30", "09:00", "09:30", "10:00", "10:30")] + ["Thu 09:00"],
        "Wed 08:30",
    ),
    "urgent-late-in-the-contacts-day": (
        {"severity": "major", "status": "unresolved"},
        "2026-03-10 20:40",
        ["Tue 20:40", "Tue 20:55", "Wed 08:10", "Wed 08:40", "Wed 09:10", "Wed 09:40", "Wed 10:10", "Thu 09:00"],
        "Wed 08:10",
    ),
    "urgent-on-a-saturday-ignores-our-hours": (
        {"severity": "major", "status": "unresolved"},
        "2026-03-14 12:00",
        [f"Sat {hour}" for hour in ("12:00", "12:15", "12:30", "13:00", "13:30", "14:00", "14:30")]
        + ["Mon 09:00", "Tue 09:00"],
        "Sat 12:30",
    ),
    "menor-over-a-weekend": (
        {"severity": "minor", "status": "unresolved"},
        "2026-03-13 16:30",
        ["Fri 16:30", "Fri 18:30", "Mon 10:30", "Mon 11:00", "Mon 11:30", "Mon 12:00", "Mon 12:30", "Tue 09:00"],
        "Mon 10:30",
    ),
    "menor-on-a-saturday-waits-for-monday": (
        {"severity": "minor", "status": "unresolved"},
        "2026-03-14 12:00",
        ["Mon 09:00", "Mon 11:00", "Mon 13:00", "Mon 13:30", "Mon 14:00", "Mon 16:30", "Mon 17:00", "Tue 09:00"],
        "Mon 13:00",
    ),
    "solved-importante-before-easter": (
        {"severity": "major", "status": "resolved"},
        "2026-04-01 18:30",
        ["Wed 18:30", "Mon 09:30", "Mon 10:30", "Mon 11:00", "Mon 11:30", "Mon 12:00", "Mon 12:30", "Tue 09:00"],
        "Mon 10:30",
    ),
}


@pytest.mark.parametrize("name", LADDERS)
def test_each_rung_comes_at_its_minute(world: World, name: str) -> None:
    """Prompt, half, deadline with the lead, four more, each morning: these minutes and no others."""
    values, start, moments, escalated = LADDERS[name]
    world.clock.moment = datetime.fromisoformat(start).replace(tzinfo=MADRID)
    world.new_client(ANA, "Acme", "no les llega el correo", **values)
    for _ in range(400):
        if len(world.hears(ANA, "Marta Ruiz")) >= len(moments):
            break
        world.pass_time(hours=1)
    assert world.hears(ANA, "Marta Ruiz") == moments
    assert world.hears(CARMEN, "sin noticias nuestras") == [escalated]


def test_the_contacts_own_hours_and_zone_decide_when_a_call_is_prompted(sqlite_world: World) -> None:
    """A contact in Bogotá who takes calls from 9 to 17 there is called in that day, whatever hour it is here."""
    world = sqlite_world
    world.new_client(ANA, "Acme", severity="minor", status="resolved")
    world.command(ANA, "cliente Acme")
    world.press(ANA, "person_edit")
    world.fill(ANA, reachable="L-V 09:00-17:00", zone="America/Bogota")
    world.submit(ANA)
    heard = len(world.hears(ANA))
    world.report(ANA, "Acme: no les llega el correo", severity="major", status="unresolved")
    assert len(world.hears(ANA)) == heard, "it is five in the morning there"
    world.until(world.madrid(16))
    assert world.hears(ANA, "Llama a") == ["Tue 15:00", "Tue 15:15", "Tue 15:30", "Tue 16:00"]


def test_the_owners_own_mornings(sqlite_world: World) -> None:
    """An owner in the Canaries hears each morning at nine there, which is ten in Madrid."""
    world = sqlite_world
    world.server.change_member(ANA, tz="Atlantic/Canary")
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    world.until(world.madrid(12, days=1))
    assert world.hears(ANA)[-1] == "Wed 10:00"


def tell(world: World, **values: Any) -> None:
    """Ana calls and notes it down."""
    world.press(ANA, "notice_done")
    world.fill(ANA, **{"said": "Cómo va", "client_said": "Gracias", "mood": "calm", **values})
    world.submit(ANA)
    world.settle()


def stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def test_news_are_owed_every_two_hours(world: World) -> None:
    """While an importante is open the client hears again two hours after each talk."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    world.until(world.madrid(10, 5))
    tell(world)
    world.until(world.madrid(12, 10))
    assert world.hears(ANA, "Dale noticias a") == ["Tue 12:05"]
    tell(world)
    world.until(world.madrid(14, 10))
    assert world.hears(ANA, "Dale noticias a") == ["Tue 14:10"]
    world.until(world.madrid(14, 40))
    assert world.hears(ANA, "Dale noticias a") == ["Tue 14:10", "Tue 14:25", "Tue 14:40"]
    assert world.hears(CARMEN, "sin noticias nuestras") == ["Tue 14:40"]


@pytest.mark.parametrize(
    ("promised", "moment"),
    [((11, 0), "Tue 10:45"), ((11, 59), "Tue 11:44"), ((17, 0), "Tue 12:00")],
    ids=["sooner", "just-sooner", "later-than-two-hours"],
)
@pytest.mark.parametrize("field", ["promised_for", "next_touch_at"])
def test_news_come_at_the_hour_promised_if_that_is_sooner(
    sqlite_world: World, field: str, promised: tuple[int, int], moment: str
) -> None:
    """A promised hour or next talk brings the reminder forward, a quarter before; a far one does not put it off."""
    world = sqlite_world
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    words = {"promised": "Volver a llamar"} if field == "promised_for" else {}
    tell(world, **{field: stamp(world.madrid(*promised))}, **words)
    world.until(world.madrid(12, 1))
    assert world.hears(ANA, "Dale noticias a")[:1] == [moment]


def test_solved_replaces_the_news_that_were_owed(world: World) -> None:
    """Once it is solved nobody is asked for news: the e-mail about the solution takes their place, and says so."""
    world.new_client(ANA, "Acme", "no les llega el correo", severity="major", status="unresolved")
    tell(world)
    world.pass_time(minutes=30)
    world.press(ANA, "incident_resolved", channel="C0INCIDENTS", message=world.cards()[0])
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    world.until(world.madrid(12, 15))
    assert world.hears(ANA, "Dale noticias a") == []
    assert world.hears(ANA, "Escribe un correo a") == ["Tue 10:30", "Tue 11:30"]
    states = "SELECT purpose, channel, state FROM notices ORDER BY id"
    assert world.rows(states) == [
        ("tell", "phone", "given"),
        ("update", "phone", "replaced"),
        ("tell", "email", "pending"),
    ]
    assert "Cambia el aviso" in str(world.server.thread("C0INCIDENTS", world.cards()[0]["ts"]))
