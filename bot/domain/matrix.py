"""Who is told, how and by when: the matrix and everything that moves a cell of it (domain.md §3).

The matrix is data: a workspace may hold its own. ``plan`` answers with the duties that an incident
creates towards its client, each with the rules that decided (``why``), so that the person who has
to act can see the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.duty import DutyHours
from bot.domain.words import Awareness, Channel, Severity, Status, Wish


class Content(StrEnum):
    """What the client must hear."""

    WHAT_HAPPENED = "what_happened"
    STEPS = "steps"
    OUTCOME = "outcome"
    SOLUTION = "solution"
    TALK_OR_REPORT = "talk_or_report"
    WHO_IS_ON_IT = "who_is_on_it"
    BY_WHEN = "by_when"
    NOT_FIRST = "not_first"
    APOLOGY_IN_PERSON = "apology_in_person"
    WHAT_CHANGED = "what_changed"
    HOW_CONTENT = "how_content"


class Purpose(StrEnum):
    """Why the client is contacted: each purpose is its own duty.

    The matrix asks for the first three. ``NEW_HOUR`` tells of a promise that will not be, or was not, kept in time;
    ``IMPROVED``, what has changed so that the error does not come back (§5).
    """

    TELL = "tell"
    UPDATE = "update"
    MEET = "meet"
    NEW_HOUR = "new_hour"
    IMPROVED = "improved"

    def is_of_matrix(self) -> bool:
        return self in (Purpose.TELL, Purpose.UPDATE, Purpose.MEET)


class Why(StrEnum):
    """The rule that decided; ``messages/plan.py`` says it in words."""

    MINOR_RESOLVED = "minor_resolved"
    MINOR_UNRESOLVED = "minor_unresolved"
    MAJOR_RESOLVED = "major_resolved"
    MAJOR_UNRESOLVED = "major_unresolved"
    WISH_EVERYTHING = "wish_everything"
    WISH_MAJOR_ONLY = "wish_major_only"
    CANNOT_WORK = "cannot_work"
    NEVER_EVENT = "never_event"
    TOLD_US = "told_us"
    HEARD_ELSEWHERE = "heard_elsewhere"
    NO_ADDRESS = "no_address"
    FACE_TO_FACE = "face_to_face"
    STILL_OPEN = "still_open"
    PROMISED_HOUR = "promised_hour"
    LEFT_FOR_REPORT = "left_for_report"
    NEW_HOUR = "new_hour"
    IMPROVED = "improved"
    FIRMS_OWN = "firms_own"


@dataclass(frozen=True)
class Cell:
    """One cell: ``channel`` None means the client's preferred one; ``within`` None means the next daily report.

    ``working`` says whether ``within`` counts our working time or the hours in which the contact may be called.
    """

    channel: Channel | None
    within: timedelta | None
    working: bool
    must_say: tuple[Content, ...]


Matrix = Mapping[tuple[Severity, Status], Cell]

DEFAULT_MATRIX: Matrix = MappingProxyType(
    {
        (Severity.MINOR, Status.RESOLVED): Cell(
            Channel.DAILY_REPORT, None, True, (Content.WHAT_HAPPENED, Content.SOLUTION)
        ),
        (Severity.MINOR, Status.UNRESOLVED): Cell(
            None, timedelta(hours=4), True, (Content.WHAT_HAPPENED, Content.STEPS, Content.OUTCOME)
        ),
        (Severity.MAJOR, Status.RESOLVED): Cell(
            Channel.EMAIL,
            timedelta(hours=2),
            True,
            (Content.WHAT_HAPPENED, Content.SOLUTION, Content.TALK_OR_REPORT),
        ),
        (Severity.MAJOR, Status.UNRESOLVED): Cell(
            Channel.PHONE,
            timedelta(minutes=30),
            False,
            (Content.WHAT_HAPPENED, Content.STEPS, Content.WHO_IS_ON_IT, Content.BY_WHEN),
        ),
    }
)

#: "At once" needs a number for the reminders to be reckoned from.
AT_ONCE = timedelta(minutes=15)
WISHED_EMAIL_WITHIN = timedelta(hours=4)
MEETING_WORKING_DAYS = 2
REPORT_GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    """What the matrix looks at. Responsibility is not here: it changes the words, never the channel (§3)."""

    severity: Severity
    status: Status
    wish: Wish = Wish.STANDARD
    preferred: Channel | None = None
    cannot_work: bool = False
    never_event: bool = False
    awareness: Awareness = Awareness.NOT_YET
    has_email: bool = True
    has_phone: bool = True

    def effective_severity(self) -> Severity:
        """A client who cannot work, or a never event, makes it importante whatever was said (§3)."""
        return Severity.MAJOR if self.cannot_work or self.never_event else self.severity


@dataclass(frozen=True)
class Plan:
    """One duty towards the client. Moments are aware UTC; ``urgent`` duties ignore our working hours (§4)."""

    purpose: Purpose
    channel: Channel
    prompt_at: datetime
    deadline: datetime
    urgent: bool
    must_say: tuple[Content, ...]
    why: tuple[Why, ...]
    copy_lead: bool = False
    lead_confirms: bool = False


@dataclass(frozen=True)
class Route:
    """The cell after every mover has had its say, before any clock: what ``plan`` puts hours to."""

    channel: Channel
    within: timedelta | None
    working: bool
    must_say: tuple[Content, ...]
    why: tuple[Why, ...]
    urgent: bool
    face_to_face: bool


def route(case: Case, matrix: Matrix = DEFAULT_MATRIX) -> Route:
    """The channel and time limit for a case (§3). Raises KeyError for a closed incident: nothing is owed for it."""
    severity = case.effective_severity()
    cell = matrix[severity, case.status]
    why = [Why(f"{severity}_{case.status}") if _is_usual(cell, severity, case.status) else Why.FIRMS_OWN]

    # A rule that takes the decision over takes the reason over too: what it overruled is no longer why.
    if severity is Severity.MINOR:
        if case.wish is Wish.EVERYTHING and case.status is Status.RESOLVED:
            cell = replace(cell, channel=Channel.EMAIL, within=WISHED_EMAIL_WITHIN)
            why = [Why.WISH_EVERYTHING]
        elif case.wish is Wish.MAJOR_ONLY and case.status is Status.UNRESOLVED:
            cell = replace(cell, channel=Channel.DAILY_REPORT, within=None)
            why = [Why.WISH_MAJOR_ONLY]

    grave = _grave(case)
    if grave:
        call = matrix[Severity.MAJOR, Status.UNRESOLVED]
        cell = replace(cell, channel=Channel.PHONE, within=call.within, working=call.working)
        why = grave

    if case.awareness is not Awareness.NOT_YET:
        cell = Cell(Channel.PHONE, AT_ONCE, severity is Severity.MINOR, (Content.NOT_FIRST, *cell.must_say))
        why = [Why.TOLD_US if case.awareness is Awareness.TOLD_US else Why.HEARD_ELSEWHERE, *grave]

    wanted = _wanted_channel(cell.channel, severity, case.preferred)
    channel = reachable_channel(wanted, has_email=case.has_email, has_phone=case.has_phone)
    if channel is not wanted:
        why.append(Why.NO_ADDRESS)
    return Route(
        channel=channel,
        within=cell.within,
        working=cell.working,
        must_say=cell.must_say,
        why=tuple(why),
        urgent=channel is Channel.PHONE and severity is Severity.MAJOR,
        face_to_face=bool(grave),
    )


def plan(
    case: Case, hours: DutyHours, now: datetime, *, report_hour: time, matrix: Matrix = DEFAULT_MATRIX
) -> tuple[Plan, ...]:
    """The duties a case creates, the first to be done first (§3)."""
    way = route(case, matrix)
    if way.within is None:
        prompt_at = hours.ours.next_at(now, report_hour)
        deadline = hours.ours.add(prompt_at, REPORT_GRACE)
    else:
        prompt_at = hours.next_moment(now, way.channel, urgent=way.urgent)
        clock = hours.ours if way.working else hours.contact
        deadline = clock.add(prompt_at, way.within)
    first = Plan(
        Purpose.TELL,
        way.channel,
        prompt_at,
        deadline,
        way.urgent,
        way.must_say,
        way.why,
        copy_lead=way.face_to_face,
        lead_confirms=case.never_event,
    )
    if not way.face_to_face:
        return (first,)
    meeting = Plan(
        Purpose.MEET,
        Channel.IN_PERSON,
        hours.ours.next_open(now),
        hours.ours.days_later(now, MEETING_WORKING_DAYS),
        urgent=False,
        must_say=(Content.APOLOGY_IN_PERSON,),
        why=(Why.FACE_TO_FACE, *_grave(case)),
        copy_lead=True,
    )
    return (first, meeting)


def _is_usual(cell: Cell, severity: Severity, status: Status) -> bool:
    """Whether a cell asks for what everybody's does: the words for why say what that is."""
    usual = DEFAULT_MATRIX[severity, status]
    return (cell.channel, cell.within is None) == (usual.channel, usual.within is None)


def _grave(case: Case) -> list[Why]:
    """What makes the call personal, the lead informed and the apology face to face (§3)."""
    flags = ((Why.CANNOT_WORK, case.cannot_work), (Why.NEVER_EVENT, case.never_event))
    return [rule for rule, holds in flags if holds]


def _wanted_channel(channel: Channel | None, severity: Severity, preferred: Channel | None) -> Channel:
    """The cell's channel; the client's own where the cell leaves it open."""
    if channel is None:
        return preferred or Channel.EMAIL
    if channel is Channel.EMAIL and severity is Severity.MAJOR and preferred is Channel.TEXT:
        return Channel.TEXT  # "e-mail or text message": the client's own liking settles which
    return channel


def reachable_channel(channel: Channel, *, has_email: bool, has_phone: bool) -> Channel:
    """Never one in writing that we hold no address for while we hold the other.

    A phone call is never softened for want of a number: the owner is asked to find it instead.
    """
    if channel is Channel.EMAIL and not has_email and has_phone:
        return Channel.TEXT
    if channel is Channel.TEXT and not has_phone and has_email:
        return Channel.EMAIL
    return channel
