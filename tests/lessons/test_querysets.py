from django.contrib.auth.models import AnonymousUser

from lessons.models import Lesson, LessonCompletion, Module, SectionRead
from lessons.overview import module_cards
from tests.lessons.factories import (
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    SectionReadFactory,
    TopicFactory,
)


def test_published_agrees_with_is_published(db):
    LessonFactory()
    LessonFactory(published=False)
    LessonFactory(is_retired=True)

    published = set(Lesson.objects.published())

    assert len(published) == 1
    assert published == {one for one in Lesson.objects.all() if one.is_published}


def test_a_module_is_listed_from_its_first_published_lesson_on(db):
    empty = ModuleFactory()
    hidden, shown = ModuleFactory(), ModuleFactory()
    LessonFactory(module=hidden, published=False)
    LessonFactory(module=hidden, is_retired=True)
    LessonFactory.create_batch(2, module=shown)

    found = list(Module.objects.for_modules_page())

    assert found == [shown]
    assert empty not in found


def test_a_module_is_listed_with_published_lessons_only_in_their_order(db):
    module = ModuleFactory()
    second, first = (
        LessonFactory(module=module, order=2),
        LessonFactory(module=module, order=1),
    )
    LessonFactory(module=module, order=0, published=False)

    (found,) = Module.objects.for_modules_page()

    assert found.published_lessons == [first, second]


def test_modules_come_in_their_own_order(db):
    late = LessonFactory(module__order=2).module
    early = LessonFactory(module__order=1).module

    assert list(Module.objects.for_modules_page()) == [early, late]


def test_the_path_takes_one_module_after_the_other_even_of_equal_order(db):
    one, other = ModuleFactory.create_batch(2, order=0)
    lessons = [
        LessonFactory(module=module, order=order)
        for order in (1, 2)
        for module in (one, other)
    ]

    in_order = list(Lesson.objects.in_order())

    assert in_order == [lessons[0], lessons[2], lessons[1], lessons[3]]


def test_the_modules_page_needs_as_many_queries_for_one_lesson_as_for_ten(
    db, django_assert_num_queries
):
    for size in (1, 9):
        module = ModuleFactory(topic=TopicFactory(slug=f"topic-{size}"))
        LessonFactory.create_batch(size, module=module)
        ObjectiveFactory.create_batch(size, module=module)

        with django_assert_num_queries(3):  # modules, objectives, lessons
            for card in module_cards(
                Module.objects.for_modules_page(), AnonymousUser()
            ):
                assert card.module.topic.title
                assert card.next_lesson.get_absolute_url()
                assert card.minutes and card.objectives


def test_a_lesson_for_its_page_is_one_query(db, django_assert_num_queries):
    LessonFactory()

    with django_assert_num_queries(1):
        lesson = Lesson.objects.for_lesson_page().with_completion(None).get()
        assert lesson.published.rendered["sections"]
        assert lesson.module.topic.family
        assert lesson.get_absolute_url()
        assert lesson.is_read is False


def test_a_lesson_is_read_for_who_has_marked_it(learner, stranger):
    read, unread = LessonFactory.create_batch(2)
    LessonCompletionFactory(learner=learner, lesson=read)
    LessonCompletionFactory(learner=stranger, lesson=unread)

    found = {one: one.is_read for one in Lesson.objects.with_completion(learner)}

    assert found == {read: True, unread: False}


def test_each_learner_has_rows_of_their_own(learner, stranger):
    section = SectionReadFactory(learner=learner)
    completion = LessonCompletionFactory(learner=learner)
    SectionReadFactory(learner=stranger)
    LessonCompletionFactory(learner=stranger)

    assert list(SectionRead.objects.for_learner(learner)) == [section]
    assert list(LessonCompletion.objects.for_learner(learner)) == [completion]


def test_a_completion_counts_while_its_lesson_is_published(db):
    counts = LessonCompletionFactory()
    retired = LessonCompletionFactory()
    Lesson.objects.filter(pk=retired.lesson_id).update(is_retired=True)

    assert list(LessonCompletion.objects.of_published()) == [counts]
