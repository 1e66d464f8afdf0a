"""The ladder of a notice (domain.md §4): who is reminded when, until there is proof."""

from datetime import datetime, time, timedelta

import pytest

from bot.domain import notice as ladder
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Case, plan
from bot.domain.notice import Climbed, Notice, NoticeState, Rung, Snooze
from bot.domain.plans import plan_update
from bot.domain.words import Channel, Severity, Status
from tests.hours import duty_hours, local
from tests.samples import notice_of

CALL = Case(Severity.MAJOR, Status.UNRESOLVED)
MAIL = Case(Severity.MINOR, Status.UNRESOLVED)
REPORT = Case(Severity.MINOR, Status.RESOLVED)
OFFICE = duty_hours()


def opened(case: Case, hours: DutyHours, at: str) -> Notice:
    """A notice just planned, at the foot of its ladder."""
    notice = notice_of(plan(case, hours, local(at), report_hour=time(18, 0))[0])
    ladder.start(notice, hours)
    return notice


def climbs(notice: Notice, hours: DutyHours, count: int) -> list[Climbed]:
    """What comes when the bot looks exactly when something is due."""
    found = []
    for _ in range(count):
        assert notice.next_at is not None
        climbed = ladder.climb(notice, hours, notice.next_at)
        assert climbed is not None
        found.append(climbed)
    return found


#: Told when, by what; then each rung with its moment (Madrid) until the mornings repeat. "!" tells the lead too.
LADDERS = {
    "a call on a Tuesday": (
        CALL,
        OFFICE,
        "2026-03-10 10:00",
        "prompt 10T10:00, half 10T10:15, overdue! 10T10:30, again 10T11:00, again 10T11:30, again 10T12:00, "
        "again 10T12:30, morning 11T09:00, morning 12T09:00, morning 13T09:00, morning 16T09:00",
    ),
    "a call on a Friday night": (
        CALL,
        OFFICE,
        "2026-03-13 20:40",
        "prompt 13T20:40, half 13T20:55, overdue! 14T08:10, again 14T08:40, again 14T09:10, again 14T09:40, "
        "again 14T10:10, morning 16T09:00, morning 17T09:00",
    ),
    "a call after hours waits for the contact": (
        CALL,
        OFFICE,
        "2026-03-10 23:00",
        "prompt 11T08:00, half 11T08:15, overdue! 11T08:30, again 11T09:00, again 11T09:30, again 11T10:00, "
        "again 11T10:30, morning 12T09:00",
    ),
    "a letter over the lunch break": (
        MAIL,
        OFFICE,
        "2026-03-10 13:00",
        "prompt 10T13:00, half 10T17:00, overdue! 10T19:00, again 11T09:30, again 11T10:00, again 11T10:30, "
        "again 11T11:00, morning 12T09:00",
    ),
    "a letter before a long weekend": (
        MAIL,
        OFFICE,
        "2026-04-01 18:00",  # Thursday 2 and Friday 3 are holidays
        "prompt 01T18:00, half 06T10:00, overdue! 06T12:00, again 06T12:30, again 06T13:00, again 06T13:30, "
        "again 06T14:00, morning 07T09:00",
    ),
    "the daily report": (
        REPORT,
        OFFICE,
        "2026-03-10 10:00",
        "prompt 10T18:00, half 10T18:30, overdue! 10T19:00, again 11T09:30, again 11T10:00, again 11T10:30, "
        "again 11T11:00, morning 12T09:00",
    ),
    "an owner in the Canaries has later mornings": (
        CALL,
        duty_hours(owner_zone="Atlantic/Canary"),
        "2026-03-10 10:00",
        "prompt 10T10:00, half 10T10:15, overdue! 10T10:30, again 10T11:00, again 10T11:30, again 10T12:00, "
        "again 10T12:30, morning 11T10:00, morning 12T10:00",
    ),
    "the night without an hour": (
        CALL,
        duty_hours(contact="L-D 24h"),
        "2026-03-29 01:50",
        "prompt 29T01:50, half 29T03:05, overdue! 29T03:20, again 29T03:50, again 29T04:20, again 29T04:50, "
        "again 29T05:20, morning 30T09:00, morning 31T09:00",
    ),
    "the night with one hour twice": (
        CALL,
        duty_hours(contact="L-D 24h"),
        "2026-10-25 02:50",
        "prompt 25T02:50, half 25T02:05+1, overdue! 25T02:20+1, again 25T02:50+1, again 25T03:20, again 25T03:50, "
        "again 25T04:20, morning 26T09:00",
    ),
}


def as_told(climbed: Climbed) -> tuple[str, datetime]:
    return f"{climbed.rung}{'!' if climbed.escalate else ''}", climbed.due_at


def read(line: str, month: str) -> list[tuple[str, datetime]]:
    """The table's own words; "+1" is the second time that the clock shows this hour."""
    found = []
    for item in line.split(", "):
        rung, _, stamp = item.partition(" ")
        moment = datetime.fromisoformat(f"{month}-{stamp.removesuffix('+1')}")
        again = moment.replace(fold=1) if stamp.endswith("+1") else moment
        found.append((rung, local(str(again)) if again.fold == 0 else local(str(moment)) + timedelta(hours=1)))
    return found


@pytest.mark.parametrize("name", LADDERS)
def test_the_ladder(name: str) -> None:
    """Prompt, half way, overdue with the lead, every half hour four times, then each working morning."""
    case, hours, told, line = LADDERS[name]
    expected = read(line, told[:7])
    notice = opened(case, hours, told)
    assert [as_told(one) for one in climbs(notice, hours, len(expected))] == expected


