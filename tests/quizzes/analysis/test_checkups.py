"""What needs attention: worked out by tick, equal to what the pages would say."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from quizzes.analysis.checkups import check_all
from quizzes.analysis.of_question import all_figures
from quizzes.models import Checkup, Question
from tests.lessons.factories import NOON
from tests.publishing.pages import text_of
from tests.quizzes.analysis.sittings import (
    asking,
    mini_questions,
    mini_sittings,
    sit,
)
from tests.quizzes.factories import QuestionFactory, QuizFactory

pytestmark = pytest.mark.django_db

ADDRESS = "admin:analysis_attention"


@pytest.fixture
def questions(where):
    return mini_questions(objective=where)


@pytest.fixture
def answered(questions):
    mini_sittings(QuizFactory(), questions)
    return questions


def kept():
    rows = Checkup.objects.order_by("question").values_list(
        "question__slug", "revision", "learners", "weight", "remarks"
    )
    return [list(row) for row in rows]


def recounted():
    found = []
    for question in Question.objects.published().order_by("pk"):
        figures, _ = all_figures(question)
        remarks = figures.remarks
        found.append(
            [
                question.slug,
                question.published_id,
                figures.n,
                remarks[0].weight if remarks else 0,
                [[one.label, one.why] for one in remarks],
            ]
        )
    return found


def test_what_is_kept_is_what_the_pages_say(answered):
    check_all(NOON)

    assert kept() == recounted()
    assert {learners for _, _, learners, _, _ in kept()} == {30}


def test_it_can_be_made_anew_at_any_time(answered):
    check_all(NOON)
    before = kept()
    Checkup.objects.filter(weight__gt=0).update(weight=0, remarks=[])
    sit(QuizFactory(), answered, "badcb")

    check_all(NOON)

    assert kept() == recounted() != before


def test_tick_works_it_out(answered, capsys):
    call_command("tick")

    assert "Questions to look at: 5." in capsys.readouterr().out
    assert Checkup.objects.count() == 5


def test_the_list_shows_the_worst_first_with_the_number_of_learners(
    admin_client, answered
):
    check_all(timezone.now())

    answer = admin_client.get(reverse(ADDRESS))

    shown = [checkup.question.slug for checkup in answer.context["checkups"]]
    words = text_of(answer)
    assert shown[0] == "item-5"
    assert "Check the key. “Answer d” goes with better results" in words
    assert "5 questions have been answered by 30 learners or more" in words
    weights = [checkup.weight for checkup in answer.context["checkups"]]
    assert weights == sorted(weights, reverse=True)
    assert reverse("admin:analysis_question", args=[answered[4].pk]) in (
        answer.content.decode()
    )


def test_before_anything_was_looked_at_the_list_says_so(admin_client):
    assert "not been looked at yet" in text_of(admin_client.get(reverse(ADDRESS)))


def test_a_list_without_remarks_says_so(admin_client, questions):
    check_all(NOON)

    words = text_of(admin_client.get(reverse(ADDRESS)))

    assert "0 questions have been answered" in words
    assert "Nothing stands out." in words


def test_what_was_published_again_waits_for_the_next_look(admin_client, answered):
    check_all(NOON)
    answered[4].draft |= {"key_idea": "Said better."}
    answered[4].publish(by=None, reason="A word", now=NOON)

    shown = text_of(admin_client.get(reverse(ADDRESS)))
    check_all(NOON)
    later = text_of(admin_client.get(reverse(ADDRESS)))

    assert "item-5" not in shown
    assert "item-5" in later


def test_what_is_retired_needs_no_attention(admin_client, answered):
    check_all(NOON)
    Question.objects.filter(slug="item-5").update(is_retired=True)

    assert "item-5" not in text_of(admin_client.get(reverse(ADDRESS)))


def test_any_number_of_remarks_costs_the_same_queries(
    admin_client, where, django_assert_num_queries, django_assert_max_num_queries
):
    quiz = QuizFactory()
    for n in range(30):
        sit(quiz, [asking(f"q{n}", objective=where)] * 1, "b")
    check_all(NOON)
    Checkup.objects.filter(question__slug__in=["q0", "q1", "q2"]).update(weight=1)
    with django_assert_max_num_queries(12) as few:
        admin_client.get(reverse(ADDRESS))
    Checkup.objects.update(weight=1)

    with django_assert_num_queries(len(few)):
        answer = admin_client.get(reverse(ADDRESS))

    assert len(answer.context["checkups"]) == 30


def test_links_lead_to_it(admin_client, where):
    question, quiz = QuestionFactory(objective=where), QuizFactory(count=1)
    address = reverse(ADDRESS)

    for page in ("admin:index", "admin:quizzes_question_changelist"):
        assert address in admin_client.get(reverse(page)).content.decode()
    for row, name in ((question, "question"), (quiz, "quiz")):
        change = reverse(f"admin:quizzes_{name}_change", args=[row.pk])
        analysis = reverse(f"admin:analysis_{name}", args=[row.pk])
        assert analysis in admin_client.get(change).content.decode()
