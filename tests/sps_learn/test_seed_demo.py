import re
from collections import defaultdict
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from lessons.models import LessonCompletion, SectionRead
from quizzes.models import Attempt, Recall, Response
from quizzes.recall import rebuild
from quizzes.statistics.drawn import analyse_drawn
from sps_learn.accounts.learners import erase_learner
from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory, UserFactory
from tests.quizzes.test_recount import assert_counts_agree

SMALL = {"learners": 2, "attempts": 3, "now": datetime(2026, 11, 2).date()}
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DEMO = "@demo.example"


def seed_demo(**options) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, **{**SMALL, **options})
    return out.getvalue()


def all_rows():
    """Every row of every table that the demo could touch."""
    return {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for app in ("accounts", "account", "lessons", "quizzes")
        for model in apps.get_app_config(app).get_models()
    }


def learned():
    """What the demo's people did, without the numbers that a database gives."""
    person = "attempt__learner__email"
    rows = Response.objects.order_by("attempt__learner__email", "attempt", "position")
    return [
        list(rows.values_list(person, "attempt", "question", "answer", "answered_at")),
        list(rows.values_list("confidence", "fraction", "is_flagged", "ruled_out")),
        list(
            SectionRead.objects.order_by(
                "learner__email", "read_at", "section"
            ).values_list("learner__email", "section", "read_at")
        ),
        list(
            User.objects.order_by("email").values_list(
                "email", "display_name", "date_joined", "last_login"
            )
        ),
    ]


def test_the_people_and_their_roles_are_there(content):
    seed_demo()

    people = {
        user.email.removesuffix(DEMO): (
            user.role,
            [group.name for group in user.groups.all()],
            user.is_staff,
        )
        for user in User.objects.all()
    }
    assert people == {
        "student": ("student", [], False),
        "nurse": ("nurse", [], False),
        "instructor": ("", ["instructor"], True),
        "manager": ("", ["manager"], False),
        "learner001": ("student", [], False),
        "learner002": ("nurse", [], False),
    }
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_named_people_sign_in_with_what_was_printed(content):
    printed = seed_demo()

    password = re.search(r"password (\S+)", printed)[1]
    for name in ("student", "nurse", "instructor", "manager"):
        assert name + DEMO in printed
        user = authenticate(username=name + DEMO, password=password)
        assert user.emailaddress_set.get(primary=True).verified
    assert not User.objects.get(email="learner001" + DEMO).has_usable_password()


@pytest.mark.slow
def test_the_password_is_another_on_every_site(content, settings):
    here = re.search(r"password (\S+)", seed_demo())[1]

    settings.SECRET_KEY = "that of another site"

    printed = seed_demo()
    assert here not in printed
    assert printed.count("(has another password)") == 4


def test_learners_have_a_history_that_is_over(content):
    seed_demo()

    student = User.objects.get(email="student" + DEMO)
    assert student.attempts.count() == 3
    assert LessonCompletion.objects.for_learner(student).exists()
    assert Recall.objects.for_learner(student).exists()
    manager = User.objects.get(email="manager" + DEMO)
    assert not manager.attempts.exists()
    assert all(
        user.date_joined <= attempt.started_at < NOON
        for user in User.objects.all()
        for attempt in user.attempts.all()
    )
    assert not Response.objects.filter(answered_at__gte=NOON).exists()


def test_twice_is_once(content):
    seed_demo()
    before = all_rows()

    printed = seed_demo()

    assert all_rows() == before
    assert "0 people made, 6 were here before" in printed


@pytest.mark.slow
def test_the_same_day_gives_the_same_history_again(content):
    seed_demo()
    before = learned()
    for user in User.objects.all():
        erase_learner(user)
    assert not Attempt.objects.exists()

    seed_demo()

    assert learned() == before


@pytest.mark.slow
def test_a_larger_demo_adds_to_a_smaller_one(content):
    seed_demo(learners=1)

    printed = seed_demo(learners=3)

    assert "2 people made, 5 were here before" in printed
    assert User.objects.count() == 7


