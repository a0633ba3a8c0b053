from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sps_learn.demo.diary import DAYS, QuizOnOffer, attempts_of, diary_of
from sps_learn.demo.people import NAMED, PLACES, learners

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
# The clock may stand anywhere in the day whose noon is meant.
MIDNIGHT = NOON - timedelta(hours=12)
ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Niue", *(place[0] for place in PLACES)]
QUIZZES = [QuizOnOffer("practice", is_test=False), QuizOnOffer("test", is_test=True)]


def diary(name="somebody", attempts=12, zone="UTC", lessons=5):
    return diary_of(
        name,
        attempts=attempts,
        quizzes=QUIZZES,
        lessons=lessons,
        now=NOON,
        zone=ZoneInfo(zone),
    )


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Pacific/Kiritimati", "Pacific/Niue", *(place[0] for place in PLACES)],
)
@pytest.mark.parametrize("attempts", [0, 1, 12, 200])
def test_everything_happens_in_the_last_months_and_is_over(zone, attempts):
    found = diary(zone=zone, attempts=attempts)

    times = [one.starts_at for one in found.sittings] + [
        one.at for one in found.readings
    ]
    assert len(found.sittings) == attempts
    assert NOON - timedelta(days=DAYS + 2) < found.joined_at
    assert all(found.joined_at <= at < MIDNIGHT for at in times)


def test_people_sit_down_in_the_daytime_of_their_own_clock():
    zone = ZoneInfo("Australia/Sydney")

    found = diary(zone=zone.key, attempts=40)

    assert all(8 <= one.starts_at.astimezone(zone).hour < 21 for one in found.sittings)


def test_sittings_follow_each_other_with_time_between():
    starts = [one.starts_at for one in diary(attempts=60).sittings]

    gaps = [after - before for before, after in zip(starts, starts[1:], strict=False)]
    assert min(gaps) > timedelta(minutes=30)


def test_only_the_last_sitting_at_a_quiz_is_left_open():
    left_open = 0
    for n in range(60):
        sittings = diary(f"person-{n}").sittings
        last = {one.quiz: one.number for one in sittings}
        for one in sittings:
            if one.share < 1:
                left_open += 1
                assert one.number == last[one.quiz]
    assert left_open > 5


def test_practice_comes_first_and_tests_later():
    tests = {"early": 0, "late": 0}
    for n in range(40):
        for one in diary(f"person-{n}").sittings:
            tests["early" if one.number <= 6 else "late"] += one.quiz == "test"

    assert tests["late"] > 1.5 * tests["early"]


def test_a_diary_is_the_same_when_written_again():
    assert diary("a") == diary("a")
    assert diary("a") != diary("b")


def test_some_learn_more_often_than_others():
    times = [attempts_of(f"person-{n}", 12) for n in range(60)]

    assert 7 <= min(times) < 10 < 14 < max(times) <= 17
    assert attempts_of("anybody", 0) == 0
    assert attempts_of("anybody", 1) == 1


def test_the_first_learners_are_the_same_however_many_there_are():
    assert list(learners(50))[:7] == list(learners(7))


def test_people_have_names_and_addresses_of_their_own():
    people = [*NAMED, *learners(200)]

    assert len({person.email for person in people}) == len(people)
    assert all(person.email.endswith("@demo.example") for person in people)
    assert len({person.name for person in people[:34]}) == 34
    assert len({person.time_zone for person in people[:34]}) > 6
