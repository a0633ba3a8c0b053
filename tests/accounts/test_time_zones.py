from zoneinfo import ZoneInfo

from sps_learn.accounts.time_zones import time_zone_choices


def test_every_choice_is_a_zone_that_exists():
    (utc, _), *groups = time_zone_choices()

    assert utc == "UTC"
    for region, places in groups:
        for name, _ in places:
            assert name.startswith(f"{region}/")
            ZoneInfo(name)


def test_places_read_like_places():
    america = dict(dict(time_zone_choices()[1:])["America"])

    assert america["America/New_York"] == "New York"
    assert america["America/Argentina/Buenos_Aires"] == "Argentina, Buenos Aires"
