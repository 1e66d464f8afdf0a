"""Logistic regression for a handful of features, with the standard library alone (``tests.train_reviewer``)."""

import math

RIDGE = 1.0  # how strongly weights are held near zero


def logistic(data: list[tuple[tuple[float, ...], int]], steps: int = 12) -> list[float]:
    """Logistic regression by Newton's method; the first value of each example is 1, and its weight is free."""
    size = len(data[0][0])
    weights = [0.0] * size
    for _ in range(steps):
        slope = [-RIDGE * weight if place else 0.0 for place, weight in enumerate(weights)]
        curve = [[RIDGE * (row == column and row > 0) for column in range(size)] for row in range(size)]
        for values, wanted in data:
            likely = 1.0 / (1.0 + math.exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))
            for row, value in enumerate(values):
                slope[row] += (wanted - likely) * value
                steep = likely * (1.0 - likely) * value
                for column, other in enumerate(values):
                    curve[row][column] += steep * other
        weights = [weight + step for weight, step in zip(weights, solved(curve, slope), strict=True)]
    return weights


def solved(matrix: list[list[float]], wanted: list[float]) -> list[float]:
    """The solution of a small system of equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    size = len(rows)
    for pivot in range(size):
        best = max(range(pivot, size), key=lambda row: abs(rows[row][pivot]))
        rows[pivot], rows[best] = rows[best], rows[pivot]
        for row in range(size):
            if row != pivot:
                factor = rows[row][pivot] / rows[pivot][pivot]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[pivot], strict=True)]
    return [rows[place][size] / rows[place][place] for place in range(size)]
