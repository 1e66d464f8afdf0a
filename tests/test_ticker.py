"""The real APScheduler ticker: it comes at once when nudged, never twice at a time, and nothing stops it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import Event, Lock, Thread

import pytest

from bot.domain.errors import Unavailable
from bot.ticker import REST_SECONDS, Ticker

#: So long that a second turn can only come from a nudge.
NEVER = 3600.0
PATIENCE = 5.0


@contextmanager
def ticking(work: Callable[[], None], seconds: float = NEVER) -> Iterator[Ticker]:
    ticker = Ticker(work, seconds)
    ticker.start()
    try:
        yield ticker
    finally:
        ticker.stop()


class Turns:
    """Work that counts its turns and how many run at the same time, and lasts until it is let go."""

    def __init__(self) -> None:
        self.done = self.most_at_once = self._now = 0
        self.began, self.go_on = Event(), Event()
        self._lock = Lock()

    def __call__(self) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        self.began.set()
        assert self.go_on.wait(PATIENCE)
        with self._lock:
            self._now -= 1
            self.done += 1

    def has_done(self, count: int) -> bool:
        finished = Event()

        def watch() -> None:
            while self.done < count and not finished.wait(0.002):
                pass
            finished.set()

        watching = Thread(target=watch)
        watching.start()
        watching.join(PATIENCE)
        finished.set()
        return self.done >= count


def test_a_start_ticks_at_once() -> None:
    """What fell due while nothing ran is looked at on starting, not an interval later; stopping then is clean."""
    for _ in range(30):
        ticked = Event()
        with ticking(ticked.set):
            assert ticked.wait(PATIENCE)


def test_a_nudge_is_immediate() -> None:
    """Something has become due: the work runs long before the next turn."""
    ticked = Event()
    with ticking(ticked.set) as ticker:
        assert ticked.wait(PATIENCE)
        for _ in range(5):
            ticked.clear()
            ticker.nudge()
            assert ticked.wait(PATIENCE)


def test_turns_come_by_themselves() -> None:
    """Without any nudge the work runs again and again."""
    turns = Turns()
    turns.go_on.set()
    with ticking(turns, seconds=0.01):
        assert turns.has_done(5)


def test_it_never_works_twice_at_once() -> None:
    """Turns, nudges and direct calls from many threads: one at a time."""
    turns = Turns()
    with ticking(turns, seconds=0.01) as ticker:
        assert turns.began.wait(PATIENCE)
        threads = [Thread(target=call) for call in (ticker.nudge, ticker.tick) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "nobody waits for a turn under way"
        assert turns.done == 0
        turns.go_on.set()
        assert turns.has_done(5)
    assert turns.most_at_once == 1


def test_a_nudge_during_work_is_not_lost() -> None:
    """What becomes due after the work has looked is seen by one more turn, not by one per nudge."""
    turns = Turns()
    with ticking(turns) as ticker:
        assert turns.began.wait(PATIENCE)
        for _ in range(10):
            ticker.nudge()
        turns.go_on.set()
        assert turns.has_done(2)
    assert turns.done == 2


def test_every_nudge_is_followed_by_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nudges at every moment of a turn, its very end too: the work always sees what was there before the nudge."""
    monkeypatch.setattr("bot.ticker.REST_SECONDS", 0.0)
    given, seen = [0], [0]
    caught_up = Event()

    def work() -> None:
        seen[0] = given[0]
        caught_up.set()

    with ticking(work) as ticker:
        for number in range(1, 400):
            given[0] = number
            ticker.nudge()
            while seen[0] < number:
                caught_up.clear()
                assert seen[0] >= number or caught_up.wait(PATIENCE)


@pytest.mark.parametrize("error", [RuntimeError("broken"), Unavailable("database")])
def test_an_error_does_not_stop_it(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """A turn that fails is logged and the next one comes, by itself and by nudge."""
    turns = Turns()
    turns.go_on.set()

    def work() -> None:
        turns()
        raise error

    with caplog.at_level(logging.WARNING, logger="bot.ticker"), ticking(work, seconds=0.01) as ticker:
        assert turns.has_done(3)
        before = turns.done
        ticker.nudge()
        assert turns.has_done(before + 1)
    assert caplog.records


def test_a_burst_of_nudges_is_one_turn_after_a_rest() -> None:
    """Somebody nudges without pause: the turns stay a rest apart, and the last nudge still has its turn."""
    moments: list[float] = []
    with ticking(lambda: moments.append(time.monotonic())) as ticker:
        end = time.monotonic() + 4.5 * REST_SECONDS
        while time.monotonic() < end:
            ticker.nudge()
            last = time.monotonic()
            time.sleep(0.001)
        while moments[-1] < last:
            assert time.monotonic() < end + PATIENCE
            time.sleep(0.01)
    assert all(later - sooner >= REST_SECONDS for sooner, later in pairwise(moments))


def test_stopping_waits_for_the_turn_under_way() -> None:
    """A turn that has begun is finished before the process goes on to close its database; none begins afterwards."""
    turns = Turns()
    ticker = Ticker(turns, NEVER)
    ticker.start()
    assert turns.began.wait(PATIENCE)
    stopping = Thread(target=ticker.stop)
    stopping.start()
    stopping.join(0.05)
    assert stopping.is_alive()
    turns.go_on.set()
    stopping.join(PATIENCE)
    assert turns.done >= 1
    finished = turns.done
    ticker.nudge()
    assert turns.done == finished
