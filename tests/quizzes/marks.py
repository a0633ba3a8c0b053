"""Published matrices of marks, for tests of item analysis."""

from quizzes.statistics.matrix import Matrix, matrix_of

# LSAT section 6 (Bock and Lieberman, Psychometrika 1970): pattern -> learners.
LSAT = {
    "00000": 3,
    "00001": 6,
    "00010": 2,
    "00011": 11,
    "00100": 1,
    "00101": 1,
    "00110": 3,
    "00111": 4,
    "01000": 1,
    "01001": 8,
    "01011": 16,
    "01101": 3,
    "01110": 2,
    "01111": 15,
    "10000": 10,
    "10001": 29,
    "10010": 14,
    "10011": 81,
    "10100": 3,
    "10101": 28,
    "10110": 15,
    "10111": 80,
    "11000": 16,
    "11001": 56,
    "11010": 21,
    "11011": 173,
    "11100": 11,
    "11101": 61,
    "11110": 28,
    "11111": 298,
}

# Ten learners on five questions of four options; small enough to work out by hand.
MINI_KEY = "BADCB"
MINI = [
    "BADCB",
    "BADCA",
    "BADCB",
    "BADAB",
    "BACCB",
    "BCDAA",
    "BADBD",
    "CABCB",
    "DACAA",
    "ACBDB",
]


def lsat() -> Matrix:
    rows = [
        [int(mark) for mark in pattern]
        for pattern, learners in LSAT.items()
        for _ in range(learners)
    ]
    return matrix_of("12345", rows)


def mini() -> Matrix:
    rows = [
        [int(given == key) for given, key in zip(answers, MINI_KEY, strict=True)]
        for answers in MINI
    ]
    return matrix_of("12345", rows)


def marks(*rows) -> Matrix:
    """A matrix of rows of marks; its items are a, b, c and so on."""
    return matrix_of("abcdefghij"[: len(rows[0])], rows)
