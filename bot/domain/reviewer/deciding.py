"""From a text to its findings: the model decides with the rules as witnesses, what is missing follows from both."""

import math
from collections.abc import Iterator

from bot.domain.reviewer import cues, deadline, jargon
from bot.domain.reviewer.apology import Kind
from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.model import SAID, Model
from bot.domain.reviewer.reading import Token
from bot.domain.reviewer.reviewing import Seen, Unit
from bot.domain.words import Responsibility

# From cross-validation by author: with it few clean messages are flagged and most of what is found is right.
BAR = math.log(0.45 / 0.55)
# An apology is owed and there is none: what looks like regret probably is.
BAR_FOR_REGRET = math.log(0.25 / 0.75)
# Each of these is itself an apology, though a faulty one.
_APOLOGETIC = frozenset({Code.PERO, Code.LO_SIENTO, Code.EN_NOMBRE_DE})
_FEWEST_WORDS = 2  # of a clause that is shown
_FEWEST_TO_JUDGE = 3  # a lone word ("Un…") says nothing unless a rule knows it


def findings(seen: Seen, model: Model) -> list[Finding]:
    """At most one finding for each code."""
    found = list(_said(seen, model))
    if deadline.owed(seen.context) and not any(model.announces(each.cues) for each in deadline.clauses(seen.reading)):
        found.append(Finding(Code.SIN_PLAZO, None, None))
    if _owes_apology(seen) and not _APOLOGETIC & {finding.code for finding in found}:
        late = any(act.kind is Kind.LETTER for act in seen.acts)
        found.append(Finding(Code.SIN_DISCULPA, None, None, "letter" if late else "none"))
    return found


def _owes_apology(seen: Seen) -> bool:
    ours = seen.context.responsibility is Responsibility.OURS
    return ours and all(act.kind is Kind.LETTER for act in seen.acts)


def _said(seen: Seen, model: Model) -> Iterator[Finding]:
    units = [unit for unit in seen.units() if unit.hits or _words(unit.tokens) >= _FEWEST_TO_JUDGE]
    odds = [model.odds(model.scores(unit.cues), unit.ruled) for unit in units]
    for place, code in enumerate(SAID if units else ()):
        bar = BAR_FOR_REGRET if code is Code.LO_SIENTO and _owes_apology(seen) else BAR
        likely = [each[place] for each in odds]
        if max(likely) > bar:
            yield _finding(code, units[likely.index(max(likely))], model)


def _words(tokens: list[Token]) -> int:
    return sum(token.text.isalnum() for token in tokens)


def _finding(code: Code, unit: Unit, model: Model) -> Finding:
    """The rule's own words when a rule found them, else the clause that speaks most for it."""
    for hit in unit.hits:
        if hit.code is code:
            return hit
    clauses = [each for each in unit.clauses() if len(each) >= _FEWEST_WORDS] or [unit.tokens]
    place = SAID.index(code)
    best = max(clauses, key=lambda tokens: model.scores(cues.grams(tokens))[place])
    return Finding(code, best[0].start, best[-1].end, _variant(code, best))


def _variant(code: Code, tokens: list[Token]) -> str:
    if code is not Code.JERGA_O_LARGO:
        return ""
    return "jargon" if jargon.foreign(tokens) else "hollow"
