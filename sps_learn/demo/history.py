"""Let the people of the demo join, read and answer, as the pages would have it."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from lessons import actions as reading
from lessons.models import Lesson
from quizzes.actions import (
    NoAttemptsLeft,
    Sent,
    TimeOver,
    answer,
    finish,
    finish_if_over,
    flag,
    rule_out,
    start_quiz,
)
from quizzes.grading import Content
from quizzes.models import Attempt, Quiz, Response
from quizzes.selection import NotEnoughQuestions
from sps_learn.accounts.models import User

from . import answers
from .diary import Diary, QuizOnOffer, Sitting, diary_of
from .model import SEED, item_of, mind_of, react, unit
from .people import Person

FLAGGED, RULED_OUT, LEFT_BLANK_IN_TESTS = 0.04, 0.15, 0.03
QUICKEST_SECONDS, SLOWEST_SECONDS = 15, 60
# The slowest person takes so many times as long as the quickest.
SLOWEST_PACE = 2.5


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to learn from now."""

    quizzes: dict[str, Quiz]
    lessons: list[Lesson]

    @classmethod
    def now(cls) -> "Offer":
        quizzes = Quiz.objects.published().order_by("order", "slug")
        lessons = Lesson.objects.for_lesson_page().in_order()
        return cls({quiz.slug: quiz for quiz in quizzes}, list(lessons))

    def on_offer(self) -> list[QuizOnOffer]:
        return [
            QuizOnOffer(quiz.slug, is_test=not quiz.gives_feedback_at_once)
            for quiz in self.quizzes.values()
        ]


def enter(
    person: Person, *, offer: Offer, attempts: int, now: datetime, password: str
) -> bool:
    """Make the person with all that was learned by now; False where there is one.

    What exists is left alone, whatever it is: a history is written with its person.
    """
    if User.objects.filter(email__iexact=person.email).exists():
        return False
    diary = diary_of(
        person.email,
        attempts=attempts if person.learns else 0,
        quizzes=offer.on_offer(),
        lessons=len(offer.lessons) if person.learns else 0,
        now=now,
        zone=ZoneInfo(person.time_zone),
    )
    with transaction.atomic():
        user = _join(person, diary, password)
        for one in diary.readings:
            _read(user, offer.lessons[one.lesson], one.at, is_all=one.is_all)
        learning = _Learning(user)
        for sitting in diary.sittings:
            learning.sit(sitting, offer.quizzes[sitting.quiz])
    return True


def _join(person: Person, diary: Diary, password: str) -> User:
    times = [one.starts_at for one in diary.sittings] + [
        one.at for one in diary.readings
    ]
    user = User.objects.create_user(
        person.email,
        # None is a password that nobody can enter.
        password if person.has_password else None,
        display_name=person.name,
        role=person.role,
        time_zone=person.time_zone,
        is_staff=person.may_open_admin,
        date_joined=diary.joined_at,
        last_login=max(times, default=diary.joined_at),
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    return user


def _read(user: User, lesson: Lesson, now: datetime, *, is_all: bool) -> None:
    if is_all:
        reading.mark_read(learner=user, lesson=lesson, now=now)
    elif sections := lesson.published.rendered["sections"]:
        reading.record_section(
            learner=user, lesson=lesson, section=sections[0]["id"], now=now
        )


class _Learning:
    """One person at the questions, from sitting to sitting."""

    def __init__(self, user: User) -> None:
        self.user, self.mind = user, mind_of(user.email)
        self.answers = 0
        self.reasons_read: Counter[int] = Counter()
        self.pace = 1 + (SLOWEST_PACE - 1) * unit(user.email, "pace") ** 2

    def sit(self, sitting: Sitting, quiz: Quiz) -> None:
        try:
            attempt = start_quiz(
                learner=self.user,
                quiz=quiz,
                seed=int(unit(self.user.email, sitting.number, "seed") * 2**32),
                now=sitting.starts_at,
                attempt_id=uuid.uuid5(
                    uuid.NAMESPACE_URL, f"{SEED}/{self.user.email}/{sitting.number}"
                ),
            )
        except (NoAttemptsLeft, NotEnoughQuestions):
            return
        slots = list(attempt.responses.select_related("shown_revision"))
        meant = slots[: max(1, round(sitting.share * len(slots)))]
        try:
            now = self._answer_all(attempt, meant, sitting.starts_at)
        except TimeOver:
            pass
        else:
            self._leave(attempt, now, is_done=len(meant) == len(slots))
        if not attempt.gives_feedback_at_once:
            self.reasons_read.update(slot.question_id for slot in meant)

    def _answer_all(
        self, attempt: Attempt, slots: list[Response], now: datetime
    ) -> datetime:
        for slot in slots:
            now += self._time_for(slot, now)
            if not self._is_left_blank(attempt, slot):
                self._answer(attempt, slot, now)
        return now

    def _leave(self, attempt: Attempt, now: datetime, *, is_done: bool) -> None:
        if is_done:
            finish(learner=self.user, attempt=attempt.pk, now=now)
        else:
            # Nobody came back: a time limit passes, another attempt waits.
            finish_if_over(attempt, now + timedelta(days=1))

    def _answer(self, attempt: Attempt, slot: Response, now: datetime) -> None:
        content = slot.shown_revision.content
        where = {"learner": self.user, "attempt": attempt.pk}
        where |= {"position": slot.position}
        names = (self.user.email, content["id"], now.date())
        reaction = react(
            self.mind,
            item_of(content),
            day=now.date(),
            answers=self.answers,
            reread=self.reasons_read[slot.question_id],
        )
        sent = Sent(
            fields=answers.fields(
                content, slot.option_order, reaction.verdict, unit(*names, "which")
            ),
            confidence=reaction.confidence,
            version=0,
        )
        if unit(*names, "flag") < FLAGGED:
            flag(**where, is_flagged=True)
        if unit(*names, "rule out") < RULED_OUT and (out := _ruled_out(content, sent)):
            rule_out(**where, option=out, is_out=True)
        answer(**where, sent=sent, now=now)
        self.answers += 1
        if attempt.gives_feedback_at_once:
            self.reasons_read[slot.question_id] += 1

    def _time_for(self, slot: Response, now: datetime) -> timedelta:
        question = slot.shown_revision.content["id"]
        chance = unit(self.user.email, question, now.date(), "time")
        seconds = QUICKEST_SECONDS + chance * (SLOWEST_SECONDS - QUICKEST_SECONDS)
        return timedelta(seconds=round(seconds * self.pace))

    def _is_left_blank(self, attempt: Attempt, slot: Response) -> bool:
        # In practice every answer is asked for, and a case goes on only after one.
        if attempt.gives_feedback_at_once or slot.case_id:
            return False
        return unit(attempt.pk, slot.position, "blank") < LEFT_BLANK_IN_TESTS


def _ruled_out(content: Content, sent: Sent) -> str | None:
    """An option that somebody with this answer would strike through."""
    if content["kind"] != "single":
        return None
    chosen = sent.fields["answer"]
    others = [one["id"] for one in content["options"] if one["id"] not in chosen]
    wrong = [one["id"] for one in content["options"] if not one["key"]]
    return next((one for one in others if one in wrong), None)
