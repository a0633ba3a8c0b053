"""How much time a person has in a timed quiz. Pure: imports nothing from Django.

WCAG 2.2, criterion 2.2.1 (Timing Adjustable): whoever needs it can have a limit turned
off, or made up to ten times as long.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

USUAL_FACTOR: Final = Decimal("1.0")
LARGEST_FACTOR: Final = Decimal("10.0")

# The wishes (User.TimeWish): one that no factor grants, and those that one does.
NO_LIMIT: Final = "no-limit"
WISHED_FACTORS: Final[Mapping[str, Decimal]] = {
    "half": Decimal("1.5"),
    "double": Decimal("2.0"),
}


def minutes_allowed(
    limit_minutes: int, *, factor: Decimal, has_no_limit: bool
) -> int | None:
    """Stretch a limit, up to whole minutes; None where there is none."""
    return None if has_no_limit else math.ceil(limit_minutes * factor)


def is_granted(wish: str, *, factor: Decimal, has_no_limit: bool) -> bool:
    """Say whether a person has at least what they wish for."""
    if has_no_limit or not wish:
        return True
    return wish in WISHED_FACTORS and factor >= WISHED_FACTORS[wish]
