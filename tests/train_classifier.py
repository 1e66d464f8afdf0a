"""Makes ``model.json`` and ``verbs.txt`` of ``bot/domain/classify``: ``python -m tests.train_classifier``.

Standard library only, and the same bytes each time. It reads the tuning reports and the fragments, never
``reports_untouched.jsonl``, ``reports_fresh.jsonl`` or ``reports_others.jsonl``: those are for measuring.
"""

import json
import math
import random
from collections import Counter
from pathlib import Path

from bot.domain.classify.features import Features
from bot.domain.classify.model import for_severity
from bot.domain.classify.read import read
from tests import verb_table

HERE = Path(__file__).parent
COLLECTIONS = HERE / "collections"
TARGET = HERE.parent / "bot/domain/classify/model.json"

YES = {"severity": "importante", "status": "solucionada"}
COST = 0.07  # how dearly a mistake is paid for; from cross-validation by author
FRAGMENT = {"severity": 1.0, "status": 1.5}  # a fragment is a few words: the model must hear it as well as a report
LEAN = {"severity": 0.0, "status": 0.1}  # a near tie is not yet resolved; from cross-validation too
ROUNDS = 25
SEEN_AT_LEAST = 2  # what one report alone shows is chance
WORDS = frozenset(("w", "s", "h"))  # the families of the words themselves (features.py, ``_grams``)
WORDS_COUNT = 2.0  # how much more a telling word counts than a telling concept; from cross-validation too

Example = tuple[Features, int]


def lines(name: str) -> list[dict[str, str]]:
    """A collection, one dictionary a line."""
    text = (COLLECTIONS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def examples(axis: str) -> list[Example]:
    """Features and +1 or -1 for one question, reports first."""
    found: list[Example] = []
    for name, scale in (("reports_tuning.jsonl", 1.0), ("reports_fragments.jsonl", FRAGMENT[axis])):
        for line in lines(name):
            if axis in line:
                seen = read(line["text"]).features
                if axis == "severity":
                    seen = for_severity(seen)
                found.append(
                    ({key: value * scale for key, value in seen.items()}, 1 if line[axis] == YES[axis] else -1)
                )
    counts = Counter(key for seen, _ in found for key in seen)
    return [({key: v for key, v in seen.items() if counts[key] >= SEEN_AT_LEAST}, sign) for seen, sign in found]


def telling(data: list[Example]) -> dict[str, float]:
    """How much each feature tells by itself: the size of the logarithm of how much oftener it stands on one side."""
    counts: dict[int, Counter[str]] = {1: Counter(), -1: Counter()}
    for seen, sign in data:
        counts[sign].update(seen.keys())
    names = counts[1].keys() | counts[-1].keys()
    most = {sign: sum(counts[sign].values()) + len(names) for sign in counts}
    return {
        name: abs(math.log((counts[1][name] + 1) / most[1]) - math.log((counts[-1][name] + 1) / most[-1]))
        * (WORDS_COUNT if name.partition(":")[0] in WORDS else 1.0)
        for name in names
    }


def fit(data: list[Example], cost: float, rounds: int = ROUNDS) -> tuple[float, dict[str, float]]:
    """Bias and weights of a linear support vector machine with squared hinge loss, by dual coordinate descent."""
    names: dict[str, int] = {}
    rows = [[(names.setdefault(key, len(names)), v) for key, v in [*seen.items(), ("", 1.0)]] for seen, _ in data]
    signs = [sign for _, sign in data]
    weights = [0.0] * len(names)
    alphas = [0.0] * len(rows)
    ridge = 0.5 / cost
    norms = [sum(v * v for _, v in row) + ridge for row in rows]
    order = list(range(len(rows)))
    chance = random.Random(1)
    for _ in range(rounds):
        chance.shuffle(order)
        for i in order:
            slope = signs[i] * sum(weights[key] * v for key, v in rows[i]) - 1 + alphas[i] * ridge
            alpha = max(alphas[i] - slope / norms[i], 0.0)
            step = (alpha - alphas[i]) * signs[i]
            alphas[i] = alpha
            if step:
                for key, v in rows[i]:
                    weights[key] += step * v
    named = {key: weights[place] for key, place in names.items()}
    return named.pop(""), named


def main() -> None:
    """Write the verb forms, then train both questions on what they show, and write the model."""
    verb_table.main()
    model = {}
    for axis in ("severity", "status"):
        data = examples(axis)
        tells = telling(data)
        bias, weights = fit([({key: v * tells[key] for key, v in seen.items()}, sign) for seen, sign in data], COST)
        weights = {key: value * tells[key] for key, value in weights.items()}
        kept = {key: round(value, 4) for key, value in sorted(weights.items()) if abs(value) >= 0.0005}
        model[axis] = {"bias": round(bias - LEAN[axis], 4), "weights": kept}
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
