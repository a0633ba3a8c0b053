import json
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from sps_learn.accounts import learners
from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_everything_exported_fits_into_json(member):
    EmailAddress.objects.create(user=member, email=member.email)

    exported = json.dumps(learners.export_learner(member), cls=DjangoJSONEncoder)

    assert member.email in exported
    assert "Amina" in exported


def test_apps_that_depend_on_others_come_first_and_accounts_last():
    names = [module.__name__ for module in learners.learner_data_modules()]

    assert names == [
        "quizzes.learner_data",
        "lessons.learner_data",
        "sps_learn.accounts.learner_data",
    ]


def test_erasing_leaves_the_others_alone(member, answers):
    other = UserFactory()
    answers.update({member.pk: 1, other.pk: 2})

    learners.erase_learner(member)

    assert list(User.objects.all()) == [other]
    assert answers == {other.pk: 2}


def test_merging_fills_only_what_is_empty(answers):
    guest = GuestFactory(role="carer", display_name="Guest name")
    member = UserFactory(role="", display_name="Amina")

    learners.merge_learners(guest, into=member)

    member.refresh_from_db()
    assert (member.role, member.display_name) == ("carer", "Amina")
    assert list(User.objects.all()) == [member]


def test_merging_keeps_the_accounts_own_accommodations(answers):
    guest = GuestFactory(prefers_larger_type=True)
    member = UserFactory(time_factor="1.5", time_wish="double")

    learners.merge_learners(guest, into=member)

    member.refresh_from_db()
    assert not member.prefers_larger_type
    assert (member.time_factor, member.time_wish) == (Decimal("1.5"), "double")


def test_accommodations_are_exported():
    person = UserFactory(
        prefers_larger_type=True, time_wish="no-limit", time_factor=Decimal("1.5")
    )

    (row,) = learners.export_learner(person)["accounts.User"]

    assert row["prefers_larger_type"] is True
    assert row["time_wish"] == "no-limit"
    assert row["time_factor"] == Decimal("1.5")
    assert row["has_no_time_limit"] is False


def test_nobody_is_merged_into_themselves(member):
    with pytest.raises(ValueError, match="same learner"):
        learners.merge_learners(member, into=member)

    assert User.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("job", ["erase", "merge"])
def test_a_job_that_breaks_changes_nothing(job, member, guest, monkeypatch):
    EmailAddress.objects.create(user=member, email=member.email)

    def break_down(*args):
        EmailAddress.objects.all().delete()
        raise RuntimeError

    monkeypatch.setattr(f"sps_learn.accounts.learner_data.{job}", break_down)
    jobs = {
        "erase": lambda: learners.erase_learner(member),
        "merge": lambda: learners.merge_learners(guest, into=member),
    }
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs[job]()

    assert EmailAddress.objects.exists()
    assert User.objects.count() == 2


@pytest.mark.parametrize(("given", "is_something"), [(0, False), (1, True)])
def test_an_account_alone_is_nothing_learnt(member, answers, given, is_something):
    answers[member.pk] = given

    assert learners.has_learnt_something(member) == is_something
    assert learners.count_answers(member) == given
