"""The rules of corrective actions (domain.md §5): when somebody is reminded, what may happen, and who may judge it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import corrective
from bot.domain.corrective import ActionEvent, ActionRung, ActionState, CorrectiveAction, Phase
from bot.domain.corrective_clock import Reminded, climb, reminders, wind
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from tests.hours import any_hours, duty_hours, local

MADRID = duty_hours()
TUESDAY = date(2026, 3, 10)
NOW = local("2026-03-10 10:00")


def action(**more: Any) -> CorrectiveAction:
    values: dict[str, Any] = {
        "workspace_id": "T1",
        "incident_id": 1,
        "client_id": 1,
        "phase": Phase.PREVENTION,
        "what": "Probar la copia",
        "how_we_know": "Se restaura entera",
        "owner": "ana",
        "due_on": date(2026, 3, 19),
        "created_by": "ana",
        "created_at": NOW,
        "id": 1,
    }
    return CorrectiveAction(**{**values, **more})


def done(**more: Any) -> CorrectiveAction:
    values = {"state": ActionState.DONE, "done_by": "ana", "done_at": NOW, "verifier": "luis", "verify_on": TUESDAY}
    return action(**{**values, **more})


def mornings(one: CorrectiveAction, hours: DutyHours = MADRID, count: int = 5) -> list[str]:
    return [f"{moment.astimezone(hours.owner_zone):%a %d %H:%M}" for moment in islice(reminders(one, hours), count)]


def lived(one: CorrectiveAction, until: datetime, hours: DutyHours = MADRID) -> list[Reminded]:
    """Every reminder from ``NOW`` on, each at its very hour."""
    wind(one, hours, NOW)
    found = []
    while one.next_at is not None and one.next_at <= until:
        reminded = climb(one, hours, one.next_at)
        assert reminded is not None
        found.append(reminded)
    return found


def test_two_working_days_before_the_day_itself_and_each_morning_after() -> None:
    """Due on a Thursday: the Tuesday, the Thursday, and then each working morning."""
    assert mornings(action(due_on=date(2026, 3, 12))) == [
        "Tue 10 09:00",
        "Thu 12 09:00",
        "Fri 13 09:00",
        "Mon 16 09:00",
        "Tue 17 09:00",
    ]


def test_the_weekend_is_no_time_to_be_reminded() -> None:
    """Due on a Monday: the Thursday before. Due on a Sunday: the Thursday and the Friday before it."""
    assert mornings(action(due_on=date(2026, 3, 16)), count=3) == ["Thu 12 09:00", "Mon 16 09:00", "Tue 17 09:00"]
    assert mornings(action(due_on=date(2026, 3, 15)), count=3) == ["Thu 12 09:00", "Fri 13 09:00", "Mon 16 09:00"]


def test_the_owner_s_own_morning() -> None:
    """Somebody who lives in Bogotá is reminded when their own day begins."""
    bogota = duty_hours(owner_zone="America/Bogota")
    assert mornings(action(due_on=date(2026, 3, 12)), bogota, 2) == ["Tue 10 09:00", "Thu 12 09:00"]


def test_the_lead_hears_once_after_three_silent_mornings() -> None:
    """Not before, and not again on the mornings that follow."""
    told = lived(action(due_on=date(2026, 3, 12)), NOW + timedelta(days=30))
    assert [one.rung for one in told[:3]] == [ActionRung.TODAY, ActionRung.OVERDUE, ActionRung.OVERDUE]
    assert [place for place, one in enumerate(told) if one.escalate] == [3]
    asked = lived(done(), NOW + timedelta(days=30))
    assert [one.escalate for one in asked[:5]] == [False, False, True, False, False]


def test_what_was_missed_is_told_as_one() -> None:
    """A week without the bot: one message, the last of them, and the lead all the same."""
    one = action(due_on=date(2026, 3, 12))
    wind(one, MADRID, NOW)
    reminded = climb(one, MADRID, local("2026-03-18 11:00"))
    assert reminded == Reminded(ActionRung.OVERDUE, local("2026-03-18 09:00"), escalate=True)
    assert one.next_at == local("2026-03-19 09:00")
    assert climb(one, MADRID, local("2026-03-18 11:00")) is None


@settings(deadline=None, max_examples=60)
@given(any_hours, st.dates(date(2021, 1, 1), date(2029, 12, 1)), st.booleans())
def test_reminders_come_in_order_and_only_on_working_mornings(hours: DutyHours, day: date, to_do: bool) -> None:
    """Anywhere and across both clock changes: each later than the last, at an opening, warnings never past the day."""
    one = action(due_on=day) if to_do else done(verify_on=day)
    found = list(islice(reminders(one, hours), 7))
    assert all(earlier < later for earlier, later in pairwise(found))
    theirs = replace(hours.ours, zone=hours.owner_zone)
    assert all(theirs.is_open(moment) for moment in found)
    days = [moment.astimezone(hours.owner_zone).date() for moment in found]
    assert len(set(days)) == len(days)
    if to_do:
        assert days[0] < days[1] <= day < days[2]
    else:
        assert day <= days[0]


@settings(deadline=None, max_examples=60)
@given(any_hours, st.dates(date(2021, 1, 1), date(2029, 12, 1)), st.lists(st.integers(0, 5000), max_size=8))
def test_nothing_is_told_twice_however_the_ticks_fall(hours: DutyHours, day: date, gaps: list[int]) -> None:
    """Whenever the clock looks, its hour moves past it, no reminder repeats, and the lead hears at most once."""
    one = action(due_on=day)
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=7)
    wind(one, hours, now)
    told: list[Reminded] = []
    for minutes in gaps:
        now += timedelta(minutes=minutes)
        if reminded := climb(one, hours, now):
            told.append(reminded)
        assert one.next_at is not None
        assert one.next_at > now
    moments = [reminded.due_at for reminded in told]
    assert moments == sorted(set(moments))
    assert sum(reminded.escalate for reminded in told) <= 1


ACTS: dict[ActionEvent, Callable[[CorrectiveAction], object]] = {
    ActionEvent.MOVED: lambda one: corrective.move(one, date(2026, 4, 1), "Falta la pieza", TUESDAY),
    ActionEvent.DONE: lambda one: corrective.done(one, "ana", "luis", NOW, TUESDAY),
    ActionEvent.DROPPED: lambda one: corrective.drop(one, "ana", "Ya no existe", NOW, TUESDAY),
    ActionEvent.WORKS: lambda one: corrective.works(one, "luis", NOW, TUESDAY),
    ActionEvent.FAILED: lambda one: corrective.failed(one, date(2026, 4, 1), "Se repitió", TUESDAY),
    ActionEvent.UNSURE: lambda one: corrective.unsure(one, TUESDAY),
}


@pytest.mark.parametrize("event", ActionEvent)
@pytest.mark.parametrize("state", ActionState)
def test_only_what_the_table_allows_happens(state: ActionState, event: ActionEvent) -> None:
    """From each state, each thing either leads where the table says or is refused and changes nothing."""
    one = done(state=state) if state is not ActionState.OPEN else action()
    if state in (ActionState.VERIFIED, ActionState.NOT_APPLICABLE):
        one.settled_by, one.settled_at = "luis", NOW
    before = dict(vars(one))
    if (state, event) in corrective.TRANSITIONS:
        ACTS[event](one)
        assert one.state is corrective.TRANSITIONS[state, event]
        return
    with pytest.raises(Refused) as refused:
        ACTS[event](one)
    assert vars(one) == before
    if state is ActionState.OPEN:
        assert refused.value.why is Why.NOT_DONE_YET
    else:
        assert refused.value.why is Why.ALREADY_SETTLED
        assert refused.value.details["who"]


def test_a_failure_begins_anew_and_stays_on_record() -> None:
    """`No funcionó`: open, another day, nobody's done any more, and counted."""
    one = done()
    ACTS[ActionEvent.FAILED](one)
    assert (one.state, one.failures, one.due_on) == (ActionState.OPEN, 1, date(2026, 4, 1))
    assert (one.done_by, one.done_at, one.verifier, one.verify_on) == (None, None, None, None)


