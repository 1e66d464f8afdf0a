"""The reviewer: reads a text meant for a client and says what the client would hear wrong (domain.md §6, reviewer.md).

Deterministic, no network, bounded time.  It never blocks anything: it shows, and a person decides.
"""

from bot.domain.reviewer import apology, blame, deadline, jargon, named, phrased, undone
from bot.domain.reviewer.kinds import Code, Context, Finding
from bot.domain.reviewer.reading import read

__all__ = ["Code", "Context", "Finding", "review"]

_ORDER = {code: index for index, code in enumerate(Code)}


def review(text: str, context: Context) -> tuple[Finding, ...]:
    """Every fault of ``text`` in ``context``, at most one finding for each code, in the order of ``Code``."""
    reading = read(text)
    acts = apology.acts(reading)
    masks = [named.mask(sentence) for sentence in reading.sentences]
    faults = [*phrased.review(reading, acts), *blame.review(reading, masks), *named.review(masks)]
    found = [
        *faults,
        *undone.review(reading, acts, faults),
        *apology.review(context, acts),
        *deadline.review(reading, context),
        *jargon.review(reading),
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.code]))
