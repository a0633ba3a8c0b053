"""M12: a learner that sees the options and never the question.

A conditional logit (McFadden 1974) on what the guessers look at, fitted to nine tenths
of the questions and tried on the last, ten times.
"""

import math
from collections.abc import Sequence

from . import guessers
from .finding import Item

FOLDS = 10
STEPS = 12
RIDGE = 1.0  # keeps the weights finite where a habit always wins

type Vector = list[float]
type Features = list[Vector]  # of each option

_SEEN: tuple[guessers.Guesser, ...] = (
    guessers.avoid_absolutes,
    guessers.hedged,
    guessers.convergence,
    guessers.specific,
)


def accuracy(items: Sequence[Item]) -> float:
    """The share of questions that it gets right, 0 to 1."""
    data = [(_features(item), item.key) for item in items]
    right = 0.0
    for fold in range(FOLDS):
        training = [one for n, one in enumerate(data) if n % FOLDS != fold]
        weights = fit(training)
        for features, key in data[fold::FOLDS]:
            scores = [round(_dot(weights, option), 9) for option in features]
            best = [at for at, score in enumerate(scores) if score == max(scores)]
            right += (key in best) / len(best)
    return right / len(items)


def interval(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of n, by Wilson (1927)."""
    z = 1.959964
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    half /= 1 + z * z / n
    return middle - half, middle + half


def fit(data: Sequence[tuple[Features, int]]) -> Vector:
    """The weights that make the keys most likely, by Newton's method."""
    size = len(data[0][0][0])
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [-RIDGE * weight for weight in weights]
        curvature = [[RIDGE * (a == b) for b in range(size)] for a in range(size)]
        for features, key in data:
            _add(gradient, curvature, features, key, weights)
        step = solve(curvature, gradient)
        weights = [weight + move for weight, move in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    return weights


def _add(
    gradient: Vector,
    curvature: list[Vector],
    features: Features,
    key: int,
    weights: Vector,
) -> None:
    scores = [_dot(weights, option) for option in features]
    top = max(scores)
    likely = [math.exp(score - top) for score in scores]
    total = sum(likely)
    likely = [one / total for one in likely]
    size = len(weights)
    mean = [
        sum(p * option[a] for p, option in zip(likely, features, strict=True))
        for a in range(size)
    ]
    for a in range(size):
        gradient[a] += features[key][a] - mean[a]
    for p, option in zip(likely, features, strict=True):
        away = [option[a] - mean[a] for a in range(size)]
        for a in range(size):
            for b in range(size):
                curvature[a][b] += p * away[a] * away[b]


def solve(matrix: list[Vector], vector: Vector) -> Vector:
    """x with matrix · x = vector, by Gauss with pivots; the matrix is definite."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            for column in range(at, size + 1):
                rows[below][column] -= factor * rows[at][column]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][n] * found[n] for n in range(at + 1, size))
        found[at] = (rows[at][size] - known) / rows[at][at]
    return found


def _features(item: Item) -> Features:
    lengths = [len(text) for text in item.texts]
    columns = [[float(sum(other < one for other in lengths)) for one in lengths]]
    columns += [list(map(float, guesser(item))) for guesser in _SEEN]
    columns += [
        [float(at == place) for at in range(len(lengths))]
        for place in range(guessers.POSITIONS - 1)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