def test_it_is_too_early_to_say_that_it_works() -> None:
    """Before the two weeks it may have failed, but not have worked; a second `Aún no se sabe` is too early too."""
    one = done(verify_on=TUESDAY + timedelta(days=1))
    for event in (ActionEvent.WORKS, ActionEvent.UNSURE):
        with pytest.raises(Refused) as refused:
            ACTS[event](one)
        assert refused.value.why is Why.VERIFY_LATER
    ACTS[ActionEvent.FAILED](one)
    assert one.is_open()


def test_the_second_time_it_is_put_off_the_lead_is_asked() -> None:
    """The first is no matter; an earlier day never is; a day that is past, or the same, is refused on its field."""
    one = action()
    later = [date(2026, 4, 1), date(2026, 3, 30), date(2026, 4, 2), date(2026, 4, 3)]
    assert [corrective.move(one, day, "Falta gente", TUESDAY) for day in later] == [False, False, True, True]
    assert one.postponed == 3
    for day, why in ((date(2026, 3, 9), Why.DAY_PAST), (one.due_on, Why.SAME_DAY)):
        with pytest.raises(Refused) as refused:
            corrective.move(one, day, "Falta gente", TUESDAY)
        assert (refused.value.why, refused.value.details["field"]) == (why, "due_on")


