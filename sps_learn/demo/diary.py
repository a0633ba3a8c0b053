"""When the people of the demo learn, and what. Pure: imports nothing from Django."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .model import SEED

DAYS = 120
# The last day that holds anything: whatever the hour and the zone, it is over by now.
LAST_DAY_BEFORE = 2
# The hours of the day in which people sit down, by their own clock.
FIRST_HOUR, LAST_HOUR = 8, 21
LEFT_OPEN = 0.15


@dataclass(frozen=True, slots=True)
class QuizOnOffer:
    slug: str
    is_test: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt as it was meant."""

    number: int  # of this person, from 1
    quiz: str
    starts_at: datetime
    share: float  # of the questions that are answered; below 1 it is left open


@dataclass(frozen=True, slots=True)
class Reading:
    lesson: int  # its place among the lessons
    is_all: bool  # else only its first section
    at: datetime


@dataclass(frozen=True, slots=True)
class Diary:
    joined_at: datetime
    sittings: tuple[Sitting, ...]
    readings: tuple[Reading, ...]


def diary_of(
    name: str,
    *,
    attempts: int,
    quizzes: Sequence[QuizOnOffer],
    lessons: int,
    now: datetime,
    zone: ZoneInfo,
) -> Diary:
    """The last DAYS days of one person."""
    chance = Random(f"{SEED}/{name}/diary")
    last = now.astimezone(zone).date() - timedelta(days=LAST_DAY_BEFORE)
    first = last - timedelta(days=chance.randint(DAYS // 3, DAYS - LAST_DAY_BEFORE))
    joined = datetime.combine(first, time(FIRST_HOUR - 1), zone)
    starts = _starts(attempts, first, last, zone, chance)
    return Diary(
        joined_at=joined,
        sittings=tuple(_sittings(starts, quizzes, chance)),
        readings=tuple(_readings(lessons, joined, last, chance)),
    )


def attempts_of(name: str, usual: int) -> int:
    """How many times this person sits down, where the usual one does so many times."""
    chance = Random(f"{SEED}/{name}/attempts")
    return max(min(usual, 1), round(usual * chance.uniform(0.6, 1.4)))


def _starts(
    number: int, first: date, last: date, zone: ZoneInfo, chance: Random
) -> list[datetime]:
    span = (last - first).days
    days = Counter(
        first + timedelta(days=chance.randint(0, span)) for _ in range(number)
    )
    starts = []
    for day, times in sorted(days.items()):
        # Each sitting has a part of the day to itself.
        part = timedelta(hours=LAST_HOUR - FIRST_HOUR) / times
        opening = datetime.combine(day, time(FIRST_HOUR), zone)
        starts += [opening + part * (n + chance.uniform(0, 0.6)) for n in range(times)]
    return [start.replace(microsecond=0) for start in starts]


def _sittings(
    starts: Sequence[datetime], quizzes: Sequence[QuizOnOffer], chance: Random
) -> Iterator[Sitting]:
    """Practice first, tests towards the end; only a last one may be left open."""
    chosen = [
        chance.choices(
            quizzes,
            [_weight(quiz, place / len(starts)) for quiz in quizzes],
        )[0].slug
        for place in range(len(starts))
    ]
    for place, (quiz, start) in enumerate(zip(chosen, starts, strict=True)):
        # Begun again, an open attempt would only be gone on with.
        is_open = quiz not in chosen[place + 1 :] and chance.random() < LEFT_OPEN
        share = chance.uniform(0.2, 0.8) if is_open else 1.0
        yield Sitting(place + 1, quiz, start, share)


def _weight(quiz: QuizOnOffer, passed: float) -> float:
    return 0.4 + 2 * passed if quiz.is_test else 2.4 - 2 * passed


def _readings(
    lessons: int, joined: datetime, last: date, chance: Random
) -> Iterator[Reading]:
    """The lessons in order, up to one where this person stopped."""
    read = round(lessons * chance.betavariate(3, 1.5))
    days = (last - joined.date()).days
    for lesson in range(read):
        day = int(days * (lesson + chance.random()) / lessons)
        at = joined + timedelta(days=day, minutes=chance.randint(5, 13 * 60))
        yield Reading(lesson, lesson < read - 1 or chance.random() < 0.5, at)
