"""A small world to knock at: people of every role, things of theirs, and samples.

A sample is one request that an address was made for, with what it leads to.
"""

import copy
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache as limits
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from lessons.models import Lesson, Reference, Term
from quizzes import actions
from quizzes.grading import kind_of
from quizzes.models import Attempt, Bank, Case, Question, Quiz, Regrade
from quizzes.sitting.tickets import Ticket, seal
from sps_learn import content, roles
from sps_learn.access import MEMBERS, STRANGERS, WRITERS, Answer, Role
from sps_learn.accounts.models import User
from sps_learn.addresses import is_local
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory

ROOT = Path(__file__).resolve().parents[2]
LOG_IN = "/accounts/login/"
HTMX = {"HX-Request": "true"}

# People ---------------------------------------------------------------------------

GROUPS = {
    Role.AU: roles.AUTHOR,
    Role.RE: roles.REVIEWER,
    Role.I: roles.INSTRUCTOR,
    Role.MG: roles.MANAGER,
    Role.AD: roles.ADMINISTRATOR,
}


def person(role: Role) -> User | None:
    """Somebody of the role, with the rights of its group."""
    if role is Role.AN:
        return None
    if role is Role.G:
        return GuestFactory()
    somebody = UserFactory(is_staff=role in WRITERS)
    EmailAddress.objects.create(
        user=somebody, email=somebody.email, verified=True, primary=True
    )
    if role in GROUPS:
        somebody.groups.add(Group.objects.get(name=GROUPS[role]))
    return somebody


def session_of(somebody: User | None) -> str | None:
    """The key of a session that they have open."""
    if somebody is None:
        return None
    client = Client()
    client.force_login(somebody)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@cache
def handler(enforce_csrf_checks: bool) -> ClientHandler:
    """What stands behind the clients: to build it costs more than many a page."""
    return ClientHandler(enforce_csrf_checks)


# Things -----------------------------------------------------------------------------


@dataclass
class World:
    people: Mapping[Role, User | None]
    sessions: Mapping[Role, str | None]
    lesson: Lesson
    draft_lesson: Lesson
    draft_question: Question
    draft_quiz: Quiz
    practice: Attempt  # of O, running
    test: Attempt  # of O, running
    timed: Attempt  # of O, running, with a time limit
    finished: Attempt  # of O
    confirmation: str  # the key of the link that confirms a second address of O
    other_attempt: Attempt  # of L2, running

    @classmethod
    def make(cls) -> Self:
        content.load(ROOT, now=timezone.now())
        shorten_lists()
        people = {role: person(role) for role in Role}
        sessions = {role: session_of(one) for role, one in people.items()}
        User.objects.filter(pk=people[Role.SU].pk).update(is_active=False)
        owner = people[Role.O]
        finished = start(owner, "symptoms")
        actions.finish(learner=owner, attempt=finished.pk, now=timezone.now())
        finished.refresh_from_db()
        make_one_of_each(people[Role.AD])
        address = EmailAddress.objects.create(user=owner, email="new@example.net")
        return cls(
            people=people,
            sessions=sessions,
            lesson=Lesson.objects.published().first(),
            draft_lesson=draft_of(Lesson.objects.published().first(), slug="a-draft"),
            draft_question=draft_of(Question.objects.published().first(), id="a-draft"),
            draft_quiz=draft_quiz(),
            practice=start(owner, "mixed"),
            test=start(owner, "mixed-test"),
            timed=start_timed(owner, "symptoms"),
            finished=finished,
            confirmation=EmailConfirmationHMAC(address).key,
            other_attempt=start(people[Role.L2], "mixed-test"),
        )

    @property
    def in_lesson(self) -> list[str]:
        return [self.lesson.module.slug, self.lesson.slug]

    def new_ticket(self) -> str:
        """What a form holds that asks a question by itself."""
        asked = Question.objects.live().first()
        ticket = Ticket(uuid.uuid4(), 1, "", asked.published_id, "live")
        return seal(ticket)

    def client(self, role: Role, *, enforce_csrf_checks: bool = False) -> Client:
        client = Client()
        client.handler = handler(enforce_csrf_checks)
        if key := self.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client


