"""One of each thing that is taught, and of what a learner has read of it."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lessons.models import (
    Figure,
    Lesson,
    LessonCompletion,
    Module,
    Objective,
    Reference,
    SectionRead,
    Term,
    Topic,
)
from tests.accounts.factories import UserFactory

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
BODY = """\
## The brake at rest {#rest}

Nerve cells hold the muscle back.

## When it is weak {#weak}

Then the muscle stiffens.
"""


def body_of(sections: int) -> str:
    """A lesson with so many sections, called part-1, part-2 and so on."""
    return "\n".join(
        f"## Part {n} {{#part-{n}}}\n\nA sentence about it.\n"
        for n in range(1, sections + 1)
    )


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = "mechanism"
    title = factory.LazyAttribute(lambda topic: topic.slug.capitalize())
    summary = "What it is about."
    order = factory.Sequence(int)
    family = factory.SelfAttribute("slug")


class ReferenceFactory(DjangoModelFactory):
    class Meta:
        model = Reference

    key = factory.Sequence("R{}".format)
    order = factory.Sequence(int)
    kind = "article"
    title = factory.Sequence("Stiffness, part {}".format)
    checked = NOON.date()


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    term = factory.LazyAttribute(lambda term: term.slug)
    slug = factory.Sequence("term-{}".format)
    definition = "What the word means."


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    slug = factory.Sequence("figure-{}".format)
    title = "A drawing"
    description = "What one sees."
    long_text = "All that the drawing says."
    svg = '<svg viewBox="0 0 1 1" role="img"><title>A drawing</title></svg>'


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module

    topic = factory.SubFactory(TopicFactory)
    slug = factory.Sequence("module-{}".format)
    order = factory.Sequence(int)
    title = factory.Sequence("Module {}".format)
    summary = "What the module teaches."


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    module = factory.SubFactory(ModuleFactory)
    code = factory.Sequence("X1.{}".format)
    text = factory.Sequence("Explain point {}.".format)


class LessonFactory(DjangoModelFactory):
    """A published lesson; with `published=False` a draft that nobody has seen."""

    class Meta:
        model = Lesson
        skip_postgeneration_save = True

    class Params:
        body = BODY
        objective = factory.LazyAttribute(
            lambda own: ObjectiveFactory(module=own.module)
        )

    module = factory.SubFactory(ModuleFactory)
    slug = factory.Sequence("lesson-{}".format)
    order = factory.Sequence(int)
    title = factory.Sequence("Lesson {}".format)
    draft = factory.LazyAttribute(
        lambda own: {
            "slug": own.slug,
            "title": own.title,
            "objectives": [own.objective.code],
            "roles": ["student"],
            "body": own.body,
        }
    )

    @factory.post_generation
    def published(lesson, create, extracted, **kwargs):
        if create and extracted is not False:
            lesson.publish(by=None, reason="Written for a test", now=NOON)


class SectionReadFactory(DjangoModelFactory):
    class Meta:
        model = SectionRead

    learner = factory.SubFactory(UserFactory)
    lesson = factory.SubFactory(LessonFactory)
    section = "rest"
    read_at = NOON


class LessonCompletionFactory(DjangoModelFactory):
    class Meta:
        model = LessonCompletion

    learner = factory.SubFactory(UserFactory)
    lesson = factory.SubFactory(LessonFactory)
    revision = factory.SelfAttribute("lesson.published")
    completed_at = NOON
