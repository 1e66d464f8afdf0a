"""Bad days (contract.md "Promises"): a locked database, a Slack that fails or keeps silent. Nothing typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from bot.store.database import Database
from tests.world import ANA, GENERAL, INCIDENTS, LUIS, World

MAIL_DOWN = "no les llega el correo desde las 9"
MAJOR = {"severity": "major", "status": "unresolved"}
FAULTS: dict[str, dict[str, Any]] = {
    "500": {"kind": "status_500"},
    "429": {"kind": "status_429", "retry_after": 20},
    "nothing": {"kind": "hang", "seconds": 2.5},
    "cut": {"kind": "drop_before"},
}


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Somebody else holds the database: no write goes through until they let go."""
    other = Database(world.bot.database.url)
    with other.engine.connect() as connection:
        if other.is_sqlite:
            connection.execution_options(immediate=True)
        transaction = connection.begin()
        if not other.is_sqlite:
            connection.execute(text("LOCK TABLE workspaces, incidents, notices, people IN EXCLUSIVE MODE"))
        yield
        transaction.rollback()
    other.close()


def kept(world: World, user: str, field: str) -> Any:
    return world.view(user)["state"]["values"][field][field].get("value")


def test_a_report_outlives_a_locked_database(world: World) -> None:
    """While it is locked each press is acknowledged in time, with everything typed kept; then one press saves it."""
    world.new_client(ANA, "Acme")
    world.pass_time(minutes=3)
    world.command(ANA, f"Acme: {MAIL_DOWN}")
    world.fill(ANA, measures="Se está mirando el servidor", **MAJOR)
    with locked(world):
        for _ in range(2):
            outcome = world.submit(ANA)
            assert outcome.error is None
            assert outcome.ack_ms < 3000
            assert "No se ha perdido lo que has escrito" in world.shown(ANA)
            assert world.shown(ANA).count("No he podido guardarlo") == 1
            assert kept(world, ANA, "text") == MAIL_DOWN
            assert kept(world, ANA, "measures") == "Se está mirando el servidor"
    world.submit(ANA)
    assert "INC-0002" in world.shown(ANA)
    saved = "SELECT text, measures, severity FROM incidents WHERE number > 1"
    assert world.rows(saved) == [(MAIL_DOWN, "Se está mirando el servidor", "major")]


def test_a_proof_outlives_a_locked_database(world: World) -> None:
    """What was said to a client is not typed twice because of us."""
    world.new_client(ANA, "Acme", MAIL_DOWN, **MAJOR)
    world.press(ANA, "notice_done")
    world.fill(ANA, said="Que estamos en ello", client_said="Que bueno", mood="upset")
    with locked(world):
        outcome = world.submit(ANA)
        assert outcome.ack_ms < 3000
        assert kept(world, ANA, "said") == "Que estamos en ello"
        assert kept(world, ANA, "client_said") == "Que bueno"
    world.submit(ANA)
    assert world.rows("SELECT said, mood FROM proofs") == [("Que estamos en ello", "upset")]


def test_a_button_pressed_while_it_is_locked_says_to_try_again(world: World) -> None:
    """A press that could not be done says so; nothing has happened, and the next one works."""
    world.new_client(ANA, "Acme", MAIL_DOWN, **MAJOR)
    with locked(world):
        assert world.press(ANA, "notice_no_answer").acked
        assert "Prueba otra vez" in world.answers(ANA)
    world.press(ANA, "notice_no_answer")
    assert world.rows("SELECT tries FROM notices") == [(1,)]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["views.open", "users.info", "conversations.info"])
def test_a_command_survives_a_slack_that_fails(sqlite_world: World, method: str, fault: str) -> None:
    """The form opens all the same, or a sentence keeps what was typed and one press tries again; always in time."""
    world = sqlite_world
    world.new_client(LUIS, "Acme")
    world.pass_time(minutes=10)
    world.server.faults.add(method, **FAULTS[fault])
    outcome = world.command(ANA, f"Acme: {MAIL_DOWN}")
    assert outcome.acked
    assert outcome.ack_ms < 3000
    if world.server.open_view(ANA) is None:
        whisper = world.server.ephemerals(ANA, GENERAL)[-1]
        assert "Prueba otra vez" in str(whisper)
        assert MAIL_DOWN in str(whisper)
        world.press(ANA, "meant_command", channel=GENERAL, message=whisper)
    assert kept(world, ANA, "text") == MAIL_DOWN