@pytest.mark.parametrize(
    ("doer", "absent", "expected"),
    [
        ("luis", (), "olga"),  # the incident's owner
        ("olga", (), "lead"),
        ("ana", ("olga", "lead"), "rita"),  # the reporter
        ("ana", ("olga", "lead", "rita"), "admin"),
        ("ana", ("olga", "lead", "rita", "admin"), "olga"),  # nobody is there: the letter will look again
    ],
)
def test_who_is_asked_whether_it_worked(doer: str, absent: tuple[str, ...], expected: str) -> None:
    """The incident's owner, the lead, the reporter, an admin: the first who is there and is no doer."""
    candidates = ("olga", "lead", "rita", "admin")
    assert corrective.verifier_of(action(owner="ana"), doer, candidates, absent) == expected


def test_never_the_doer() -> None:
    """Neither its owner nor who wrote it down; only where nobody else is left, who wrote it down is asked."""
    one = action(owner="ana")
    assert corrective.verifier_of(one, "luis", ("ana", "luis", "rita")) == "rita"
    assert corrective.verifier_of(one, "luis", ("ana", "luis", "")) == "luis"
    assert corrective.verifier_of(one, "ana", ("ana", "ana")) == "ana"
    judged = done(owner="ana", done_by="luis", verifier="rita")
    assert [judged.is_doer(user) for user in ("ana", "luis", "rita")] == [True, True, False]
    assert not done(owner="ana", done_by="luis", verifier="luis").is_doer("luis")
    assert done(owner="ana", done_by="ana", verifier="ana").is_doer("ana")


def test_when_all_of_it_is_prevented() -> None:
    """At least one verified, none still to be done or verified; given up ones and containment do not count."""
    verified, dropped = action(state=ActionState.VERIFIED), action(state=ActionState.NOT_APPLICABLE)
    containment = action(phase=Phase.CONTAINMENT)
    assert corrective.all_prevented([verified, dropped, containment])
    for waiting in (action(), done()):
        assert not corrective.all_prevented([verified, waiting])
    assert not corrective.all_prevented([dropped, containment])
    assert not corrective.all_prevented([])
