"""In what order questions of several groups are asked. Pure: no Django.

What is alike is told apart better when it comes mixed (teaching plan, T6): no more
than two of a group in a row, where any order allows that. Where none does, because one
group is most of them, its runs are as short as they can be. Within that the order that
is asked for is kept as far as it can be.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

LONGEST_RUN = 2


def interleave[T](
    items: Sequence[T], group_of: Callable[[T], Hashable], longest: int = LONGEST_RUN
) -> list[T]:
    """The items, the first as early as may be, with no longer run than needs be."""
    waiting = list(items)
    left = Counter(map(group_of, waiting))
    limits = {
        group: max(longest, _shortest_run(count, len(waiting) - count))
        for group, count in left.items()
    }
    placed: list[T] = []
    last: Hashable = None
    run = 0
    while waiting:
        chosen = next(
            item
            for item in waiting
            if _can_follow(group_of(item), left, last, run, limits)
        )
        group = group_of(chosen)
        run = run + 1 if group == last else 1
        last = group
        waiting.remove(chosen)
        left[group] -= 1
        placed.append(chosen)
    return placed


def _shortest_run(count: int, others: int) -> int:
    """How long the longest run of a group is at least, among so many others."""
    return -(-count // (others + 1))


def _can_follow(
    group: Hashable,
    left: Counter[Hashable],
    last: Hashable,
    run: int,
    limits: Mapping[Hashable, int],
) -> bool:
    """Whether one of this group may come next, and the rest still fits after it."""
    run = run + 1 if group == last else 1
    if run > limits[group]:
        return False
    rest = sum(left.values()) - 1
    for other, count in left.items():
        count -= other == group
        others = rest - count
        # Between and after `others` there are places for so many of one group.
        places = limits[other] * (others + 1) - (run if other == group else 0)
        if count > places:
            return False
    return True
