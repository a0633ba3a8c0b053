"""The modules with what one learner has read of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models

from sps_learn.accounts.models import User

from .models import Lesson, Module, Objective, Topic


@dataclass(frozen=True, slots=True)
class LessonLine:
    lesson: Lesson
    is_read: bool


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as the list shows it."""

    module: Module
    objectives: list[Objective]
    lines: list[LessonLine]

    @property
    def safety(self) -> list[Objective]:
        """The objectives whose card everyone is shown."""
        return [objective for objective in self.objectives if objective.safety]

    @property
    def size(self) -> int:
        return len(self.lines)

    @property
    def read(self) -> int:
        return sum(line.is_read for line in self.lines)

    @property
    def minutes(self) -> int:
        return sum(line.lesson.minutes for line in self.lines)

    @property
    def next_lesson(self) -> Lesson:
        """The first lesson not read, or the first of all."""
        unread = [line.lesson for line in self.lines if not line.is_read]
        return (unread or [self.lines[0].lesson])[0]

    @property
    def action(self) -> str:
        if not self.read:
            return "Start"
        return "Continue" if self.read < self.size else "Read again"

    @property
    def state(self) -> str:
        if not self.read:
            return "Not started"
        return "All read" if self.read == self.size else "Begun"


@dataclass(frozen=True, slots=True)
class Path:
    """All modules together: how long, how far, and where to go on."""

    cards: list[ModuleCard]

    @property
    def size(self) -> int:
        return sum(card.size for card in self.cards)

    @property
    def read(self) -> int:
        return sum(card.read for card in self.cards)

    @property
    def minutes(self) -> int:
        return sum(card.minutes for card in self.cards)

    @property
    def suggested(self) -> ModuleCard | None:
        """The first module begun and not finished, or else the first not begun."""
        unread = [card for card in self.cards if card.read < card.size]
        begun = [card for card in unread if card.read]
        return next(iter(begun or unread), None)

    def topics_to_come(self) -> models.QuerySet[Topic]:
        """Topics that have no lesson yet."""
        here = {card.module.topic_id for card in self.cards}
        return Topic.objects.exclude(pk__in=here)


def module_cards(
    modules: Iterable[Module], learner: User | AnonymousUser
) -> list[ModuleCard]:
    """A card for each module of `for_modules_page`; one query for what is read."""
    read: set[int] = set()
    if learner.is_authenticated:
        read = set(learner.lesson_completions.values_list("lesson_id", flat=True))
    return [
        ModuleCard(
            module,
            list(module.objectives.all()),
            [
                LessonLine(lesson, lesson.pk in read)
                for lesson in module.published_lessons
            ],
        )
        for module in modules
    ]


def neighbours(lesson: Lesson) -> tuple[Lesson | None, Lesson | None, int, int]:
    """The lessons before and after, the number within the module, and its size.

    The last lesson of a module is followed by the first of the next one.
    """
    path = list(Lesson.objects.published().for_list().in_order())
    if lesson not in path:  # a preview of what is not published
        path = sorted([*path, lesson], key=_place)
    siblings = [one for one in path if one.module_id == lesson.module_id]
    at = path.index(lesson)
    before = path[at - 1] if at else None
    after = path[at + 1] if at + 1 < len(path) else None
    return before, after, siblings.index(lesson) + 1, len(siblings)


def _place(lesson: Lesson) -> tuple[int, int, int, int]:
    # The same order for many rows: LessonQuerySet.in_order.
    return lesson.module.order, lesson.module_id, lesson.order, lesson.pk
