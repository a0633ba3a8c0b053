"""Addresses of the lessons' pages, and what a page says."""

from django.urls import reverse

from lessons.models import Lesson
from tests.sps_learn.markup import Page, text_of

MODULES = "/learn/"
GLOSSARY = "/glossary/"
SOURCES = "/sources/"


def read_address(lesson: Lesson) -> str:
    return reverse("lessons:mark_read", args=[lesson.module.slug, lesson.slug])


def section_address(lesson: Lesson, section: str = "rest") -> str:
    return reverse(
        "lessons:record_section", args=[lesson.module.slug, lesson.slug, section]
    )


def text(response) -> str:
    """What a page says, without its tags."""
    return text_of(Page(response.content.decode()).all("main")[0])
