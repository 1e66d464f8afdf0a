"""The outbox against a Slack in trouble: what is due arrives once, whatever happens on the way."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from bot.app import Bot, build
from bot.desk import changes, contact, pulse
from bot.desk.changes import Change
from bot.desk.proving import Told
from bot.domain.delivery import Delivery
from bot.domain.errors import Unavailable
from bot.domain.words import Channel, Mood, Responsibility, Severity, Status
from bot.pace import Pace
from bot.slack import Slack
from bot.store import deliveries
from tests.sending import arrived, declare
from tests.world import ANA, INCIDENTS, START, World, settings

POST = "chat.postMessage"


def another_bot(world: World, pace: Pace | None = None) -> Bot:
    """Another process's bot on the same database: nothing is shared but the rows and Slack."""
    url = world.bot.database.url.render_as_string(hide_password=False)
    return build(settings(world.server, url), clock=world.clock, pace=pace or Pace(0))


def posted(world: World) -> list[Any]:
    """The posts that took effect, in order."""
    return [call for call in world.server.calls if call.method == POST and call.ok]


def assert_each_once(world: World, count: int) -> None:
    """``count`` deliveries were posted, each stands in Slack once, and none is left over."""
    tokens = world.rows("SELECT token FROM deliveries WHERE state = 'sent' AND sent_ts IS NOT NULL")
    assert arrived(world.server) == {str(token): 1 for (token,) in tokens}
    assert len(tokens) == count
    assert world.rows("SELECT count(*) FROM deliveries WHERE state = 'waiting'") == [(0,)]


def claim_and_die(world: World, limit: int = 1) -> list[Delivery]:
    """What a process leaves behind that was killed right after its claim."""
    pulse.beat(world.bot.desk)
    with world.bot.database.write() as session:
        return deliveries.claim(session, world.clock(), limit)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status_500", "status_500_after", "status_429"])
def test_a_slack_in_trouble_still_gets_each_message_once(world: World, kind: str) -> None:
    """Two posts go wrong, before or after Slack stored them: five prompts and five cards arrive, each once."""
    declare(world.bot, world.actor(ANA), 5)
    world.server.faults.add(POST, kind, times=2)
    world.bot.work()
    assert len(posted(world)) == (10 if kind.endswith("after") else 8)
    world.pass_time(minutes=3)
    assert_each_once(world, 10)


