"""Sums of weights, one for each fault that is said; ``model.json`` is made by ``python -m tests.train_reviewer``.

Each sentence gets a score for each code, and one for being a fault of any kind.  A second, small sum weighs those
against each other and against what the rules found there; it was trained on authors the first had not read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul

from bot.domain.reviewer.cues import Cues
from bot.domain.reviewer.kinds import Code

# What is said somewhere in the text; the other two codes are about something that is missing.
SAID = tuple(code for code in Code if code not in (Code.SIN_PLAZO, Code.SIN_DISCULPA))
ANY = "ANY"
OUTPUTS = (*(code.value for code in SAID), ANY)

TIME_BAR = -0.1  # from cross-validation by author

Scores = Sequence[float]


@dataclass(frozen=True)
class Model:
    """``weights`` is cue → the places in ``OUTPUTS`` it speaks for, each with how loudly."""

    bias: list[float]
    weights: Mapping[str, Sequence[tuple[int, float]]]
    blend: list[list[float]]
    time_bias: float
    time_weights: dict[str, float]

    def scores(self, cues: Cues) -> Scores:
        """One score for each of ``OUTPUTS``, in their order; no unit."""
        sums = list(self.bias)
        weights = self.weights
        for name, value in cues.items():
            told = weights.get(name)
            if told is not None:
                for place, weight in told:
                    sums[place] += weight * value
        return sums

    def odds(self, scores: Scores, ruled: frozenset[Code]) -> list[float]:
        """How likely (as log odds) a sentence commits each fault of ``SAID``, by its scores and what rules found."""
        pairs = zip(self.blend, blended(scores, ruled), strict=True)
        return [sum(map(mul, weights, seen)) for weights, seen in pairs]

    def announces(self, cues: Cues) -> bool:
        """Whether a clause that names a time says when the fix, or the next news, will come."""
        return self.time(cues) > TIME_BAR

    def time(self, cues: Cues) -> float:
        """The score of a clause that names a time; no unit."""
        weights = self.time_weights
        return self.time_bias + sum(weights.get(name, 0.0) * value for name, value in cues.items())


def blended(scores: Scores, ruled: frozenset[Code]) -> list[tuple[float, ...]]:
    """What the second sum of each code of ``SAID`` looks at."""
    *said, any_fault = scores
    second, first = sorted(said)[-2:]
    found: list[tuple[float, ...]] = []
    for code, own in zip(SAID, said, strict=True):
        hit = bool(ruled) and code in ruled
        beside = len(ruled) > hit
        found.append((1.0, own, any_fault, second if own == first else first, hit, beside, own * hit))
    return found


@cache
def load() -> Model:
    """The shipped model, read when the first text is reviewed, so that training needs none."""
    data = json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    # The few hundred pairs there are stand once in memory: they stay at hand while a text is scored.
    once: dict[tuple[int, float], tuple[int, float]] = {}
    weights = {
        name: tuple(once.setdefault(pair, pair) for pair in zip(told[::2], told[1::2], strict=True))
        for name, told in data.pop("weights").items()
    }
    return Model(weights=weights, **data)