def make_one_of_each(administrator: User) -> None:
    """What the admin shows and the content files do not hold."""
    bank = Bank.objects.first()
    Case.objects.create(bank=bank, slug="a-case", title="A case", file=bank.slug)
    LogEntry.objects.log_actions(administrator.pk, [bank], CHANGE, single_object=True)
    question = Question.objects.published().order_by("pk").first()
    Regrade.objects.create(
        question=question,
        revision=question.published,
        reason="To look at",
        scope="All attempts",
        numbers=actions.DryRun().numbers(),
        done_at=timezone.now(),
    )


def shorten_lists() -> None:
    """Long pages cost time and show nothing more."""
    for model in (Reference, Term):
        model.objects.exclude(pk__in=model.objects.values("pk")[:8]).delete()


def start(learner: User, quiz: str) -> Attempt:
    return actions.start_quiz(
        learner=learner,
        quiz=Quiz.objects.get(slug=quiz),
        seed=1,
        now=timezone.now() - timedelta(minutes=5),
        attempt_id=uuid.uuid4(),
    )


def start_timed(learner: User, quiz: str) -> Attempt:
    Quiz.objects.filter(slug=quiz).update(time_limit_minutes=30)
    return start(learner, quiz)


def draft_of[M: (Lesson, Question)](row: M, **changes: str) -> M:
    """A copy of the row that nobody has published yet."""
    draft = copy.copy(row)
    draft.pk, draft._state.adding, draft.published = None, True, None
    draft.slug = next(iter(changes.values()))
    draft.draft = row.draft | changes
    draft.save()
    return draft


def draft_quiz() -> Quiz:
    quiz = Quiz.objects.create(slug="a-draft", title="A draft", mode="test", order=99)
    quiz.rows.create(count=1)
    return quiz


# Requests -----------------------------------------------------------------------------

# What came back for who may: a status, or the address that a redirect leads to (a
# pattern, because some are new).
type Seen = int | str

UUID = "[0-9a-f-]{36}"


@dataclass(frozen=True)
class Sample:
    """A request that an address was made for."""

    name: str
    label: str = ""
    args: Callable[[World], Sequence[Any]] = lambda world: ()
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    shown: Seen = 200
    sent: Seen = 200
    sent_by_htmx: Seen | None = None  # where htmx gets something else
    shown_to: Mapping[Role, Seen] = field(default_factory=dict)  # exceptions
    sent_to: Mapping[Role, Seen] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()

    def url(self, world: World) -> str:
        return reverse(self.name, args=self.args(world))

    def expected(self, role: Role, method: str, *, htmx: bool) -> Seen:
        if method != "POST":
            return self.shown_to.get(role, self.shown)
        usual = self.sent if self.sent_by_htmx is None or not htmx else None
        return self.sent_to.get(role, usual or self.sent_by_htmx)


def all_of(roles: frozenset[Role], seen: Seen) -> dict[Role, Seen]:
    return dict.fromkeys(roles, seen)


def right_answer(attempt: Attempt) -> dict[str, Any]:
    slot = attempt.responses.select_related("shown_revision").get(position=1)
    question = slot.shown_revision.content
    kind = kind_of(question)
    right = kind.entered(question, slot.option_order, kind.key(question))
    return {**right, "version": 0}


