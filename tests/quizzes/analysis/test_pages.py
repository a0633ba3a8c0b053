"""Item analysis is for who may look at questions, and only to look at."""

import pytest
from django.test import Client
from django.urls import reverse

from sps_learn.access import STRANGERS, WRITERS, Role
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.sps_learn.access_samples import person

pytestmark = pytest.mark.django_db

NAMES = (
    "analysis_quiz",
    "analysis_quiz_csv",
    "analysis_question",
    "analysis_attention",
)


@pytest.fixture
def addresses(where):
    rows = {
        "analysis_quiz": [QuizFactory().pk],
        "analysis_question": [QuestionFactory(objective=where).pk],
    }
    rows["analysis_quiz_csv"] = rows["analysis_quiz"]
    return {name: reverse(f"admin:{name}", args=rows.get(name, [])) for name in NAMES}


def client_of(role):
    client = Client()
    if role not in STRANGERS:
        client.force_login(person(role))
    return client


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", NAMES)
def test_writers_see_it_and_others_are_asked_to_sign_in(addresses, role, name):
    client = client_of(role)

    answer = client.get(addresses[name])

    if role in WRITERS:
        assert answer.status_code == 200
        assert client.post(addresses[name]).status_code == 405
    else:
        assert answer.status_code == 302
        assert client.post(addresses[name]).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_staff_without_a_right_to_look_are_refused(addresses, name):
    somebody = person(Role.MG)
    somebody.is_staff = True
    somebody.save()
    client = Client()
    client.force_login(somebody)

    assert client.get(addresses[name]).status_code == 403


@pytest.mark.parametrize("name", NAMES[:3])
@pytest.mark.parametrize("number", [0, 2**31, 2**63, 2**70])
def test_what_is_not_there_is_not_found(admin_client, name, number):
    address = reverse(f"admin:{name}", args=[number])

    assert admin_client.get(address).status_code == 404
