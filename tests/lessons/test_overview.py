import pytest
from django.contrib.auth.models import AnonymousUser

from lessons.models import Lesson, Module
from lessons.overview import LessonLine, ModuleCard, Path, module_cards, neighbours
from tests.lessons.factories import (
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    TopicFactory,
)


def card(*read: bool, minutes: int = 5) -> ModuleCard:
    """A card with a lesson for each argument, without a database."""
    lines = [
        LessonLine(Lesson(slug=f"lesson-{n}", minutes=minutes), is_read)
        for n, is_read in enumerate(read, start=1)
    ]
    return ModuleCard(Module(), [], lines)


@pytest.mark.parametrize(
    ("read", "state", "action", "next_lesson"),
    [
        ([False, False], "Not started", "Start", "lesson-1"),
        ([True, False], "Begun", "Continue", "lesson-2"),
        ([False, True], "Begun", "Continue", "lesson-1"),
        ([True, True], "All read", "Read again", "lesson-1"),
    ],
)
def test_a_card_says_how_far_one_has_come(read, state, action, next_lesson):
    found = card(*read)

    assert (found.state, found.action) == (state, action)
    assert found.next_lesson.slug == next_lesson
    assert (found.read, found.size, found.minutes) == (sum(read), 2, 10)


def test_a_card_names_the_objectives_whose_safety_card_everyone_sees(db):
    module = LessonFactory().module
    ObjectiveFactory(module=module)
    kept = ObjectiveFactory(module=module, safety=True, card="Never stop suddenly.")

    (found,) = module_cards(Module.objects.for_modules_page(), AnonymousUser())

    assert found.safety == [kept]


NEW, BEGUN, DONE = [False, False], [True, False], [True, True]


@pytest.mark.parametrize(
    ("cards", "suggested"),
    [
        ([], None),
        ([NEW, NEW], 0),
        ([DONE, NEW], 1),
        ([NEW, BEGUN], 1),
        ([BEGUN, BEGUN], 0),
        ([DONE, DONE], None),
    ],
)
def test_what_was_begun_is_suggested_before_what_is_new(cards, suggested):
    path = Path([card(*read) for read in cards])

    expected = None if suggested is None else path.cards[suggested]
    assert path.suggested is expected


def test_a_path_adds_up_its_modules():
    path = Path([card(True, False), card(True, minutes=3)])

    assert (path.size, path.read, path.minutes) == (3, 2, 13)


def test_a_path_names_the_topics_without_a_lesson(db):
    waiting = TopicFactory(slug="nursing")
    LessonFactory(module__topic=TopicFactory(slug="mechanism"))
    LessonFactory(module__topic=waiting, published=False)

    cards = module_cards(Module.objects.for_modules_page(), AnonymousUser())

    assert list(Path(cards).topics_to_come()) == [waiting]


def test_cards_show_what_this_learner_has_read_and_nobody_else(learner, stranger):
    mine, theirs = LessonFactory.create_batch(2, module=ModuleFactory())
    LessonCompletionFactory(learner=learner, lesson=mine)
    LessonCompletionFactory(learner=stranger, lesson=theirs)
    modules = Module.objects.for_modules_page()

    (own,), (unknown,) = (
        module_cards(modules, who) for who in (learner, AnonymousUser())
    )

    assert [line.is_read for line in own.lines] == [True, False]
    assert [line.is_read for line in unknown.lines] == [False, False]


def test_lessons_follow_each_other_across_modules(db):
    first, second = ModuleFactory.create_batch(2)
    a, b = LessonFactory.create_batch(2, module=first)
    c = LessonFactory(module=second)
    LessonFactory(module=second, published=False)
    LessonFactory(module=second, is_retired=True)

    assert neighbours(a) == (None, b, 1, 2)
    assert neighbours(b) == (a, c, 2, 2)
    assert neighbours(c) == (b, None, 1, 1)


def test_a_lesson_not_yet_published_has_its_place_in_a_preview(db):
    module = ModuleFactory()
    a, c = LessonFactory(module=module, order=1), LessonFactory(module=module, order=3)
    b = LessonFactory(module=module, order=2, published=False)

    assert neighbours(b) == (a, c, 2, 3)
