"""The time zones to choose from, by region. Pure: imports nothing from Django."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

type Choice = tuple[str, str]


@cache
def time_zone_choices() -> list[Choice | tuple[str, list[Choice]]]:
    """List UTC and the places, as the groups of a select; read from disk once."""
    groups: dict[str, list[Choice]] = {region: [] for region in REGIONS}
    for name in sorted(available_timezones()):
        region, _, place = name.partition("/")
        if place and region in groups:
            groups[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "Coordinated Universal Time (UTC)"), *groups.items()]


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where this machine knows none."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        # Stored when the machine still knew it; nothing must fail for that.
        return None
