"""What each clause says of the repair, in order: the story a report tells, from the fault to where it stands."""

from bot.domain.classify.matcher import Hit
from bot.domain.classify.tense import denied
from bot.domain.classify.text import Word, fold
from bot.domain.classify.verbs import verb

# The first sign that a clause shows names it: «parece que ya funciona» is a doubt before it is good news.
_SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("relapse", frozenset({"relapse"})),
    ("doubt", frozenset({"doubt"})),
    (
        "not_fixed",
        frozenset({"not_fixed", "no_cure", "no_fixed", "no_works", "remedy.no_preterite", "remedy.no_part:ha"}),
    ),
    ("partly", frozenset({"partly"})),
    ("later", frozenset({"later", "remedy.future", "remedy.inf:a", "remedy.inf:ke"})),
    ("progress", frozenset({"progress", "remedy.gerund"})),
    ("still", frozenset({"still"})),
    (
        "good",
        frozenset(
            {"cure", "works", "fixed", "remedy.part", "remedy.part:ha", "remedy.part:es", "remedy.preterite"}
            | {"remedy.ya_preterite"}
        ),
    ),
    ("down", frozenset({"run.no_present", "down", "stop", "fail.present"})),
    ("was", frozenset({"past_end", "run.no_imperfect", "run.no_preterite", "run.imperfect", "fail.imperfect"})),
    ("runs", frozenset({"run.present", "run.ya_present", "run.gerund"})),
    ("fell", frozenset({"fail.preterite", "fail.part:ha", "fail.part"})),
)
_GOOD = ("good", "runs")
_BAD = ("doubt", "relapse", "partly", "not_fixed", "progress", "later", "still", "down")

# The word before an infinitive or a participle tells whether it is done: «sin reparar», «hay que ir», «ha quedado».
_GOVERNORS = frozenset(
    fold(word)
    for word in [
        "que",
        "a",
        "para",
        "sin",
        "por",
        "de",
        "al",
        "puede",
        "pueden",
        "podian",
        "podia",
        "pudieron",
        "pudo",
        "podemos",
        "poder",
        "debe",
        "deja",
    ]
)
_AUXILIARIES = {
    fold(word): name
    for name, group in {
        "ha": "ha han hemos he haber habia habian habiamos",
        "es": "esta estan estamos queda quedan quedo quedaron quedado quedara",
        "was": "estaba estaban estuvo estuvieron",
        "sin": "sin por",
        "fue": "fue fueron ser sido",
    }.items()
    for word in group.split()
}


def told(words: list[Word], place: int, tense: str) -> str:
    """The tense with what stands before the verb: ``no_present``, ``ya_preterite``, ``part:ha``, ``inf:sin``."""
    result = tense
    before = words[place - 1].key if place and words[place - 1].clause == words[place].clause else ""
    if tense == "infinitive":
        result = f"inf:{before}" if before in _GOVERNORS else "inf"
    elif tense == "participle":
        result = f"part:{_AUXILIARIES[before]}" if before in _AUXILIARIES else "part"
    if denied(words, place):
        result = "no_" + result
    if place and "ya" in (before, words[place - 2].key if place > 1 else ""):
        result = "ya_" + result
    return result


def marks(words: list[Word], hits: list[Hit]) -> list[str]:
    """One mark for each clause that says something of the fault or its repair."""
    clauses: dict[int, set[str]] = {}
    for hit in hits:
        clauses.setdefault(words[hit.first].clause, set()).add(hit.concept)
    for place, word in enumerate(words):
        form = verb(words, place)
        if form is not None:
            how = told(words, place, form.tense)
            clauses.setdefault(word.clause, set()).update(f"{kind}.{how}" for kind in form.kinds)
    found = (next((name for name, signs in _SIGNS if clauses[number] & signs), "") for number in sorted(clauses))
    return [mark for mark in found if mark]


def outcome(story: list[str]) -> str:
    """How the story ends: no good news at all, good news that lasts, or good news taken back."""
    good = [place for place, mark in enumerate(story) if mark in _GOOD]
    if not good:
        return "nothing good"
    return "bad after good" if any(mark in _BAD for mark in story[good[-1] :]) else "good to the end"
