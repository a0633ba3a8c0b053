"""In what order questions of several groups are asked. Pure: no Django.

What is alike is told apart better when it comes mixed (teaching plan, T6): no more
than two of a group in a row, where any order allows that. Within that the order that
is asked for is kept as far as it can be.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

LONGEST_RUN = 2


def interleave[T](
    items: Sequence[T], group_of: Callable[[T], Hashable], longest: int = LONGEST_RUN
) -> list[T]:
    """The items, the first as early as may be, with no longer run than needs be."""
    waiting = list(items)
    left = Counter(map(group_of, waiting))
    placed: list[T] = []
    last: Hashable = None
    run = 0
    while waiting:
        chosen = next(
            (
                item
                for item in waiting
                if _can_follow(group_of(item), left, last, run, longest)
            ),
            # No order keeps every run short: shorten this one, if something can.
            next((i for i in waiting if group_of(i) != last), waiting[0]),
        )
        group = group_of(chosen)
        run = run + 1 if group == last else 1
        last = group
        waiting.remove(chosen)
        left[group] -= 1
        placed.append(chosen)
    return placed


def _can_follow(
    group: Hashable,
    left: Counter[Hashable],
    last: Hashable,
    run: int,
    longest: int,
) -> bool:
    """Whether one of this group may come next, and the rest still fits after it."""
    run = run + 1 if group == last else 1
    if run > longest:
        return False
    rest = sum(left.values()) - 1
    for other, count in left.items():
        count -= other == group
        others = rest - count
        # Between and after `others` there are places for so many of one group.
        places = longest * (others + 1) - (run if other == group else 0)
        if count > places:
            return False
    return True
