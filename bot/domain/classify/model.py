"""Two sums of weights, one for each question; ``model.json`` is made by ``python -m tests.train_classifier``."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.classify.features import Features

# When a thing is told, and where in the report, says nothing of how serious it is.
_OF_TIME = frozenset(("v", "lv", "fv", "ev", "vlast", "t", "lt", "ft"))
_OF_PLACE = frozenset(("z", "k", "kf", "kl", "kk", "kx", "l", "e", "f", "last", "first", "seq"))


@dataclass(frozen=True)
class Model:
    """A linear model: ``score`` above zero is yes (importante, solucionada)."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Features) -> float:
        """The weighted sum; no unit, its distance from zero says how clear the case is."""
        weights = self.weights
        return self.bias + sum(weights.get(name, 0.0) * value for name, value in features.items())


def for_severity(features: Features) -> Features:
    """The features that may speak of severity."""
    left_out = _OF_TIME | _OF_PLACE
    return {name: value for name, value in features.items() if name.partition(":")[0] not in left_out}


@cache
def load() -> tuple[Model, Model]:
    """The shipped models: severity, status. Read when first asked for, so that training needs none."""
    data = json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    severity, status = (Model(data[axis]["bias"], data[axis]["weights"]) for axis in ("severity", "status"))
    return severity, status
