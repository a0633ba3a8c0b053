"""Who got what for which item. Pure: imports nothing from Django."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True, slots=True)
class Matrix:
    """The marks of n learners on the k items of one form.

    items   k names, each once
    rows    n rows of k marks from 0 to 1, in the order of the items; None is a blank
            answer, which is worth 0 and counted as omitted

    A learner belongs in it once, with the first attempt that was completed. Raises
    ValueError where the shape or a mark is not as said here.
    """

    items: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]

    def __post_init__(self) -> None:
        if not self.items or len(set(self.items)) < len(self.items):
            raise ValueError("A matrix needs items, each of another name.")
        for row in self.rows:
            if len(row) != len(self.items):
                raise ValueError(
                    f"A row has {len(row)} marks for {len(self.items)} items."
                )
            check_marks(row)

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def k(self) -> int:
        return len(self.items)

    def columns(self) -> list[list[float]]:
        """k lists of n marks, a blank as 0."""
        return [worth(row[at] for row in self.rows) for at in range(self.k)]

    def totals(self) -> list[float]:
        """The n scores, 0 to k."""
        return [fsum(worth(row)) for row in self.rows]

    def omitted(self) -> list[int]:
        """How many left each of the k items blank."""
        return [sum(row[at] is None for row in self.rows) for at in range(self.k)]

    def without(self, names: Collection[str]) -> "Matrix":
        """The matrix of the other items; raises ValueError where none is left.

        Alpha asks that items do not depend on each other, so the steps of an
        unfolding case are taken out before it.
        """
        kept = [at for at, item in enumerate(self.items) if item not in names]
        return Matrix(
            tuple(self.items[at] for at in kept),
            tuple(tuple(row[at] for at in kept) for row in self.rows),
        )


def matrix_of(
    items: Sequence[str], rows: Iterable[Sequence[float | int | None]]
) -> Matrix:
    """A matrix from any sequences; raises ValueError."""
    return Matrix(tuple(items), tuple(tuple(row) for row in rows))


def worth(marks: Iterable[float | None]) -> list[float]:
    """The marks with 0 for a blank."""
    return [0.0 if mark is None else float(mark) for mark in marks]


def check_marks(marks: Iterable[float | None]) -> None:
    """Raises ValueError for a mark that does not lie between 0 and 1."""
    for mark in marks:
        # Said this way round, because every comparison with NaN is false.
        if mark is not None and not 0 <= mark <= 1:
            raise ValueError(f"A mark lies between 0 and 1: {mark}.")