SAMPLES = [
    # The site's own pages
    Sample("home"),
    Sample("about"),
    Sample("help"),
    Sample("privacy"),
    Sample("accessibility"),
    Sample("progress"),
    Sample(
        "notices",
        data=lambda w: {"notice": "all"},
        sent="/notices/",
        sent_by_htmx=200,
    ),
    Sample("set_theme", data=lambda w: {"theme": "dark"}, sent="/"),
    Sample("live"),
    Sample("ready"),
    # Lessons
    Sample("lessons:modules"),
    Sample("lessons:module", args=lambda w: w.in_lesson[:1]),
    Sample("lessons:lesson", args=lambda w: w.in_lesson),
    Sample("lessons:mark_read", args=lambda w: w.in_lesson, sent="/learn/.+/"),
    Sample(
        "lessons:record_section",
        args=lambda w: [*w.in_lesson, w.lesson.published.rendered["sections"][0]["id"]],
        sent=204,
    ),
    Sample("lessons:glossary"),
    Sample("lessons:sources"),
    Sample("lessons:preview_lesson", "draft", args=lambda w: [w.draft_lesson.pk]),
    Sample("lessons:preview_lesson", "published", args=lambda w: [w.lesson.pk]),
    # Quizzes
    Sample("quizzes:practise"),
    Sample(
        "quizzes:build",
        data=lambda w: {"topic": "symptoms", "count": "5"},
        sent=f"/attempts/{UUID}/",
    ),
    Sample("quizzes:quiz", args=lambda w: ["mixed"]),
    Sample(
        "quizzes:start_quiz", args=lambda w: ["therapies"], sent=f"/attempts/{UUID}/"
    ),
    Sample(
        "quizzes:answer_once",
        data=lambda w: {"ticket": w.new_ticket(), "answer": "a"},
        sent=f"/attempts/{UUID}/1/",
        sent_by_htmx=200,
    ),
    Sample("quizzes:review"),
    Sample("quizzes:start_review", sent=f"/(review|attempts/{UUID})/"),
    Sample(
        "quizzes:check_lesson", args=lambda w: w.in_lesson, sent=f"/attempts/{UUID}/"
    ),
    Sample("quizzes:mistakes", sent=f"/(mistakes|attempts/{UUID})/"),
    Sample("quizzes:mimics", sent=f"/(mimics|attempts/{UUID})/"),
    Sample("quizzes:attempts"),
    Sample(
        "quizzes:attempt",
        "running",
        args=lambda w: [w.test.pk],
        shown=f"/attempts/{UUID}/1/",
    ),
    Sample("quizzes:attempt", "finished", args=lambda w: [w.finished.pk]),
    Sample(
        "quizzes:print_attempt",
        "running",
        args=lambda w: [w.test.pk],
        shown=f"/attempts/{UUID}/",
    ),
    Sample("quizzes:print_attempt", "finished", args=lambda w: [w.finished.pk]),
    Sample(
        "quizzes:question",
        "practice",
        args=lambda w: [w.practice.pk, 1],
        data=lambda w: right_answer(w.practice),
        sent=f"/attempts/{UUID}/1/",
        sent_by_htmx=200,
    ),
    Sample(
        "quizzes:question",
        "test",
        args=lambda w: [w.test.pk, 1],
        data=lambda w: right_answer(w.test),
        sent=f"/attempts/{UUID}/2/",
        sent_by_htmx=200,
    ),
    Sample(
        "quizzes:question",
        "finished",
        args=lambda w: [w.finished.pk, 1],
        data=lambda w: right_answer(w.finished),
        sent=409,
    ),
    Sample("quizzes:time_left", args=lambda w: [w.timed.pk]),
    Sample("quizzes:check_answers", "running", args=lambda w: [w.test.pk]),
    Sample(
        "quizzes:check_answers",
        "finished",
        args=lambda w: [w.finished.pk],
        shown=f"/attempts/{UUID}/",
    ),
    Sample(
        "quizzes:submit_attempt",
        "running",
        args=lambda w: [w.test.pk],
        sent=f"/attempts/{UUID}/",
    ),
    Sample(
        "quizzes:submit_attempt",
        "finished",
        args=lambda w: [w.finished.pk],
        sent=f"/attempts/{UUID}/",
    ),
    Sample("quizzes:preview_question", "draft", args=lambda w: [w.draft_question.pk]),
    Sample("quizzes:preview_quiz", args=lambda w: [w.draft_quiz.pk]),
    # A person's own pages
    Sample(
        "accounts:settings",
        data=lambda w: {"display_name": "N", "role": "nurse", "time_zone": "UTC"},
        sent="/settings/",
        sent_by_htmx=200,
    ),
    Sample(
        "accounts:reading",
        data=lambda w: {"time_wish": "double"},
        sent="/settings/",
        sent_by_htmx=200,
    ),
    Sample("accounts:export_data"),
    Sample(
        "accounts:erase",
        data=lambda w: {"password": PASSWORD},
        sent="/",
    ),
    Sample(
        "accounts:finish",
        shown_to=all_of(MEMBERS, "/accounts/logout/"),
        sent="/",
        sent_to=all_of(MEMBERS, "/accounts/logout/"),
    ),
    Sample("accounts:join_guest", shown="/progress/", sent="/progress/"),
    # allauth
    Sample(
        "account_login",
        data=lambda w: {"login": w.people[Role.O].email, "password": PASSWORD},
        sent="/progress/",
    ),
    Sample(
        "account_logout",
        shown_to=all_of(STRANGERS, "/") | {Role.G: "/settings/finish/"},
        sent="/",
        sent_to={Role.G: "/settings/finish/"},
    ),
    Sample(
        "account_signup",
        data=lambda w: {
            "email": "new@example.org",
            "password1": PASSWORD,
            "role": "nurse",
            "time_zone": "UTC",
        },
        sent="/progress/",
    ),
    Sample("account_inactive"),
    Sample(
        "account_reset_password",
        data=lambda w: {"email": w.people[Role.O].email},
        sent="/accounts/password/reset/done/",
    ),
    Sample("account_reset_password_done"),
    Sample("account_reset_password_from_key", args=lambda w: ["1", "made-up"]),
    Sample("account_reset_password_from_key_done"),
    Sample("account_email_verification_sent"),
    Sample(
        "account_confirm_email",
        args=lambda w: [w.confirmation],
        sent=LOG_IN,
        sent_to={Role.O: "/progress/"},
    ),
    Sample(
        "account_confirm_login_code",
        shown="/progress/",
        shown_to=all_of(STRANGERS, LOG_IN),
        sent="/progress/",
        sent_to=all_of(STRANGERS, LOG_IN),
    ),
    Sample("account_email", sent="/accounts/email/"),
    Sample(
        "account_change_password",
        data=lambda w: {
            "oldpassword": PASSWORD,
            "password1": "quite another one",
            "password2": "quite another one",
        },
        sent="/accounts/password/change/",
    ),
    Sample(
        "account_set_password",
        shown="/accounts/password/change/",
        sent="/accounts/password/change/",
    ),
    Sample(
        "account_reauthenticate",
        data=lambda w: {"password": PASSWORD},
        sent="/progress/",
    ),
]


