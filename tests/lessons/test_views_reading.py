import pytest
from django.urls import reverse

from lessons.models import LessonCompletion, SectionRead
from sps_learn.accounts.models import User
from tests.lessons.factories import (
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    SectionReadFactory,
)
from tests.lessons.pages import MODULES, read_address, section_address, text


def test_reading_stores_nothing_for_a_stranger(client, db):
    lesson = LessonFactory()

    page = client.get(lesson.get_absolute_url()).content.decode()
    client.get(MODULES)

    assert "hx-post" not in page
    assert not User.objects.exists()
    assert not SectionRead.objects.exists()
    assert "sessionid" not in client.cookies


def test_marking_as_read_makes_a_guest_and_goes_on_to_the_next_lesson(client, db):
    lesson, following = LessonFactory.create_batch(2)

    response = client.post(read_address(lesson), follow=True)

    (guest,) = User.objects.all()
    assert guest.is_guest
    assert response.redirect_chain == [(following.get_absolute_url(), 302)]
    assert f"“{lesson}” is marked as read." in text(response)
    assert guest.lesson_completions.get().revision == lesson.published
    assert set(guest.sections_read.values_list("section", flat=True)) == {
        "rest",
        "weak",
    }


def test_after_the_last_lesson_comes_its_module(learner_client):
    lesson = LessonFactory()

    response = learner_client.post(read_address(lesson))

    assert response.url == lesson.module.get_absolute_url()


def test_to_mark_a_lesson_twice_is_to_mark_it_once(learner, learner_client):
    lesson = LessonFactory()

    for _ in range(2):
        learner_client.post(read_address(lesson))

    assert LessonCompletion.objects.for_learner(learner).count() == 1
    assert SectionRead.objects.for_learner(learner).count() == 2


def test_a_lesson_that_was_read_says_so_and_offers_the_next(learner, learner_client):
    lesson, following = LessonFactory.create_batch(2)
    LessonCompletionFactory(learner=learner, lesson=lesson)

    response = learner_client.get(lesson.get_absolute_url())

    assert "You have read this lesson." in text(response)
    assert (
        f'class="button primary" href="{following.get_absolute_url()}"'
        in response.content.decode()
    )
    assert read_address(lesson) not in response.content.decode()


def test_a_section_is_recorded_once_for_who_has_a_row(guest, guest_client):
    lesson = LessonFactory()

    answers = {
        guest_client.post(section_address(lesson), headers={"HX-Request": "true"})
        for _ in range(2)
    }

    assert {answer.status_code for answer in answers} == {204}
    assert SectionRead.objects.get().learner == guest
    assert not LessonCompletion.objects.exists()


def test_a_section_that_the_lesson_does_not_have_is_not_recorded(learner_client):
    lesson = LessonFactory()

    response = learner_client.post(section_address(lesson, "unheard-of"))

    assert response.status_code == 404
    assert not SectionRead.objects.exists()


def test_scrolling_after_the_session_ended_leads_nowhere(client, db):
    lesson = LessonFactory()

    response = client.post(section_address(lesson), headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert "HX-Redirect" not in response.headers
    assert not User.objects.exists()


def test_a_section_reports_itself_until_it_is_read(learner, learner_client):
    lesson = LessonFactory()
    SectionReadFactory(learner=learner, lesson=lesson, section="rest")

    page = learner_client.get(lesson.get_absolute_url()).content.decode()

    assert section_address(lesson, "rest") not in page
    assert f'hx-post="{section_address(lesson, "weak")}"' in page
    assert 'hx-include="#mark-read"' in page
    assert 'id="mark-read"' in page


def test_a_learner_goes_on_where_the_lesson_was_left(learner, learner_client):
    lesson = LessonFactory()
    SectionReadFactory(learner=learner, lesson=lesson, section="rest")

    response = learner_client.get(lesson.get_absolute_url())

    assert "You stopped at section 2, “When it is weak”." in text(response)
    assert '<a href="#weak">Go on there</a>' in response.content.decode()


def test_nobody_sees_what_another_has_read(learner, stranger_client):
    lesson = LessonFactory()
    SectionReadFactory(learner=learner, lesson=lesson)
    LessonCompletionFactory(learner=learner, lesson=lesson)

    assert "You stopped" not in text(stranger_client.get(lesson.get_absolute_url()))
    assert "0 of 1 lesson read" in text(stranger_client.get(MODULES))


def test_the_modules_page_suggests_to_go_on_with_what_was_begun(
    learner, learner_client
):
    LessonFactory()
    begun = ModuleFactory()
    read, unread = LessonFactory.create_batch(2, module=begun)
    LessonCompletionFactory(learner=learner, lesson=read)

    response = learner_client.get(MODULES)

    assert "You have read 1 so far." in text(response)
    assert "Begun 1 of 2 lessons read" in text(response)
    assert (
        f'class="button primary" href="{unread.get_absolute_url()}"'
        in response.content.decode()
    )


def test_a_finished_module_leads_to_practice(learner, learner_client):
    lesson = LessonFactory()
    LessonCompletionFactory(learner=learner, lesson=lesson)

    page = learner_client.get(lesson.module.get_absolute_url()).content.decode()

    assert f'class="button primary" href="{reverse("quizzes:practise")}"' in page


@pytest.mark.parametrize("address", [read_address, section_address])
def test_reading_is_recorded_by_post_only(learner_client, address):
    assert learner_client.get(address(LessonFactory())).status_code == 405
