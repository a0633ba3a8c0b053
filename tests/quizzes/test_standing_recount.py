"""All that is kept of a learner equals a recount of the raw answers."""

import datetime as dt

import pytest

from quizzes.models import PracticeDay, Recall, UnitStanding
from quizzes.recall import rebuild
from quizzes.standing import standings_of
from tests.quizzes import recounting
from tests.quizzes.living import Living

ZONES = ["UTC", "Pacific/Auckland", "America/Los_Angeles"]


def kept_recalls(learner):
    mine = Recall.objects.for_learner(learner).order_by("question")
    fields = {field.attname for field in Recall._meta.fields}
    names = fields - {"id", "learner_id", "question_id"}
    return list(mine.values("question", *names))


def kept_days(learner):
    mine = PracticeDay.objects.filter(learner=learner).order_by("day")
    return [row.day.isoformat() for row in mine]


def states_read(learner, now):
    return {
        unit: (one.state.label, one.seen, round(one.share, 9))
        for unit, one in standings_of(learner, now).by_unit.items()
        if one.seen
    }


def assert_all_is_as_counted(learner, now):
    assert kept_recalls(learner) == recounting.recalls(learner)
    assert kept_days(learner) == recounting.practice_days(learner)
    for rest in (0, 3, 30, 400):
        then = now + dt.timedelta(days=rest)
        assert states_read(learner, then) == recounting.states(learner, then)
    kept = UnitStanding.objects.for_learner(learner).values_list("unit", "seen")
    counted = recounting.states(learner, now).items()
    assert dict(kept) == {unit: seen for unit, (_, seen, _) in counted}


def in_a_zone_of(learner, seed):
    learner.time_zone = ZONES[seed % len(ZONES)]
    learner.save(update_fields=["time_zone"])
    return Living(learner, seed)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_equals_a_recount_of_the_answers(learner, stranger, seed):
    life = in_a_zone_of(learner, seed)

    for _ in range(12):
        life.live(steps=6)
        assert_all_is_as_counted(learner, life.now)

    assert kept_recalls(stranger) == kept_days(stranger) == []


@pytest.mark.parametrize("seed", range(2))
def test_it_does_after_a_guest_became_a_learner(learner, seed):
    life = in_a_zone_of(learner, seed)
    life.live(steps=20)

    life.was_a_guest(steps=20)

    assert_all_is_as_counted(learner, life.now)
    life.live(steps=20)
    assert_all_is_as_counted(learner, life.now)


def test_to_make_it_anew_comes_to_the_same(learner):
    life = in_a_zone_of(learner, seed=1)
    life.live(steps=40)
    Recall.objects.all().delete()
    UnitStanding.objects.all().delete()
    PracticeDay.objects.all().delete()

    rebuild(learner)

    assert_all_is_as_counted(learner, life.now)
