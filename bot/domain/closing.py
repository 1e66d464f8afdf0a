"""What still stands between an incident and its closing (domain.md §5).

A closed incident owes the client nothing more: no notice, no promise, no meeting. Corrective actions live on: closing
needs to know what prevents the error from coming back, not to wait weeks until that has proved itself; and when it
has, the client is told of it, closed or not.
"""

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.commitment import Commitment
from bot.domain.corrective import ActionState, CorrectiveAction, Phase
from bot.domain.incident import Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice, NoticeState
from bot.domain.review import Review, ReviewState
from bot.domain.words import Responsibility, Severity, Status


class Missing(StrEnum):
    """In the order in which a person would settle it."""

    NOT_RESOLVED = "not_resolved"
    CLIENT_NOT_TOLD = "client_not_told"
    NOT_MET = "not_met"
    PROMISES_OPEN = "promises_open"
    LEAD_NOT_CONFIRMED = "lead_not_confirmed"
    PREVENTION_UNDECIDED = "prevention_undecided"
    REVIEW_OPEN = "review_open"


#: Each thing closing needs, and whether it is done.
Checklist = tuple[tuple[Missing, bool], ...]


def missing_to_close(
    incident: Incident,
    notices: Sequence[Notice],
    commitments: Sequence[Commitment],
    actions: Sequence[CorrectiveAction],
    review: Review | None,
) -> Checklist:
    """The checklist of §5, with only what this incident needs."""
    meets = [one for one in notices if one.purpose is Purpose.MEET and one.state is not NoticeState.REPLACED]
    items = [
        (Missing.NOT_RESOLVED, incident.status is not Status.UNRESOLVED),
        (Missing.CLIENT_NOT_TOLD, _is_told(incident, notices)),
    ]
    if meets:
        items.append((Missing.NOT_MET, not any(notice.is_pending() for notice in meets)))
    if commitments:
        items.append((Missing.PROMISES_OPEN, not any(commitment.is_owed() for commitment in commitments)))
    if incident.never_event:
        items.append((Missing.LEAD_NOT_CONFIRMED, incident.lead_confirmed_by is not None))
    if needs_prevention(incident):
        items.append((Missing.PREVENTION_UNDECIDED, is_prevention_decided(incident, actions)))
    if needs_review(incident):
        items.append((Missing.REVIEW_OPEN, review is not None and review.state is ReviewState.FINAL))
    return tuple(items)


def _is_told(incident: Incident, notices: Sequence[Notice]) -> bool:
    """The client knows, of this round, that it is solved, and nothing more is on its way to them about it."""
    tells = [
        notice
        for notice in notices
        if notice.round == incident.round and notice.purpose not in (Purpose.MEET, Purpose.IMPROVED)
    ]
    told_solved = any(
        notice.state is NoticeState.GIVEN
        and notice.status is Status.RESOLVED
        and notice.purpose is not Purpose.NEW_HOUR  # of a promise they heard, not that it is solved
        for notice in tells
    )
    return told_solved and not any(notice.is_pending() for notice in tells)


def needs_prevention(incident: Incident) -> bool:
    """An error that is ours, wholly or in part, must not come back (§5)."""
    return incident.responsibility in (Responsibility.OURS, Responsibility.SHARED)


def is_prevention_decided(incident: Incident, actions: Sequence[CorrectiveAction]) -> bool:
    """Somebody has taken it on, or has said why there is nothing to take on."""
    taken_on = any(one.phase is Phase.PREVENTION and one.state is not ActionState.NOT_APPLICABLE for one in actions)
    return taken_on or bool(incident.no_prevention_reason.strip())


def needs_review(incident: Incident) -> bool:
    """Obligatory for an importante, a never event, or on request (§5)."""
    return incident.effective_severity() is Severity.MAJOR or incident.review_wanted
