"""Sums of weights, one for each fault that is said; ``model.json`` is made by ``python -m tests.train_reviewer``.

Each sentence gets a score for each code, and one for being a fault of any kind.  A second, small sum weighs those
against each other and against what the rules found there; it was trained on authors the first had not read.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.reviewer.cues import Cues
from bot.domain.reviewer.kinds import Code

# What is said somewhere in the text; the other two codes are about something that is missing.
SAID = tuple(code for code in Code if code not in (Code.SIN_PLAZO, Code.SIN_DISCULPA))
ANY = "ANY"
OUTPUTS = (*(code.value for code in SAID), ANY)

Scores = Mapping[str, float]


@dataclass(frozen=True)
class Model:
    """``weights`` is cue → the outputs it speaks for and how loudly, by their places in ``OUTPUTS``."""

    bias: list[float]
    weights: dict[str, list[float]]
    blend: dict[str, list[float]]
    bars: dict[str, float]
    time_bias: float
    time_weights: dict[str, float]
    time_bar: float

    def scores(self, cues: Cues) -> dict[str, float]:
        """One score for each output; no unit."""
        sums = list(self.bias)
        weights = self.weights
        for name, value in cues.items():
            told = weights.get(name)
            if told is not None:
                for place in range(0, len(told), 2):
                    sums[int(told[place])] += told[place + 1] * value
        return dict(zip(OUTPUTS, sums, strict=True))

    def faulty(self, code: Code, scores: Scores, ruled: frozenset[Code]) -> float:
        """How likely (0 to 1) the sentence commits the fault, given its scores and what the rules found in it."""
        weights = self.blend[code.value]
        total = sum(weight * value for weight, value in zip(weights, blended(code, scores, ruled), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def announces(self, cues: Cues) -> bool:
        """Whether a clause that names a time says when the fix, or the next news, will come."""
        weights = self.time_weights
        total = self.time_bias + sum(weights.get(name, 0.0) * value for name, value in cues.items())
        return total > self.time_bar


def blended(code: Code, scores: Scores, ruled: frozenset[Code]) -> Iterator[float]:
    """What the second sum looks at."""
    own = scores[code.value]
    hit = code in ruled
    yield 1.0
    yield own
    yield scores[ANY]
    yield max(scores[other.value] for other in SAID if other is not code)
    yield float(hit)
    yield float(bool(ruled - {code}))
    yield own * hit


@cache
def load() -> Model:
    """The shipped model, read when the first text is reviewed, so that training needs none."""
    return Model(**json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8")))
