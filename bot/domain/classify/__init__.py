"""Severity and status suggested from the reporter's own words (domain.md §2).

A lexicon finds what is said, clause by clause, with what a "no", a tense or a doubt does to it; a small linear model,
shipped as data, weighs it; the reason is the criterion that weighed most, in the reporter's words.
"""

from bot.domain.classify import model, reasons
from bot.domain.classify.read import read
from bot.domain.classify.values import Reason, ReasonCode, Suggestion
from bot.domain.words import Severity, Status

__all__ = ["Reason", "ReasonCode", "Suggestion", "suggest"]


def suggest(text: str) -> Suggestion:
    """Suggest severity and status for a report (domain.md §2).

    Any text will do, also an empty one: what says nothing of harm is menor, what says nothing of repair is unresolved.
    The same text always gives the same answer.
    """
    reading = read(text)
    of_severity, of_status = model.load()
    severity, status = Severity.MINOR, Status.UNRESOLVED
    if reading.words:
        if of_severity.score(model.for_severity(reading.features)) > 0:
            severity = Severity.MAJOR
        if of_status.score(reading.features) > 0:
            status = Status.RESOLVED
    return Suggestion(
        severity,
        status,
        reasons.why_severity(reading, of_severity, severity),
        reasons.why_status(reading, of_status, status),
    )
