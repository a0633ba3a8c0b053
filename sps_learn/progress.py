"""What a learner has done, what is known, and what to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lessons.models import Lesson, Objective, Topic
from quizzes.mastery import FAMILIAR_ITEMS, FAMILIAR_SHARE, Standing, State
from quizzes.models import Attempt, Quiz
from quizzes.results import NextStep, as_phrase
from quizzes.standing import Standings, standings_of

from .accounts.models import User

RECENT_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ObjectiveProgress:
    objective: Objective
    standing: Standing


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic: what was read of it, and how well it is known."""

    topic: Topic
    standing: Standing
    lessons: int
    lessons_read: int
    objectives: list[ObjectiveProgress]

    @property
    def strong(self) -> list[ObjectiveProgress]:
        return [o for o in self.objectives if o.standing.state >= State.FAMILIAR]

    @property
    def weak(self) -> list[ObjectiveProgress]:
        return [o for o in self.objectives if o.standing.state is State.LEARNING]


@dataclass(frozen=True, slots=True)
class Progress:
    """What progress.html shows."""

    topics: list[TopicProgress]
    recent: list[Attempt]
    step: NextStep

    @property
    def lessons(self) -> int:
        return sum(topic.lessons for topic in self.topics)

    @property
    def lessons_read(self) -> int:
        return sum(topic.lessons_read for topic in self.topics)

    @property
    def is_new(self) -> bool:
        return not (self.recent or self.lessons_read)


def progress_of(learner: User, now: datetime) -> Progress:
    """Six queries, however much was answered."""
    standings = standings_of(learner, now)
    lessons = list(
        Lesson.objects.published()
        .for_list()
        .select_related("published")
        .with_completion(learner)
        .in_order()
    )
    recent = list(Attempt.objects.for_learner(learner).for_list()[:RECENT_ATTEMPTS])
    topics = _topics(standings, lessons)
    return Progress(
        topics=topics,
        recent=recent,
        step=next_step(learner, topics, lessons),
    )


def _topics(standings: Standings, lessons: list[Lesson]) -> list[TopicProgress]:
    """The topics that teach something now, in order."""
    objectives = list(Objective.objects.select_related("module__topic"))
    found: dict[Topic, list[Lesson]] = {}
    for lesson in lessons:
        found.setdefault(lesson.module.topic, []).append(lesson)
    return [
        TopicProgress(
            topic=topic,
            standing=standings.topic(topic.pk),
            lessons=len(taught),
            lessons_read=sum(lesson.is_read for lesson in taught),
            objectives=[
                ObjectiveProgress(one, standings.objective(one.pk))
                for one in objectives
                if one.module.topic == topic
            ],
        )
        for topic, taught in sorted(found.items(), key=lambda pair: pair[0].order)
    ]


def next_step(
    learner: User, topics: list[TopicProgress], lessons: list[Lesson]
) -> NextStep:
    """The next best thing to do; the first rule that fits wins."""
    return (
        _finish_what_is_begun(learner)
        or _read_again(topics, lessons)
        or _read_on(lessons)
        or _mix_topics(topics)
        or _nothing_waits()
    )


def _finish_what_is_begun(learner: User) -> NextStep | None:
    attempt = Attempt.objects.for_learner(learner).running().for_list().first()
    if attempt is None:
        return None
    left = attempt.size - attempt.answered
    because = f"Because {attempt.answered} of {attempt.size} answers are saved."
    if left:
        because = (
            f"Because {attempt.answered} of {attempt.size} answers are saved: "
            f"{left} to go."
        )
    return NextStep(
        f"{attempt.title}, {attempt.answered} of {attempt.size} answered",
        because,
        attempt.get_absolute_url(),
        "Go on where you left off",
    )


def _read_again(topics: list[TopicProgress], lessons: list[Lesson]) -> NextStep | None:
    """A lesson whose objective is under 70 %, the weakest first."""
    weak = [
        one
        for topic in topics
        for one in topic.weak
        if one.standing.share is not None and one.standing.share < FAMILIAR_SHARE
    ]
    for one in sorted(weak, key=lambda w: (w.standing.share, w.objective.code)):
        for lesson in lessons:
            if one.objective.code in lesson.published.content["objectives"]:
                return NextStep(
                    f"{'Read again' if lesson.is_read else 'Read'}: {lesson.title}",
                    _because_of(one),
                    lesson.get_absolute_url(),
                    "Open the lesson",
                )
    return None


def _because_of(weak: ObjectiveProgress) -> str:
    seen = min(weak.standing.seen, FAMILIAR_ITEMS)
    phrase = f"“{as_phrase(weak.objective)}”"
    if seen == 1:
        return f"Because your answer on {phrase} was not the best one yet."
    share = round(100 * weak.standing.share)
    return f"Because {share} % of your last {seen} answers on {phrase} were right."


def _read_on(lessons: list[Lesson]) -> NextStep | None:
    for lesson in lessons:
        if not lesson.is_read:
            read = sum(one.is_read for one in lessons)
            return NextStep(
                f"Read: {lesson.title}",
                f"Because {read} of {len(lessons)} lessons are read, and this one is "
                f"next: about {lesson.minutes} min.",
                lesson.get_absolute_url(),
                "Open the lesson",
            )
    return None


def _mix_topics(topics: list[TopicProgress]) -> NextStep | None:
    if all(topic.standing.state is State.SECURE for topic in topics):
        return None
    quiz = (
        Quiz.objects.published()
        .filter(topic=None, mode=Quiz.Mode.PRACTICE)
        .order_by("order")
        .first()
    )
    if quiz is None:
        return None
    return NextStep(
        quiz.title,
        "Because every lesson is read, and what is mixed is kept longer.",
        quiz.get_absolute_url(),
        "Start practising",
    )


def _nothing_waits() -> NextStep:
    return NextStep(
        "Nothing is waiting",
        "Because every topic is secure.",
        reverse("quizzes:practise"),
        "Practise anyway",
    )
