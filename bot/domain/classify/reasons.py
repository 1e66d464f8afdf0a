"""Why: the criterion of domain.md §2 behind a verdict, and the words of the report that show it."""

from bot.domain.classify.features import many
from bot.domain.classify.matcher import Hit
from bot.domain.classify.model import Model
from bot.domain.classify.read import Reading
from bot.domain.classify.text import Word
from bot.domain.classify.values import Reason, ReasonCode
from bot.domain.words import Severity, Status

_C = ReasonCode
_LONGEST_QUOTE = 9  # words: a whole clause where it fits, else the words around those that decided

# Concepts by how plainly they show a criterion; within a line, what weighs most in the model wins.
_MAJOR: tuple[dict[str, ReasonCode], ...] = (
    {"repeated": _C.REPEATED},
    {
        "stop": _C.CANNOT_WORK,
        "fails_others": _C.CANNOT_WORK,
        "hazard": _C.SAFETY,
        "leak": _C.DATA,
        "corrupt": _C.DATA,
        "wrong_money": _C.MONEY,
        "down": _C.SERVICE_DOWN,
    },
    {
        "deadline": _C.DEADLINE,
        "data": _C.DATA,
        "money": _C.MONEY,
        "legal": _C.LEGAL,
        "safety": _C.SAFETY,
        "vital": _C.SAFETY,
        "guard": _C.SAFETY,
        "lot": _C.MANY_PEOPLE,
    },
)
_MINOR: tuple[dict[str, ReasonCode], ...] = (
    {"near_miss": _C.NO_EFFECT, "harmless": _C.NO_EFFECT, "carries": _C.WORKAROUND},
    {"cosmetic": _C.COSMETIC, "look": _C.COSMETIC, "no_effect": _C.NO_EFFECT, "spare": _C.NO_EFFECT},
    {"alternative": _C.WORKAROUND, "small": _C.ONE_PERSON, "soft": _C.NOTHING_MAJOR, "trifle": _C.NOTHING_MAJOR},
)
_RESOLVED: tuple[dict[str, ReasonCode], ...] = (
    {"cure": _C.WORKS_AGAIN},
    {"works": _C.WORKS_AGAIN, "fixed": _C.WORKS_AGAIN},
    {"past_end": _C.WORKS_AGAIN},
)
_UNRESOLVED: tuple[dict[str, ReasonCode], ...] = (
    {
        "relapse": _C.BROKE_AGAIN,
        "doubt": _C.DOUBT,
        "partly": _C.PARTLY,
        "not_fixed": _C.NOT_FIXED,
        "no_cure": _C.NOT_FIXED,
        "no_fixed": _C.NOT_FIXED,
        "no_works": _C.NOT_FIXED,
        "still": _C.NOT_FIXED,
    },
    {"later": _C.LATER, "progress": _C.IN_PROGRESS, "makeshift": _C.MAKESHIFT, "cause": _C.CAUSE_ONLY},
)


def why_severity(reading: Reading, model: Model, verdict: Severity) -> Reason:
    """The criterion that makes it importante, or what keeps it menor."""
    if verdict is Severity.MAJOR:
        numbers = many(reading.words)
        if numbers:
            return Reason(_C.MANY_PEOPLE, _quote(reading, Hit("", numbers[0], numbers[0])))
        return _best(reading, model, _MAJOR, 1.0) or Reason(_C.SOUNDS_MAJOR, _weightiest_clause(reading, model, 1.0))
    return _best(reading, model, _MINOR, -1.0) or Reason(_C.NOTHING_MAJOR)


def why_status(reading: Reading, model: Model, verdict: Status) -> Reason:
    """What says that it works again, or what leaves it unresolved."""
    if verdict is Status.RESOLVED:
        return _best(reading, model, _RESOLVED, 1.0) or Reason(_C.WORKS_AGAIN, _weightiest_clause(reading, model, 1.0))
    return _best(reading, model, _UNRESOLVED, -1.0) or Reason(_C.NO_WORD)


def _best(reading: Reading, model: Model, lines: tuple[dict[str, ReasonCode], ...], side: float) -> Reason | None:
    for line in lines:
        hits = [hit for hit in reading.hits if hit.concept in line]
        if hits:
            # The latest of the weightiest: where things stand is told last.
            hit = max(hits, key=lambda hit: (side * model.weights.get("c:" + hit.concept, 0.0), hit.last))
            return Reason(line[hit.concept], _quote(reading, hit))
    return None


def _quote(reading: Reading, hit: Hit) -> str:
    clause = [place for place, word in enumerate(reading.words) if word.clause == reading.words[hit.first].clause]
    if len(clause) > _LONGEST_QUOTE:
        spare = max(_LONGEST_QUOTE - (hit.last - hit.first + 1), 0)
        clause = [place for place in clause if hit.first - spare // 3 <= place <= hit.last + spare - spare // 3]
    return _span(reading, [reading.words[place] for place in clause])


def _weightiest_clause(reading: Reading, model: Model, side: float) -> str:
    clauses: dict[int, list[Word]] = {}
    for word in reading.words:
        clauses.setdefault(word.clause, []).append(word)
    if not clauses:
        return ""

    def weight(clause: list[Word]) -> float:
        return side * sum(model.weights.get("w:" + word.key, 0.0) for word in clause)

    return _span(reading, max(clauses.values(), key=weight)[:_LONGEST_QUOTE])


def _span(reading: Reading, words: list[Word]) -> str:
    return reading.text[words[0].start : words[-1].end]
