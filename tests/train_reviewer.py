"""Makes ``model.json`` of ``bot/domain/reviewer``: ``python -m tests.train_reviewer`` (half a minute).

To be run again when messages are added or the drafts' words change: the reviewer must not find fault with those.

Standard library only, and the same bytes each time. It reads the tuning messages, single sentences and our own
drafts, never ``messages_untouched.jsonl``, ``messages_fresh.jsonl`` or ``messages_others.jsonl``: those measure.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.reviewer import deadline
from bot.domain.reviewer.cues import Cues
from bot.domain.reviewer.kinds import Code
from bot.domain.reviewer.model import ANY, OUTPUTS, SAID, Model, Scores, blended
from bot.domain.reviewer.reviewing import Seen, Unit
from messages.drafts.page import samples
from messages.reviewer import context_from
from tests.logistic import logistic
from tests.test_drafts import spoken
from tests.train_classifier import fit

HERE = Path(__file__).parent
COLLECTIONS = HERE / "collections"
TARGET = HERE.parent / "bot/domain/reviewer/model.json"

COST = 1.0  # how dearly a mistake is paid for; from cross-validation by author, like the next two
TIME_COST = 0.3
ROUNDS = 12
SEEN_AT_LEAST = 2  # what one sentence alone shows is chance
FAINTEST = 0.02  # weights below this are left out
# The rules were mended on these authors' messages: there a rule is always right, which teaches nothing about it.
KNOWN_TO_RULES = frozenset({"t", "f", "s"})
SENTENCES, DRAFTS = "s", "d"
FOLDS = 3


@dataclass(frozen=True)
class Row:
    """One sentence: its cues, what the rules found, and for each output +1, -1 or 0 (not known)."""

    cues: Cues
    ruled: frozenset[Code]
    signs: dict[str, int]


@dataclass(frozen=True)
class Message:
    author: str
    labels: frozenset[str]
    rows: list[Row]


@dataclass(frozen=True)
class Moments:
    """The clauses of a message that name a time; ``settled`` when it owes no date any more."""

    author: str
    settled: bool
    clauses: list[deadline.Clause]


def lines(name: str) -> list[dict[str, Any]]:
    """A collection, one dictionary a line."""
    return [json.loads(line) for line in (COLLECTIONS / name).read_text(encoding="utf-8").splitlines()]


def author(identifier: str) -> str:
    return re.sub(r"\d+$", "", identifier)


def message(line: dict[str, Any]) -> Message:
    """A message of a collection, each sentence told apart by the places of its faults."""
    who, labels = author(line["id"]), frozenset(line["labels"])
    spans: dict[str, list[tuple[int, int]]] = {}
    for code, start, end in line.get("spans", ()):
        spans.setdefault(code, []).append((start, end))
    units = list(Seen(line["text"], context_from(line["context"])).units())
    rows = []
    for unit in units:
        signs = {code.value: _sign(code, unit, units, labels, spans) for code in SAID}
        known = {*signs.values()}
        signs[ANY] = 1 if 1 in known else 0 if 0 in known else -1
        rows.append(Row(_lasting(unit.cues, who), unit.ruled, signs))
    return Message(who, labels, rows)


def _lasting(cues: Cues, who: str) -> Cues:
    """Without what would teach the wrong thing: rules that are always right, the missing rest of a sentence's text."""
    if who == SENTENCES:
        situational = re.compile(r"@(?:no)?plain|@first|@last|@mid|@ours|@text|@resolved")
        cues = {name: value for name, value in cues.items() if not situational.fullmatch(name)}
    if who in KNOWN_TO_RULES:
        cues = {name: value for name, value in cues.items() if name[0] != "!"}
    return cues


def _sign(
    code: Code, unit: Unit, units: list[Unit], labels: frozenset[str], spans: dict[str, list[tuple[int, int]]]
) -> int:
    if code.value not in labels:
        return -1
    if code.value in spans:
        return 1 if any(unit.start < end and start < unit.end for start, end in spans[code.value]) else -1
    if any(code in each.ruled for each in units):
        return 1 if code in unit.ruled else -1
    return 1 if len(units) == 1 else 0


def sentences() -> Iterator[Message]:
    """Sentences written on their own: all of it is the fault; a PERO may carry others that were not looked for."""
    context = {"responsabilidad": "nuestra", "estado": "solucionada", "severidad": "menor", "canal": "mensaje"}
    for line in lines("messages_sentences.jsonl"):
        spans = [[code, 0, len(line["text"])] for code in line["labels"]]
        told = message({**line, "context": context, "spans": spans})
        if Code.PERO in told.labels:
            for row in told.rows:
                row.signs.update({code: 0 for code in OUTPUTS if code not in (*line["labels"], ANY)})
        yield told