@dataclass(frozen=True)
class Visit:
    """Who comes to an address, and how."""

    role: Role
    method: str
    htmx: bool

    def __str__(self) -> str:
        return f"{self.role} {self.method}{' by htmx' if self.htmx else ''}"


def visit_of(world: World, sample: Sample, visit: Visit) -> HttpResponse:
    limits.clear()  # the limits of one visitor are not the next one's
    data = {"data": sample.data(world)} if visit.method == "POST" else {}
    send = getattr(world.client(visit.role), visit.method.lower())
    return send(sample.url(world), headers=HTMX if visit.htmx else {}, **data)


# What came back -----------------------------------------------------------------------

STATUSES = {
    Answer.NOT_FOUND: 404,
    Answer.FORBIDDEN: 403,
    Answer.WRONG_METHOD: 405,
}


def leads_to_log_in(response: HttpResponse, *, htmx: bool) -> bool:
    address = urlsplit(response.headers.get("HX-Redirect" if htmx else "Location", ""))
    back = parse_qs(address.query).get("next", ["/"])
    return (
        response.status_code == (401 if htmx else 302)
        and address._replace(query="").geturl() == LOG_IN
        and is_local(back[0])
    )


def is_seen(response: HttpResponse, seen: Seen) -> bool:
    if isinstance(seen, int):
        return response.status_code == seen
    path = urlsplit(response.headers.get("Location", "")).path
    return response.status_code == 302 and bool(re.fullmatch(seen, path))


def in_words(response: HttpResponse) -> str:
    to = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    return f"{response.status_code} {to}".strip()


def without_tokens(response: HttpResponse, *words: str) -> str:
    """The body, but for what is new in every copy of it, and for these words."""
    body = response.content.decode()
    body = re.sub(r'name="(csrfmiddlewaretoken|ticket)" value="[^"]*"', r"\1", body)
    body = re.sub(r' nonce="[^"]*"|(?<=/confirm-email/)[^/"]+', "", body)
    for word in words:
        body = body.replace(word, "...")
    return body


@contextmanager
def undone():
    """Take back whatever is written meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes_noted():
    """List the SQL that changes anything but a session."""
    noted: list[str] = []

    def note(execute, sql, params, many, context):
        changes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if changes and "django_session" not in sql:
            noted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield noted


def rows_in_all_tables() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


# Addresses ----------------------------------------------------------------------------


def url_names(resolver: URLResolver | None = None, within: str = "") -> list[str]:
    """The name of every URL pattern, with its namespaces; "" where it has none."""
    names = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            names.append(f"{within}{pattern.name}" if pattern.name else "")
        else:
            inner = f"{within}{pattern.namespace}:" if pattern.namespace else within
            names += url_names(pattern, inner)
    return names
