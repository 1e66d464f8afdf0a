"""The laws of the matrix (domain.md §3, §4) at any moment of 2020–2030, in six zones, by any hours."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duty import DutyHours
from bot.domain.matrix import Case, Plan, Purpose, Why, plan
from bot.domain.plans import plan_update
from bot.domain.words import Awareness, Channel, Severity, Status, Wish
from tests.hours import any_hours, duty_hours, local, moments

REPORT_HOUR = time(18, 0)
LAST_INSTANT = timedelta(microseconds=1)

often = settings(max_examples=300, deadline=None)
channels = st.sampled_from((Channel.PHONE, Channel.EMAIL, Channel.TEXT))
cases = st.builds(
    Case,
    severity=st.sampled_from(Severity),
    status=st.sampled_from((Status.UNRESOLVED, Status.RESOLVED)),
    wish=st.sampled_from(Wish),
    preferred=st.none() | channels,
    cannot_work=st.booleans(),
    never_event=st.booleans(),
    awareness=st.sampled_from(Awareness),
    has_email=st.booleans(),
    has_phone=st.booleans(),
)


def made_by(case: Case, hours: DutyHours, now: datetime) -> tuple[Plan, ...]:
    return plan(case, hours, now, report_hour=REPORT_HOUR)


@often
@given(cases, any_hours, moments)
def test_a_wish_never_softens_an_importante(case: Case, hours: DutyHours, now: datetime) -> None:
    """What an importante gets is the same for every wish: channel, hour, content and reason."""
    importante = replace(case, severity=Severity.MAJOR)
    plans = {wish: made_by(replace(importante, wish=wish), hours, now) for wish in Wish}
    assert plans[Wish.MAJOR_ONLY] == plans[Wish.STANDARD] == plans[Wish.EVERYTHING]


@often
@given(cases, any_hours, moments)
def test_the_deadline_comes_after_the_prompt_and_the_prompt_not_before_now(
    case: Case, hours: DutyHours, now: datetime
) -> None:
    """Nobody is ever asked for something whose hour has already passed."""
    for one in made_by(case, hours, now):
        assert now <= one.prompt_at < one.deadline, one


@often
@given(cases, any_hours, moments)
def test_the_prompt_keeps_the_hours_it_must_respect(case: Case, hours: DutyHours, now: datetime) -> None:
    """An urgent call asks for the contact's hours alone; all else for ours, and a call for both where they meet."""
    first, *meetings = made_by(case, hours, now)
    if first.channel is Channel.DAILY_REPORT:
        assert first.prompt_at.astimezone(hours.ours.zone).time() == REPORT_HOUR
    elif first.urgent:
        assert first.channel is Channel.PHONE
        assert hours.contact.is_open(first.prompt_at)
    else:
        assert hours.ours.is_open(first.prompt_at)
        if first.channel is Channel.PHONE and not hours.contact.is_open(first.prompt_at):
            assert not they_meet(hours, now), "a moment that suits both was passed over"
    for one in meetings:
        assert hours.ours.is_open(one.prompt_at)
        assert not one.urgent


def they_meet(hours: DutyHours, since: datetime) -> bool:
    """Whether any quarter of an hour of the next three weeks suits both."""
    quarters = (since + timedelta(minutes=15 * count) for count in range(3 * 7 * 96))
    return any(hours.ours.is_open(moment) and hours.contact.is_open(moment) for moment in quarters)


@often
@given(cases, any_hours, moments)
def test_the_deadline_falls_within_the_hours_it_is_counted_in(case: Case, hours: DutyHours, now: datetime) -> None:
    """Half an hour of a call counts only while the contact can be called; everything else counts our working time."""
    first = made_by(case, hours, now)[0]
    clock = hours.contact if first.urgent else hours.ours
    assert clock.is_open(first.deadline - LAST_INSTANT)


@often
@given(cases, any_hours, moments)
def test_a_grave_case_always_calls_copies_the_lead_and_meets(case: Case, hours: DutyHours, now: datetime) -> None:
    """A stopped client or a never event is never told in writing only, at whatever hour and by whatever wish."""
    grave = case.cannot_work or case.never_event
    made = made_by(case, hours, now)
    assert (len(made) == 2) is grave
    assert made[0].copy_lead is grave
    assert made[0].lead_confirms is case.never_event
    if grave:
        assert made[0].channel is Channel.PHONE
        assert made[0].urgent
        assert made[1].purpose is Purpose.MEET


@often
@given(channels, any_hours, moments, st.none() | st.timedeltas(timedelta(minutes=-90), timedelta(hours=9)))
def test_a_fresh_word_is_asked_for_in_time(
    channel: Channel, hours: DutyHours, told_at: datetime, promised_in: timedelta | None
) -> None:
    """The next update comes at the hour promised when that is sooner, otherwise about two hours on, never before."""
    promised = told_at + promised_in if promised_in is not None else None
    one = plan_update(channel, hours, told_at, promised)
    assert told_at <= one.prompt_at < one.deadline
    if promised is not None and told_at < promised <= told_at + timedelta(hours=2):
        assert (one.deadline, one.why) == (promised, (Why.PROMISED_HOUR,))
    if one.why == (Why.STILL_OPEN,):
        assert one.prompt_at >= told_at + timedelta(hours=2)
        assert (hours.contact if one.urgent else hours.ours).is_open(one.prompt_at)


def test_both_clock_changes_of_the_year() -> None:
    """Thirty minutes are thirty minutes, also when the clock jumps over them or shows them twice."""
    case = Case(Severity.MAJOR, Status.UNRESOLVED)
    hours = duty_hours(contact="L-D 24h")
    spring, autumn = local("2026-03-29 01:45"), local("2026-10-25 02:45")
    assert made_by(case, hours, spring)[0].deadline == local("2026-03-29 03:15")
    assert made_by(case, hours, autumn)[0].deadline == autumn + timedelta(minutes=30)
    asleep = duty_hours(contact="L-D 08:00-21:00")
    for now in (spring, autumn):
        (one,) = made_by(case, asleep, now)
        assert one.prompt_at == local(f"{now:%Y-%m}-{29 if now is spring else 25} 08:00")


def test_a_promised_hour_at_night_is_kept_as_it_was_promised() -> None:
    """Whoever promised to write on Saturday at ten is reminded a quarter of an hour before, working day or not."""
    told = local("2026-03-14 09:00")
    kept = (duty_hours(), duty_hours(contact="L-V 09:00-14:00"))
    for channel, hours in product((Channel.EMAIL, Channel.PHONE), kept):
        one = plan_update(channel, hours, told, local("2026-03-14 10:00"))
        assert (one.prompt_at, one.deadline) == (local("2026-03-14 09:45"), local("2026-03-14 10:00"))