def test_summaries_equal_what_the_answers_come_to(content):
    seed_demo(attempts=6)

    fields = [field.attname for field in Recall._meta.fields if field.name != "id"]
    remembered = list(Recall.objects.order_by("learner", "question").values(*fields))
    assert remembered
    assert_counts_agree()
    for user in User.objects.all():
        rebuild(user)
    again = Recall.objects.order_by("learner", "question").values(*fields)
    assert list(again) == remembered


def test_real_accounts_are_a_reason_to_refuse(content):
    UserFactory()

    with pytest.raises(CommandError, match=r"there is 1 real account here.*--force"):
        seed_demo()

    assert User.objects.count() == 1


def test_an_administrator_who_is_not_the_first_is_a_real_account(content):
    call_command("first_admin", verbosity=0, stdout=StringIO())
    UserFactory(is_superuser=True, is_staff=True)
    UserFactory()

    with pytest.raises(CommandError, match="there are 2 real accounts here"):
        seed_demo()


def test_the_first_administrator_and_guests_are_no_reason(content):
    call_command("first_admin", verbosity=0, stdout=StringIO())
    GuestFactory()

    seed_demo()
    seed_demo()

    assert User.objects.filter(email__endswith=DEMO).count() == 6


def test_force_leaves_real_people_alone(content):
    taken = UserFactory(email="instructor" + DEMO)
    real = UserFactory()
    before = list(User.objects.order_by("pk").values())

    printed = seed_demo(force=True)

    mine = User.objects.filter(pk__in=[taken.pk, real.pk]).order_by("pk")
    assert list(mine.values()) == before
    assert not taken.groups.exists()
    assert not Attempt.objects.filter(learner__in=[taken, real]).exists()
    assert re.search(rf"instructor{DEMO}.*has another password", printed)
    assert User.objects.count() == 7


def test_a_site_without_content_is_told_what_comes_first(db):
    with pytest.raises(CommandError, match="load_content first"):
        seed_demo()

    assert not User.objects.exists()


def test_a_fault_leaves_nobody_with_half_a_history(content, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("sps_learn.demo.history.start_quiz", fail)
    with pytest.raises(RuntimeError):
        seed_demo()

    assert not User.objects.filter(email="student" + DEMO).exists()


@pytest.mark.parametrize("number", ["-1", "many", "1.5", ""])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(CommandError, match="a whole number, 0 or more"):
        call_command("seed_demo", f"--learners={number}")


@pytest.mark.slow
def test_the_statistics_of_the_demo_look_like_those_of_a_real_site(content):
    seed_demo(learners=30, attempts=12)

    items = analyse_drawn([*first_answers().values()]).items
    facilities = [item.facility for item in items]
    # Of a question that a handful of learners met, the correlation is chance.
    correlations = [item.discrimination or 0 for item in items if item.n >= 10]
    assert min(facilities) < 0.4
    assert max(facilities) > 0.85
    assert sum(one > 0 for one in correlations) > 0.85 * len(correlations)
    answered = Response.objects.filter(answer__isnull=False)
    sure_but_wrong = answered.filter(confidence=3, fraction=0).count()
    assert 0 < sure_but_wrong < answered.filter(confidence=3, fraction=1).count() / 4
    attempts = Attempt.objects.all()
    assert 0 < attempts.running().count() < attempts.count() / 4
    assert attempts.timed().filter(is_timed_out=True).exists()
    assert attempts.filter(gives_feedback_at_once=False).finished().exists()
    assert Response.objects.filter(is_flagged=True).exists()
    assert Response.objects.exclude(ruled_out=[]).exists()
    assert_counts_agree()


def first_answers() -> dict[int, dict[str, float]]:
    """By learner and question, what the first graded answer was worth."""
    found = defaultdict(dict)
    graded = Response.objects.filter(answer__isnull=False, fraction__isnull=False)
    for learner, question, fraction in graded.order_by("answered_at").values_list(
        "attempt__learner", "question__slug", "fraction"
    ):
        found[learner].setdefault(question, fraction)
    return found