@pytest.mark.parametrize("fault", FAULTS)
def test_a_form_sent_while_slack_does_not_say_who_it_is(sqlite_world: World, fault: str) -> None:
    """Whoever we know already is believed; the report is saved, in time."""
    world = sqlite_world
    world.new_client(ANA, "Acme")
    world.command(ANA, f"Acme: {MAIL_DOWN}")
    world.fill(ANA, owner_=LUIS)
    world.pass_time(minutes=10)
    world.server.faults.add("users.info", **FAULTS[fault])
    outcome = world.submit(ANA)
    assert outcome.error is None
    assert outcome.ack_ms < 3000
    if "INC-0002" not in world.shown(ANA):
        assert kept(world, ANA, "text") == MAIL_DOWN
        world.server.faults.clear()
        world.submit(ANA)
    assert world.rows("SELECT owner FROM incidents WHERE number = 2") == [(LUIS,)]


@pytest.mark.parametrize("fault", [*FAULTS, "stored-then-cut"])
def test_a_post_that_fails_is_kept_and_arrives_once(world: World, fault: str) -> None:
    """Each prompt, card and entry is sent again until it is there, and never twice, also when it had been stored."""
    troubles = {**FAULTS, "stored-then-cut": {"kind": "drop_after"}, "nothing": {"kind": "hang", "seconds": 0.3}}
    world.new_client(ANA, "Acme")
    world.pass_time(minutes=3)
    before = len(world.cards())
    world.server.faults.add("chat.postMessage", times=2, **troubles[fault])
    world.report(ANA, f"Acme: {MAIL_DOWN}", **MAJOR)
    world.pass_time(minutes=3)
    assert len(world.hears(ANA, "INC-0002")) == 1
    assert len(world.cards()) == before + 1
    assert world.rows("SELECT count(*) FROM deliveries WHERE state NOT IN ('sent', 'dropped')") == [(0,)]


def test_what_arrives_late_says_that_it_is_late(sqlite_world: World) -> None:
    """After half an hour of silence from Slack the prompt comes, once, and says since when it was due."""
    world = sqlite_world
    world.server.faults.add("chat.postMessage", "status_500", times=1000)
    world.new_client(ANA, "Acme", MAIL_DOWN, **MAJOR)
    world.pass_time(minutes=12)
    assert world.hears(ANA) == []
    world.server.faults.clear()
    world.pass_time(minutes=2)
    world.pass_time(minutes=11)
    assert len(world.hears(ANA, "Esto tenía que llegarte hoy a las 10:00")) == 1


def test_a_channel_that_refuses_the_card_does_not_stop_the_prompts(sqlite_world: World) -> None:
    """The bot is not in the channel: the owner hears all the same, and the card comes with the next change."""
    world = sqlite_world
    channel = world.server.workspace.channels[INCIDENTS]
    channel.members.discard(world.server.workspace.bot.id)
    world.new_client(ANA, "Acme", MAIL_DOWN, **MAJOR)
    assert len(world.hears(ANA, "Llama a")) == 1
    assert world.cards() == []
    channel.members.add(world.server.workspace.bot.id)
    world.press(ANA, "incident_change")
    world.fill(ANA, measures="Se está mirando")
    world.submit(ANA)
    world.settle()
    world.pass_time(minutes=1)
    assert len(world.cards()) == 1
    assert "Se está mirando" in str(world.server.thread(INCIDENTS, world.cards()[0]["ts"]))


def test_when_nothing_can_be_done_nothing_is_pretended(sqlite_world: World) -> None:
    """Slack does not answer at all and the person is unknown: a sentence, and the words typed stay in sight."""
    world = sqlite_world
    world.server.faults.add("users.info", "status_500")
    world.command(ANA, f"Acme: {MAIL_DOWN}")
    assert "Prueba otra vez" in world.answers(ANA)
    assert MAIL_DOWN in world.answers(ANA)
    assert world.server.open_view(ANA) is None
