"""Severity and status suggested from the reporter's own words (domain.md §2)."""

import re

from bot.domain.classify.values import Reason, ReasonCode, Suggestion
from bot.domain.words import Severity, Status

__all__ = ["Reason", "ReasonCode", "Suggestion", "suggest"]

_DOWN = re.compile(r"no (?:les? )?(?:pueden|funciona|llega)\w*|ca[ií]d[oa]s?|parad[oa]s?", re.I)
_BACK = re.compile(r"ya (?:est[aá]|funciona|va)\b|restablecid[oa]|solucionad[oa]|resuelt[oa]", re.I)


def suggest(text: str) -> Suggestion:
    """Suggest severity and status for a report; never raises, any text will do."""
    down, back = _DOWN.search(text), _BACK.search(text)
    return Suggestion(
        severity=Severity.MAJOR if down else Severity.MINOR,
        status=Status.RESOLVED if back else Status.UNRESOLVED,
        severity_reason=Reason(ReasonCode.SERVICE_DOWN, down[0]) if down else Reason(ReasonCode.NOTHING_MAJOR),
        status_reason=Reason(ReasonCode.WORKS_AGAIN, back[0]) if back else Reason(ReasonCode.NO_WORD),
    )