def drafts() -> Iterator[Message]:
    """Our own drafts are clean: each sentence of theirs once."""
    told: set[tuple[str, ...]] = set()
    for text, context in sorted({spoken(facts) for facts in samples()}, key=str):
        rows = []
        for unit in Seen(text, context).units():
            words = tuple(token.text for token in unit.tokens)
            if words not in told:
                told.add(words)
                rows.append(Row(unit.cues, unit.ruled, dict.fromkeys(OUTPUTS, -1)))
        yield Message(DRAFTS, frozenset(), rows)


def moments(line: dict[str, Any]) -> Moments | None:
    """The clauses with a time of a message that owes one; None when it owes none."""
    context = context_from(line["context"])
    if not deadline.owed(context):
        return None
    seen = Seen(line["text"], context)
    return Moments(author(line["id"]), Code.SIN_PLAZO not in line["labels"], list(deadline.clauses(seen.reading)))


def train(messages: list[Message]) -> tuple[list[float], dict[str, list[tuple[int, float]]]]:
    """The first sums: a bias for each output, and cue → places of outputs, each with its weight"""
    rows = list({(str(row.cues), str(row.signs)): row for each in messages for row in each.rows}.values())
    counts = Counter(name for row in rows for name in row.cues)
    kept = [{name: value for name, value in row.cues.items() if counts[name] >= SEEN_AT_LEAST} for row in rows]
    biases: list[float] = []
    weights: dict[str, list[tuple[int, float]]] = {}
    for place, output in enumerate(OUTPUTS):
        data = [(cues, row.signs[output]) for cues, row in zip(kept, rows, strict=True) if row.signs[output]]
        bias, told = fit(data, COST, ROUNDS)
        biases.append(round(bias, 3))
        for name, weight in sorted(told.items()):
            if abs(weight) >= FAINTEST:
                weights.setdefault(name, []).append((place, round(weight, 2)))
    return biases, weights


def unread(messages: list[Message]) -> list[tuple[Message, list[Scores]]]:
    """The messages of authors whom the rules do not know, with scores by a model that has not read the author."""
    hands = sorted({each.author for each in messages} - KNOWN_TO_RULES - {DRAFTS})
    found = []
    for fold in range(min(FOLDS, len(hands))):
        held = set(hands[fold::FOLDS])
        model = Model(*train([each for each in messages if each.author not in held]), [], 0.0, {})
        for each in messages:
            if each.author in held:
                found.append((each, [model.scores(row.cues) for row in each.rows]))
    return found


def blend(scored: list[tuple[Message, list[Scores]]]) -> list[list[float]]:
    """The second sums, one for each code that is said."""
    found = []
    for place, code in enumerate(SAID):
        data = [
            (blended(scores, row.ruled)[place], max(row.signs[code], 0))
            for each, all_scores in scored
            for row, scores in zip(each.rows, all_scores, strict=True)
            if row.signs[code]
        ]
        found.append([round(weight, 3) for weight in logistic(data)])
    return found


def train_times(told: list[Moments]) -> tuple[float, dict[str, float]]:
    """Which clauses announce: none where a date is missing, elsewhere those the rules know, else the likeliest."""
    counts = Counter(name for each in told for clause in each.clauses for name in clause.cues)
    model = Model([], {}, [], 0.0, {})
    for _ in range(3):
        data = []
        for each in told:
            for clause, sign in zip(each.clauses, _announcing(each, model), strict=True):
                if sign:
                    cues = {name: value for name, value in clause.cues.items() if counts[name] >= SEEN_AT_LEAST}
                    data.append((cues, sign))
        bias, weights = fit(data, TIME_COST)
        model = Model([], {}, [], bias, weights)
    kept = {name: round(weight, 3) for name, weight in sorted(weights.items()) if abs(weight) >= FAINTEST}
    return round(bias, 3), kept


def _announcing(told: Moments, model: Model) -> list[int]:
    if not told.settled:
        return [-1] * len(told.clauses)
    if any(clause.announces for clause in told.clauses):
        return [int(clause.announces) for clause in told.clauses]
    if len(told.clauses) == 1:
        return [1]
    if not model.time_weights:
        return [0] * len(told.clauses)
    scores = [model.time(clause.cues) for clause in told.clauses]
    return [int(score == max(scores)) for score in scores]


def main() -> None:
    """Train on everything but the measuring collections, and write the model."""
    tuning = lines("messages_tuning.jsonl")
    messages = [*map(message, tuning), *sentences(), *drafts()]
    bias, weights = train(messages)
    time_bias, time_weights = train_times([each for line in tuning if (each := moments(line))])
    model = {
        "bias": bias,
        "blend": blend(unread(messages)),
        "time_bias": time_bias,
        "time_weights": time_weights,
        "weights": {name: [part for pair in told for part in pair] for name, told in sorted(weights.items())},
    }
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