@pytest.mark.parametrize("kind", ["hang", "hang_after"])
def test_a_silent_slack_is_not_waited_for(world: World, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post that is answered by nothing is given up, looked up and arrives once."""
    declare(world.bot, world.actor(ANA), 2)
    world.server.faults.add(POST, kind, seconds=1.5)
    monkeypatch.setattr("bot.app.Slack", partial(Slack, timeout=1))
    impatient = another_bot(world)
    impatient.work()
    impatient.stop()
    assert len(world.rows("SELECT id FROM deliveries WHERE state = 'waiting' AND unsure")) == 1
    world.pass_time(minutes=3)
    assert_each_once(world, 4)


def test_a_429_is_obeyed_to_the_second(world: World) -> None:
    """What Slack refused with Retry-After 40 is not tried before that, and the others do not wait for it."""
    declare(world.bot, world.actor(ANA), 3)
    world.server.faults.add(POST, "status_429", retry_after=40)
    world.bot.work()
    assert len(posted(world)) == 5
    world.clock.moment = START + timedelta(seconds=39)
    world.bot.work()
    assert len([call for call in world.server.calls if call.method == POST]) == 6
    world.clock.moment = START + timedelta(seconds=40)
    world.bot.work()
    assert_each_once(world, 6)


@pytest.mark.parametrize("kind", ["status_429", "drop_before", "status_500"])
def test_a_look_up_that_fails_does_not_make_the_post_look_new(world: World, kind: str) -> None:
    """Stored but unanswered, and then the history is out of reach: it is still not posted again."""
    declare(world.bot, world.actor(ANA), 1)
    world.server.faults.add(POST, "drop_after")
    world.server.faults.add("conversations.history", kind, times=3)
    world.bot.work()
    world.pass_time(minutes=10)
    assert_each_once(world, 2)


def test_a_failure_to_write_the_outcome_does_not_post_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The post is made and the database then fails in a way nobody foresaw: it is looked up, not repeated."""
    declare(world.bot, world.actor(ANA), 1)
    settle = deliveries.settle

    def fail_once(*arguments: Any, **values: Any) -> None:
        monkeypatch.setattr(deliveries, "settle", settle)
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(deliveries, "settle", fail_once)
    with caplog.at_level(logging.CRITICAL):
        world.bot.work()
    world.pass_time(minutes=3)
    assert_each_once(world, 2)


def test_what_slack_rejects_is_kept_and_the_others_go_on(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A rejected post is failed with Slack's reason, stays in the table and in the log, and stops nobody else."""
    declare(world.bot, world.actor(ANA), 3)
    world.server.faults.add(POST, "error:not_in_channel")
    with caplog.at_level(logging.ERROR, logger="bot.outbox"):
        world.bot.work()
    world.pass_time(minutes=3)
    failed = world.rows("SELECT kind, error, attempts FROM deliveries WHERE state = 'failed'")
    assert failed == [("prompt", "not_in_channel", 1)]
    assert [record for record in caplog.records if "not_in_channel" in record.getMessage()]
    assert_each_once(world, 5)


def test_a_thread_entry_waits_for_its_card(world: World) -> None:
    """While the card cannot be posted nothing of its thread is; then the card, and one entry in its thread."""
    (told,) = declare(world.bot, world.actor(ANA), 1, Severity.MAJOR)
    world.server.faults.add(POST, "drop_before", times=2)
    world.bot.work()
    contact.no_answer(world.bot.desk, world.actor(ANA), told.notices[0].id, 0)
    world.bot.work()
    assert world.cards() == []
    world.pass_time(minutes=2)
    (card,) = world.cards()
    assert len(world.server.thread(INCIDENTS, card["ts"])) == 2
    assert world.rows("SELECT count(*) FROM deliveries WHERE state = 'waiting'") == [(0,)]


def test_a_change_while_the_card_is_unsure_makes_no_second_card(world: World) -> None:
    """The card was stored but not answered, and then the incident changes: there is one card, and it is current."""
    (told,) = declare(world.bot, world.actor(ANA), 1)
    pulse.beat(world.bot.desk)
    world.server.faults.add(POST, "drop_after", times=2)
    world.bot.outbox.drain()
    wanted = Change(Severity.MINOR, Status.RESOLVED, False, False, False, Responsibility.OURS, "Se ha repuesto")
    changes.change(world.bot.desk, world.actor(ANA), told.incident.id, wanted)
    world.bot.work()
    world.pass_time(minutes=3)
    (card,) = world.cards()
    assert world.rows("SELECT card_ts FROM incidents") == [(card["ts"],)]
    assert "solucionada" in str(card)
    assert "no solucionada" not in str(card)


def test_what_arrives_late_says_so(world: World) -> None:
    """A prompt that ten minutes of outage held up says when it was due; one in time says nothing of it."""
    declare(world.bot, world.actor(ANA), 1)
    world.bot.work()
    declare(world.bot, world.actor(ANA), 1, name="Brisa")
    world.clock.moment += timedelta(minutes=10)
    world.bot.work()
    first, second = world.server.messages(world.server.dm(ANA))
    assert "Esto tenía que llegarte" not in str(first)
    assert "Esto tenía que llegarte" in str(second)
    assert "10:00" in str(second["blocks"][0])


def test_a_settled_notice_drops_what_waits(world: World) -> None:
    """The client was told while Slack was out of reach: the prompt is not sent any more."""
    (told,) = declare(world.bot, world.actor(ANA), 1)
    world.server.faults.add("*", "drop_before", times=50)
    world.bot.work()
    world.server.faults.clear()
    proof = Told(Channel.EMAIL, "Marta", world.clock(), "Qué pasa", "De acuerdo", Mood.CALM)
    contact.prove(world.bot.desk, world.actor(ANA), told.notices[0].id, proof)
    world.pass_time(minutes=30)
    assert world.dm(ANA) == []
    assert world.rows("SELECT state FROM deliveries WHERE kind = 'prompt'") == [("dropped",)]


def test_the_claims_of_a_dead_sender_are_taken_over(world: World) -> None:
    """Killed between claim and post: nobody touches it while the lease runs, and then it arrives once."""
    declare(world.bot, world.actor(ANA), 1)
    claim_and_die(world, limit=5)
    world.clock.moment += deliveries.LEASE - timedelta(seconds=1)
    world.bot.work()
    assert posted(world) == []
    world.clock.moment += timedelta(seconds=1)
    world.bot.work()
    assert_each_once(world, 2)


def test_what_a_dead_sender_had_posted_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone between post and settle: its messages are recognised by their ids and written down as sent."""
    declare(world.bot, world.actor(ANA), 1)

    def gone(*_: Any, **__: Any) -> None:
        raise Unavailable("database")

    with monkeypatch.context() as dying:
        dying.setattr(deliveries, "settle_sent", gone)
        world.bot.work()
    assert len(posted(world)) == 2
    world.clock.moment += deliveries.LEASE
    world.bot.work()
    assert_each_once(world, 2)
    (card,) = world.cards()
    assert world.rows("SELECT sent_ts FROM deliveries WHERE kind = 'card'") == [(card["ts"],)]


@pytest.mark.parametrize("kind", ["hang", "hang_after"])
def test_a_sender_slower_than_its_lease_does_not_double(world: World, kind: str) -> None:
    """A sender stuck in one call past its lease loses its claims: another delivers them, and it notices."""
    declare(world.bot, world.actor(ANA), 6)
    world.server.faults.add(POST, kind, seconds=0.6)
    pulse.beat(world.bot.desk)
    slow = Thread(target=world.bot.outbox.drain)
    slow.start()
    until(lambda: any(call.method == POST for call in world.server.calls))
    world.clock.moment += deliveries.LEASE + timedelta(seconds=1)
    other = another_bot(world)
    other.outbox.drain()
    slow.join()
    other.stop()
    world.pass_time(minutes=3)
    assert_each_once(world, 12)


def test_two_outboxes_share_the_work(world: World) -> None:
    """Two bots drain the same database at the same moment: each delivery goes out once, and both had some."""
    declare(world.bot, world.actor(ANA), 30)
    pulse.beat(world.bot.desk)
    other = another_bot(world)
    start, settled = Barrier(2), [0, 0]

    def drain(index: int, bot: Bot) -> None:
        start.wait()
        settled[index] = bot.outbox.drain()

    threads = [Thread(target=drain, args=pair) for pair in enumerate((world.bot, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    assert min(settled) > 0
    world.pass_time(minutes=1)
    assert_each_once(world, 60)


def test_two_ticks_owe_a_reminder_once(world: World) -> None:
    """Two bots see the same reminders fall due at the same moment: each is owed and sent once."""
    declare(world.bot, world.actor(ANA), 25)
    other = another_bot(world)
    start = Barrier(2)

    def work(bot: Bot) -> None:
        start.wait()
        bot.work()

    threads = [Thread(target=work, args=(bot,)) for bot in (world.bot, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    world.bot.work()
    assert world.rows("SELECT count(*) FROM deliveries WHERE kind = 'prompt'") == [(25,)]
    assert world.rows("SELECT count(*) FROM timeline WHERE kind = 'reminded'") == [(25,)]
    assert_each_once(world, 50)


def test_a_phone_call_goes_before_the_cards(world: World) -> None:
    """With a batch and more of cards waiting since before, the prompt for a call is the first thing posted."""
    world.server.faults.add("*", "drop_before", times=200)
    declare(world.bot, world.actor(ANA), 22)
    world.bot.work()
    world.server.faults.clear()
    declare(world.bot, world.actor(ANA), 1, Severity.MAJOR, name="Brisa")
    world.clock.moment += timedelta(minutes=12)
    world.bot.work()
    kinds = dict(world.rows("SELECT token, kind FROM deliveries"))
    order = [kinds[call.arguments["metadata"]["event_payload"]["id"]] for call in posted(world)]
    assert order == sorted(order, key=["prompt", "card"].index)
    assert len(order) == 46


def test_a_channel_is_not_flooded(world: World) -> None:
    """Twelve cards: four at once, then one a second; a person's prompts do not wait for the channel."""
    declare(world.bot, world.actor(ANA), 12)
    pulse.beat(world.bot.desk)
    patient = another_bot(world, Pace(1, 4, lambda: world.clock().timestamp()))
    for second in range(9):
        world.clock.moment = START + timedelta(seconds=second)
        patient.outbox.drain()
        in_channel = [call for call in posted(world) if call.arguments["channel"] == INCIDENTS]
        in_person = [call for call in posted(world) if call.arguments["channel"] == world.server.dm(ANA)]
        assert (len(in_channel), len(in_person)) == (4 + second, 4 + second)
    assert_each_once(world, 24)
    assert world.rows("SELECT max(attempts) FROM deliveries") == [(1,)], "waiting for a place is no attempt"
    patient.stop()


def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Waits for a condition; fails when it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)
