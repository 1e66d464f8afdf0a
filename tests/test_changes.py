"""An incident changes (domain.md §3, §5): the matrix is asked again, and what was promised is kept or late."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import ANA, INCIDENTS, World

MAJOR = {"severity": "major", "status": "unresolved"}


def owed(world: World, **values: Any) -> None:
    world.new_client(ANA, "Acme", "no les llega el correo", **values)


def change(world: World, **values: Any) -> None:
    """Ana changes the incident from its card."""
    world.press(ANA, "incident_change", channel=INCIDENTS, message=world.cards()[0])
    world.fill(ANA, **values)
    world.submit(ANA)
    world.close(ANA)
    world.settle()
    world.pass_time(minutes=1)


def tell(world: World, **values: Any) -> None:
    world.press(ANA, "notice_done")
    spoken = "client_said" in world.view(ANA)["state"]["values"]
    heard = {"client_said": "De acuerdo", "mood": "calm"} if spoken else {}
    world.fill(ANA, **{"said": "Lo que hay", **heard, **values})
    world.submit(ANA)
    world.settle()
    world.pass_time(minutes=1)


def notices(world: World) -> list[str]:
    """Each duty in a word: purpose, channel, state."""
    rows = world.rows("SELECT purpose, channel, state FROM notices ORDER BY id")
    return [" ".join(row) for row in rows]


def thread(world: World) -> str:
    return str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (MAJOR, {"severity": "minor"}, ["tell phone replaced", "tell email pending"]),
        (MAJOR, {"status": "resolved"}, ["tell phone replaced", "tell email pending"]),
        (MAJOR, {"severity": "minor", "status": "resolved"}, ["tell phone replaced", "tell daily_report pending"]),
        ({"severity": "minor", "status": "unresolved"}, {"severity": "major"},
         ["tell email replaced", "tell phone pending"]),
        ({"severity": "minor", "status": "resolved"}, {"flags": ["cannot_work"]},
         ["tell daily_report replaced", "tell phone pending", "meet in_person pending"]),
        (MAJOR, {"status": "unresolved_hard"}, ["tell phone pending"]),
        (MAJOR, {"measures": "Se ha llamado al proveedor"}, ["tell phone pending"]),
        (MAJOR, {"responsibility": "ours"}, ["tell phone pending"]),
    ],
)  # fmt: skip
def test_the_matrix_is_asked_again(
    world: World, first: dict[str, str], then: dict[str, Any], expected: list[str]
) -> None:
    """What no longer fits is replaced and said to be; what still fits stays untouched."""
    owed(world, **first)
    heard = world.hears(ANA)
    change(world, **then)
    assert notices(world) == expected
    replaced = "replaced" in expected[0]
    assert ("Cambia el aviso" in thread(world)) is replaced
    assert ("Este aviso ya no vale" in str(world.server.messages(world.server.dm(ANA)))) is (replaced and bool(heard))


def test_what_was_told_is_never_told_twice_for_the_same_state(world: World) -> None:
    """There and back again: the state the client already knows asks for nothing new but the news that were owed."""
    owed(world, **MAJOR)
    tell(world)
    change(world, severity="minor")
    change(world, severity="major")
    pending = [notice for notice in notices(world) if notice.endswith("pending")]
    assert pending == ["update phone pending"]
    assert [notice for notice in notices(world) if notice == "tell phone given"] == ["tell phone given"]


def test_broken_again_is_told_again(world: World) -> None:
    """Solved, told, and broken again: the client gets another call, and then another word that it is solved."""
    owed(world, **MAJOR)
    tell(world)
    change(world, status="resolved")
    tell(world)
    assert notices(world)[-1] == "tell email given"
    change(world, status="unresolved")
    assert notices(world)[-1] == "tell phone pending"
    tell(world)
    change(world, status="resolved")
    assert notices(world)[-1] == "tell email pending"
    assert world.rows("SELECT round FROM incidents") == [(2,)]


def test_every_change_is_on_record_with_what_stood_before(world: World) -> None:
    """The thread says who changed what, from what to what."""
    owed(world, **MAJOR)
    change(world, severity="minor", status="resolved", responsibility="ours", measures="Se cambió el cable")
    told = thread(world)
    assert f"<@{ANA}>" in told
    for part in ("pasa de importante a menor", "pasa de no solucionada a solucionada", "nuestra", "Se cambió el cable"):
        assert part in told


@pytest.mark.parametrize(("late", "state", "words"), [(False, "kept", "a tiempo"), (True, "broken", "pasada la hora")])
@pytest.mark.parametrize("door", ["window", "message"])
def test_a_promise_is_kept_or_late(sqlite_world: World, late: bool, state: str, words: str, door: str) -> None:
    """«Cumplido» before the hour keeps it, after it is done but broken; from the card's window or from ``ver``."""
    world = sqlite_world
    due = world.clock() + timedelta(hours=1)
    owed(world, **MAJOR, measures="Reponer el servicio", promised_for=int(due.timestamp()))
    world.pass_time(minutes=90 if late else 30)
    if door == "window":
        world.press(ANA, "incident_open", channel=INCIDENTS, message=world.cards()[0])
        world.press(ANA, "promise_kept")
        assert words in world.shown(ANA)
    else:
        world.command(ANA, "ver 1")
        whisper = world.server.ephemerals(ANA, "C0GENERAL")[-1]
        world.press(ANA, "promise_kept", channel="C0GENERAL", message=whisper)
        assert words in world.answers(ANA).lower()
        assert "Algo ha fallado" not in world.answers(ANA)
    assert world.rows("SELECT state FROM commitments") == [(state,)]
