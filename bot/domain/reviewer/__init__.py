"""The reviewer: reads a text meant for a client and says what the client would hear wrong (domain.md §6, reviewer.md).

Deterministic, no network, bounded time.  It never blocks anything: it shows, and a person decides.
"""

from bot.domain.reviewer import deciding, model
from bot.domain.reviewer.kinds import Code, Context, Finding
from bot.domain.reviewer.reviewing import Seen

__all__ = ["Code", "Context", "Finding", "review"]

_ORDER = {code: index for index, code in enumerate(Code)}


def review(text: str, context: Context) -> tuple[Finding, ...]:
    """Every fault of ``text`` in ``context``, at most one finding for each code, in the order of ``Code``."""
    found = deciding.findings(Seen(text, context), model.load())
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.code]))
