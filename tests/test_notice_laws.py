"""The laws of the ladder (domain.md §4): whatever people press and however long the bot is away, nothing is lost."""

from datetime import datetime, time, timedelta
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import notice as ladder
from bot.domain.duty import DutyHours
from bot.domain.matrix import Case, plan
from bot.domain.notice import AGAIN_TIMES, Climbed, Notice, Rung, Snooze
from bot.domain.plans import plan_update
from bot.domain.words import Awareness, Channel, Severity, Status, Wish
from tests.hours import any_hours, moments
from tests.samples import notice_of

often = settings(max_examples=250, deadline=None)
USUAL = [Rung.PROMPT, Rung.HALF, Rung.OVERDUE, *[Rung.AGAIN] * AGAIN_TIMES, Rung.MORNING, Rung.MORNING]

cases = st.builds(
    Case,
    severity=st.sampled_from(Severity),
    status=st.sampled_from((Status.UNRESOLVED, Status.RESOLVED)),
    wish=st.sampled_from(Wish),
    preferred=st.none() | st.sampled_from((Channel.PHONE, Channel.EMAIL, Channel.TEXT)),
    cannot_work=st.booleans(),
    awareness=st.sampled_from(Awareness),
)


@st.composite
def started(draw: st.DrawFn) -> tuple[Notice, DutyHours]:
    """A notice of any kind at the foot of its ladder: the first word, the meeting, or an update at an hour promised."""
    hours, now = draw(any_hours), draw(moments)
    if draw(st.booleans()):
        plans = plan(draw(cases), hours, now, report_hour=time(18, 0))
    else:
        promised = draw(st.none() | st.timedeltas(timedelta(minutes=1), timedelta(hours=3)))
        channel = draw(st.sampled_from((Channel.PHONE, Channel.EMAIL)))
        plans = (plan_update(channel, hours, now, now + promised if promised else None),)
    notice = notice_of(draw(st.sampled_from(plans)))
    ladder.start(notice, hours)
    return notice, hours


@often
@given(started())
def test_rungs_come_in_order_and_each_has_its_moment(one: tuple[Notice, DutyHours]) -> None:
    """No rung is due before the one below it, and from the deadline on each comes strictly later."""
    notice, hours = one
    due = [ladder.rung_at(notice, index, hours) for index in range(len(USUAL))]
    assert due == sorted(due)
    assert len(set(due[2:])) == len(due[2:])
    assert (due[0], due[2]) == (notice.prompt_at, notice.deadline)


@often
@given(started())
def test_looked_at_in_time_every_rung_is_climbed_once(one: tuple[Notice, DutyHours]) -> None:
    """Looking whenever something is due climbs the whole ladder, each rung once, the lead called at the deadline."""
    notice, hours = one
    due = {index: ladder.rung_at(notice, index, hours) for index in range(len(USUAL))}
    for moment, together in groupby(due, key=lambda index: due[index]):
        rungs = list(together)  # an hour promised at night: half of no working time is over when it is due
        climbed = ladder.climb(notice, hours, moment)
        assert climbed == Climbed(USUAL[rungs[-1]], moment, escalate=2 in rungs)
        assert notice.rung == rungs[-1] + 1


steps = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.timedeltas(timedelta(), timedelta(days=4))),
        st.tuples(st.just("when due"), st.timedeltas(timedelta(), timedelta(minutes=3))),
        st.tuples(st.just("no answer"), st.timedeltas(timedelta(), timedelta(minutes=50))),
        st.tuples(st.sampled_from(Snooze), st.timedeltas(timedelta(), timedelta(minutes=50))),
    ),
    max_size=25,
)


@often
@given(started(), steps)
def test_whatever_people_press(one: tuple[Notice, DutyHours], presses: list[tuple[str, timedelta]]) -> None:
    """Any mix of outages, retries and postponements: it climbs one way, never sleeps for ever, calls the lead once."""
    notice, hours = one
    deadline, now, escalations, put_beyond = notice.deadline, notice.prompt_at, 0, False
    for press, wait in presses:
        rung = notice.rung
        if press == "when due" and notice.next_at is not None:
            now = max(now, notice.next_at)
        now += wait
        if press in ("look", "when due"):
            escalations += look(notice, hours, now)
        elif press == "no answer":
            ladder.no_answer(notice, hours, now)
            assert notice.retry_at is not None
            assert notice.retry_at > now
        else:
            until = ladder.snooze_until(Snooze(press), hours, now)
            beyond = ladder.postpone(notice, until, "Motivo", hours)
            assert beyond is (until > deadline)
            assert notice.next_at == until > now
            put_beyond = put_beyond or beyond
        assert notice.deadline == deadline
        assert notice.rung >= rung
        assert notice.next_at is not None
    for _ in range(12):
        now = max(now, notice.next_at or now)
        escalations += look(notice, hours, now)
    # Put off past the deadline, the lead is told by the postponement itself.
    assert escalations == 1 or (put_beyond and escalations == 0)


def look(notice: Notice, hours: DutyHours, now: datetime) -> int:
    """One tick of the bot. Returns how often the lead is called by it."""
    due = notice.next_at
    climbed = ladder.climb(notice, hours, now)
    assert (climbed is not None) is (due is not None and due <= now)
    assert notice.next_at is not None
    assert notice.next_at > now
    if climbed is None:
        return 0
    assert climbed.due_at <= now
    return int(climbed.escalate)