def test_what_was_missed_in_an_outage_comes_as_one() -> None:
    """After two hours of silence the owner hears once, with the latest rung, and the lead hears with it."""
    notice = opened(CALL, OFFICE, "2026-03-10 10:00")
    climbs(notice, OFFICE, 1)
    merged = ladder.climb(notice, OFFICE, local("2026-03-10 11:45"))
    assert merged == Climbed(Rung.AGAIN, local("2026-03-10 11:30"), escalate=True)
    assert notice.next_at == local("2026-03-10 12:00")
    assert ladder.climb(notice, OFFICE, local("2026-03-10 11:45")) is None
    assert not any(one.escalate for one in climbs(notice, OFFICE, 9)), "the lead was called twice"


def test_nothing_is_due_before_its_time_or_after_it_is_settled() -> None:
    """A look too early, or at a settled notice, finds nothing and moves nothing."""
    notice = opened(CALL, OFFICE, "2026-03-10 10:00")
    assert ladder.climb(notice, OFFICE, local("2026-03-10 09:59")) is None
    assert notice.rung == 0
    notice.settle(NoticeState.GIVEN, "U1", local("2026-03-10 10:05"))
    assert (notice.next_at, notice.retry_at) == (None, None)
    assert ladder.climb(notice, OFFICE, local("2026-03-20 10:00")) is None


def test_no_answer_is_tried_again_in_a_quarter_of_an_hour() -> None:
    """Nobody picked up: that is not done, the deadline stays, and the next try is a rung of its own."""
    notice = opened(CALL, OFFICE, "2026-03-10 10:00")
    climbs(notice, OFFICE, 1)
    ladder.no_answer(notice, OFFICE, local("2026-03-10 10:05"))
    assert (notice.tries, notice.retry_at) == (1, local("2026-03-10 10:20"))
    told = [as_told(one) for one in climbs(notice, OFFICE, 2)]
    assert told == [
        ("retry", local("2026-03-10 10:20")),
        ("overdue!", local("2026-03-10 10:30")),
    ]


def test_no_answer_at_night_waits_until_the_contact_can_be_called() -> None:
    """Ten minutes before the contact's day ends there is no second call today."""
    notice = opened(CALL, OFFICE, "2026-03-10 20:30")
    ladder.no_answer(notice, OFFICE, local("2026-03-10 20:50"))
    assert notice.retry_at == local("2026-03-11 08:00")


@pytest.mark.parametrize(
    ("choice", "until"),
    [(Snooze.QUARTER, "2026-03-10 13:15"), (Snooze.HOUR, "2026-03-10 14:00"), (Snooze.MORNING, "2026-03-11 09:00")],
)
def test_postponing_means_what_it_says(choice: Snooze, until: str) -> None:
    """A quarter, an hour, first thing tomorrow; nothing comes before that, and the deadline does not move."""
    notice = opened(MAIL, OFFICE, "2026-03-10 10:00")
    climbs(notice, OFFICE, 2)
    now = local("2026-03-10 13:00")
    moment = ladder.snooze_until(choice, OFFICE, now)
    assert moment == local(until)
    assert ladder.postpone(notice, moment, "Está de viaje", OFFICE) is (moment > local("2026-03-10 14:00"))
    assert notice.deadline == local("2026-03-10 14:00")
    assert notice.next_at == moment


def test_beyond_the_deadline_only_with_a_reason() -> None:
    """A postponement past the hour owed to the client is refused without a reason, and nothing has moved then."""
    notice = opened(CALL, OFFICE, "2026-03-10 10:00")
    climbs(notice, OFFICE, 1)
    before = (notice.next_at, notice.rung, notice.retry_at)
    with pytest.raises(Refused) as refused:
        ladder.postpone(notice, local("2026-03-10 11:00"), "  ", OFFICE)
    assert refused.value.why is Why.REASON_NEEDED
    assert (notice.next_at, notice.rung, notice.retry_at) == before
    assert ladder.postpone(notice, local("2026-03-10 11:00"), "Está en un avión", OFFICE)
    assert [as_told(one)[0] for one in climbs(notice, OFFICE, 2)] == ["again", "again"]


@pytest.mark.parametrize("state", [NoticeState.GIVEN, NoticeState.REPLACED])
def test_a_settled_notice_takes_no_more_answers(state: NoticeState) -> None:
    """No answer and postponing are refused once it is settled, and say who did it and when."""
    notice = opened(CALL, OFFICE, "2026-03-10 10:00")
    at = local("2026-03-10 10:05")
    notice.settle(state, "U1", at)
    with pytest.raises(Refused) as refused:
        ladder.no_answer(notice, OFFICE, at)
    assert refused.value.details["at"] == at
    with pytest.raises(Refused):
        ladder.postpone(notice, at + timedelta(hours=1), "Motivo", OFFICE)


def test_an_hour_promised_outside_hours_is_overdue_at_that_hour() -> None:
    """A promise to write on Saturday at ten is broken on Saturday at ten, not on Monday morning."""
    for channel in (Channel.EMAIL, Channel.PHONE):
        hours = duty_hours(contact="L-V 09:00-14:00")
        notice = notice_of(plan_update(channel, hours, local("2026-03-14 09:00"), local("2026-03-14 10:00")))
        ladder.start(notice, hours)
        told = [as_told(one) for one in climbs(notice, hours, 2)]
        assert told == [("prompt", local("2026-03-14 09:45")), ("overdue!", local("2026-03-14 10:00"))]
