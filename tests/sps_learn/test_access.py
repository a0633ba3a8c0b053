"""Who may use which address: the table (sps_learn/access.py) against the site."""

import re
import uuid
from itertools import product
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lessons.models import Lesson
from quizzes.models import Attempt, Quiz, Response
from sps_learn.access import (
    NO_RIGHT,
    OWNER,
    SIGNED_IN,
    STRANGERS,
    TABLE,
    WRITERS,
    Answer,
    Role,
    rows_for,
)

from .access_samples import (
    HTMX,
    SAMPLES,
    STATUSES,
    Sample,
    Visit,
    World,
    in_words,
    is_seen,
    leads_to_log_in,
    right_answer,
    rows_in_all_tables,
    start,
    undone,
    url_names,
    visit_of,
    without_tokens,
    writes_noted,
)

pytestmark = pytest.mark.django_db

RARE_METHODS = ("HEAD", "OPTIONS", "TRACE", "PUT", "DELETE")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all tests of this file; each undoes what it does."""
    with django_db_blocker.unblock(), undone():
        yield World.make()


# The table ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({name for name in url_names() if name}))
def test_an_address_has_exactly_one_row(name):
    assert len(rows_for(name)) == 1


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_row_has_an_address(row):
    assert any(row in rows_for(name) for name in url_names())


def test_every_row_outside_the_admin_has_a_sample():
    names = {row.name for row in TABLE if not row.name.startswith("admin:")}

    assert names == {sample.name for sample in SAMPLES}


# The site -------------------------------------------------------------------------


def surprise(world: World, sample: Sample, visit: Visit) -> str:
    """What differs from the table, in words; nothing when all is as it says."""
    (row,) = rows_for(sample.name)
    answer = row.answer(visit.role, visit.method)
    with writes_noted() as writes:
        response = visit_of(world, sample, visit)
    if answer is Answer.OK:
        seen = sample.expected(visit.role, visit.method, htmx=visit.htmx)
        right = is_seen(response, seen)
    elif answer is Answer.LOG_IN:
        right = leads_to_log_in(response, htmx=visit.htmx)
    else:
        right = response.status_code == STATUSES[answer]
    if not right:
        return f"{visit}: {in_words(response)}, not {answer.name}"
    if writes and not (answer is Answer.OK and visit.method == "POST"):
        return f"{visit}: {writes}"
    return ""


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_everybody_gets_what_the_table_says(world, sample):
    before = rows_in_all_tables()
    surprises = [
        surprise(world, sample, Visit(role, "GET", htmx))
        for role, htmx in product(Role, (False, True))
    ]
    assert rows_in_all_tables() == before

    for role, htmx in product(Role, (False, True)):
        with undone():
            surprises.append(surprise(world, sample, Visit(role, "POST", htmx)))
    assert [words for words in surprises if words] == []


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_so_it_is_with_the_methods_that_no_page_sends(world, sample):
    surprises = []

    for role, method, htmx in product(Role, RARE_METHODS, (False, True)):
        with undone():
            surprises.append(surprise(world, sample, Visit(role, method, htmx)))

    assert [words for words in surprises if words] == []


# Forms of others ------------------------------------------------------------------

TOKEN = "a" * 32
FORGERIES = {
    "no token": {},
    "a made-up token": {"csrfmiddlewaretoken": "b" * 32},
    "a foreign origin": {"csrfmiddlewaretoken": TOKEN, "origin": "http://evil.example"},
    "no origin": {"csrfmiddlewaretoken": TOKEN, "origin": "null"},
}


def send_form(world, sample, role, **extra):
    client = world.client(role, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    origin = extra.pop("origin", "http://testserver")
    data = sample.data(world) | extra
    return client.post(sample.url(world), data, headers={"Origin": origin})


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_no_other_site_can_send_a_form(world, sample):
    for role, (what, forged) in product((Role.AN, Role.O), FORGERIES.items()):
        with undone(), writes_noted() as writes:
            response = send_form(world, sample, role, **forged)

        assert (response.status_code, writes) == (403, []), f"{role} with {what}"


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_the_form_of_this_site_is_taken(world, sample):
    (row,) = rows_for(sample.name)
    if Role.O not in row.sends:
        return

    with undone():
        response = send_form(world, sample, Role.O, csrfmiddlewaretoken=TOKEN)

    assert is_seen(response, sample.expected(Role.O, "POST", htmx=False))


# Ids ------------------------------------------------------------------------------

ATTEMPT_PAGES = [
    ("quizzes:attempt", "GET", ()),
    ("quizzes:question", "GET", (1,)),
    ("quizzes:question", "POST", (1,)),
    ("quizzes:check_answers", "GET", ()),
    ("quizzes:submit_attempt", "POST", ()),
]
MADE_UP = [uuid.UUID(int=0), uuid.UUID(int=1), uuid.UUID(int=2), uuid.uuid4()]
# None is so small that rows of other tests could have come so far on PostgreSQL.
STRANGE_NUMBERS = [0, 999_999_999, 2**31, 2**63, 2**70]


def knock(world, role, method, url, htmx=False, **data):
    client = world.client(role)
    headers = HTMX if htmx else {}
    return getattr(client, method.lower())(url, data, headers=headers)


def what_learning_made() -> list[dict]:
    return [*Attempt.objects.order_by("pk").values()] + [
        *Response.objects.order_by("pk").values()
    ]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize(("name", "method", "rest"), ATTEMPT_PAGES)
def test_an_attempt_of_another_is_as_one_that_never_was(
    world, name, method, rest, htmx
):
    before = what_learning_made()
    own = [world.practice.pk, world.test.pk, world.finished.pk]
    answers = set()
    for role, attempt in product(SIGNED_IN - OWNER, [*own, *MADE_UP]):
        url = reverse(name, args=[attempt, *rest])
        response = knock(world, role, method, url, htmx, answer="a", version=0)
        body = without_tokens(response, str(attempt))
        answers.add((role, response.status_code, body))

    assert {status for _, status, _ in answers} == {404}
    assert len(answers) == len(SIGNED_IN - OWNER)
    assert what_learning_made() == before


@pytest.mark.parametrize("role", [Role.G, Role.L2, Role.AD])
def test_the_id_of_another_in_a_query_or_a_form_is_not_read(world, role):
    theirs = start(world.people[role], "mixed-test")
    url = reverse("quizzes:question", args=[theirs.pk, 1])
    lure = {"attempt": world.test.pk, "learner": world.people[Role.O].pk, "user": 1}
    of_owner = Attempt.objects.filter(learner=world.people[Role.O])
    before = [*of_owner.values()]

    plain = knock(world, role, "GET", url)
    shown = knock(world, role, "GET", url, **lure)
    sent = knock(world, role, "POST", url, **lure, **right_answer(theirs))

    lured_to = re.escape(urlencode(lure).replace("&", "&amp;"))
    assert re.sub(rf"\?{lured_to}", "", without_tokens(shown)) == without_tokens(plain)
    assert sent.url == reverse("quizzes:question", args=[theirs.pk, 2])
    assert [*of_owner.values()] == before


@pytest.mark.parametrize("role", Role)
def test_a_copied_form_makes_an_attempt_of_ones_own(world, role):
    url, ticket = reverse("quizzes:answer_once"), world.new_ticket()
    first = knock(world, Role.O, "POST", url, ticket=ticket, answer="a")

    copied = knock(world, role, "POST", url, ticket=ticket, answer="a")

    assert (copied.url == first.url) == (role is Role.O)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("number", STRANGE_NUMBERS)
def test_a_question_that_an_attempt_does_not_have_is_not_found(world, number, method):
    url = reverse("quizzes:question", args=[world.test.pk, number])

    assert knock(world, Role.O, method, url, answer="a").status_code == 404


@pytest.mark.parametrize("chosen", [["a"] * 60, ["\0"], ["x" * 9_000], ["<b>"]])
def test_a_choice_that_nobody_offered_harms_nothing(world, chosen):
    url = reverse("quizzes:question", args=[world.test.pk, 1])

    assert knock(world, Role.O, "GET", url, answer=chosen).status_code == 200
    assert knock(world, Role.O, "POST", url, answer=chosen).status_code == 422
    to_log_in = knock(world, Role.AN, "POST", url, answer=chosen)
    assert leads_to_log_in(to_log_in, htmx=False)
    assert len(to_log_in.url) < 3_000


DRAFT_PAGES = {
    "lessons:preview_lesson": "draft_lesson",
    "quizzes:preview_question": "draft_question",
    "quizzes:preview_quiz": "draft_quiz",
}


@pytest.mark.parametrize("name", DRAFT_PAGES)
def test_a_draft_is_as_one_that_never_was_to_who_may_not_see_it(world, name):
    draft = getattr(world, DRAFT_PAGES[name]).pk
    for role in set(Role) - WRITERS:
        answers = set()
        for number in [draft, *STRANGE_NUMBERS]:
            url = reverse(name, args=[number])
            response = knock(world, role, "GET", url)
            answers.add((response.status_code, without_tokens(response, url)))

        assert len(answers) == 1, role
        assert answers.pop()[0] == 404


@pytest.mark.parametrize("name", DRAFT_PAGES)
@pytest.mark.parametrize("number", STRANGE_NUMBERS)
def test_an_author_is_told_that_there_is_no_such_draft(world, name, number):
    url = reverse(name, args=[number])

    assert knock(world, Role.AU, "GET", url).status_code == 404


@pytest.mark.parametrize(
    ("name", "method", "rest"),
    [
        ("lessons:lesson", "GET", ()),
        ("lessons:mark_read", "POST", ()),
        ("lessons:record_section", "POST", ("one",)),
    ],
)
def test_a_draft_is_not_at_the_address_of_lessons(world, name, method, rest):
    place = [world.draft_lesson.module.slug, world.draft_lesson.slug, *rest]
    unknown = Role.AN if name == "lessons:record_section" else None  # never reads it
    for role in set(Role) - STRANGERS | {Role.AN} - {unknown}:
        response = knock(world, role, method, reverse(name, args=place))

        assert response.status_code == 404, role


def test_what_is_retired_is_gone(world):
    Lesson.objects.filter(pk=world.lesson.pk).update(is_retired=True)
    Quiz.objects.filter(slug="mixed").update(is_retired=True)
    addresses = [
        ("GET", reverse("lessons:lesson", args=world.in_lesson)),
        ("POST", reverse("lessons:mark_read", args=world.in_lesson)),
        ("GET", reverse("quizzes:quiz", args=["mixed"])),
        ("POST", reverse("quizzes:start_quiz", args=["mixed"])),
    ]

    for role, (method, url) in product((Role.AN, Role.L2, Role.AD), addresses):
        assert knock(world, role, method, url).status_code == 404


# Guests ---------------------------------------------------------------------------


def test_a_guest_has_their_own_attempt_and_only_in_their_browser(world):
    client = Client()
    started = client.post(reverse("quizzes:start_quiz", args=["mixed-test"])).url
    question = client.get(started).url
    answer = right_answer(Attempt.objects.get(pk=started.split("/")[2]))

    assert client.get(question).status_code == 200
    assert client.post(question, answer).status_code == 302
    assert client.get(f"{started}check/").status_code == 200
    assert client.post(f"{started}submit/").url == started
    assert client.get(started).status_code == 200
    assert knock(world, Role.G, "GET", started).status_code == 404
    assert leads_to_log_in(Client().get(started), htmx=False)


# Pages and fragments --------------------------------------------------------------

FORGED = [
    {"HX-Target": "main", "HX-Trigger": "admin", "HX-Prompt": "<b>key</b>"},
    {"HX-Boosted": "true", "HX-Current-URL": "http://testserver/admin/"},
    {"HX-History-Restore-Request": "true"},
]
READ = [sample for sample in SAMPLES if rows_for(sample.name)[0].reads]


def words_of(response) -> set[str]:
    return set(re.split(r"[\s<>\"=]+", without_tokens(response)))


@pytest.mark.parametrize("sample", READ, ids=str)
def test_a_forged_htmx_request_shows_no_more_than_the_page(world, sample):
    for role in (Role.AN, Role.O, Role.AU):
        client, url = world.client(role), sample.url(world)
        page = words_of(client.get(url))

        for forged in FORGED:
            fragment = client.get(url, headers=HTMX | forged)
            assert words_of(fragment) <= page, f"{role} with {forged}"


def text_of(response) -> set[str]:
    body = re.sub(r"<title>.*?</title>|<[^>]*>", " ", without_tokens(response))
    return set(body.split())


@pytest.mark.parametrize(
    "name",
    [
        "quizzes:question practice",
        "quizzes:answer_once",
        "accounts:settings",
        "accounts:reading",
    ],
)
def test_the_fragment_after_a_form_holds_no_more_than_its_page(world, name):
    (sample,) = (sample for sample in SAMPLES if str(sample) == name)
    url, data = sample.url(world), sample.data(world)
    with undone():
        client = world.client(Role.O)
        page = client.get(client.post(url, data).url)
    with undone():
        fragment = world.client(Role.O).post(url, data, headers=HTMX)

    assert fragment.status_code == 200
    assert text_of(fragment) <= text_of(page)


def parts_of(response, header) -> set[str]:
    return {part.strip() for part in response.get(header, "").split(",")} - {""}


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_no_cache_keeps_what_was_made_for_one_person(world, sample):
    visits = product((Role.G, Role.O), ("GET", "POST"), (False, True))
    for role, method, htmx in visits:
        with undone():
            response = visit_of(world, sample, Visit(role, method, htmx))
        if settings.SESSION_COOKIE_NAME in response.cookies:
            continue  # the session ends or begins here: there is no page in it

        assert {"private", "no-store"} <= parts_of(response, "Cache-Control")
        assert {"Cookie", "HX-Request"} <= parts_of(response, "Vary")


@pytest.mark.parametrize("sample", READ, ids=str)
def test_no_cache_gives_a_page_with_a_token_to_another(world, sample):
    response = visit_of(world, sample, Visit(Role.AN, "GET", htmx=False))

    assert "HX-Request" in parts_of(response, "Vary")
    if "csrfmiddlewaretoken" in response.content.decode():
        assert "private" in parts_of(response, "Cache-Control")
        assert "Cookie" in parts_of(response, "Vary")


# The admin ------------------------------------------------------------------------

WRITING = ("_add", "_delete", "_change")
ADMIN_NAMES = sorted({name for name in url_names() if name.startswith("admin:")})


def address_in_admin(name: str) -> str:
    """An address of that name, of a row that exists."""
    models = {
        f":{folder}_{m._meta.model_name}_": m
        for m in apps.get_models()
        for folder in (m._meta.app_label, "publishing", "analysis")
    }
    of = [model for key, model in models.items() if key in f"{name}_"]
    row = of[0]._base_manager.first() if of else None
    pk = row.pk if row else 1
    for args in ([], [pk], ["lessons"], [pk, 1]):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    raise NoReverseMatch(name)


@pytest.mark.parametrize("name", ADMIN_NAMES)
def test_who_is_no_writer_is_sent_from_the_admin_to_log_in(world, name):
    for role, method in product(set(Role) - WRITERS, ("GET", "POST")):
        response = knock(world, role, method, address_in_admin(name))
        while response.get("Location", "").startswith("/admin/"):
            response = world.client(role).get(response.url)

        assert leads_to_log_in(response, htmx=False), f"{role} {method}"


@pytest.mark.parametrize("name", ADMIN_NAMES)
def test_a_writer_without_the_right_is_refused(world, name):
    (row,) = rows_for(name)
    url = address_in_admin(name)
    looking = WRITERS - row.reads if row.others is NO_RIGHT else set()
    writing = WRITERS - row.sends if name.endswith(WRITING) else looking

    for role, method in [*product(looking, ["GET"]), *product(writing, ["POST"])]:
        response = knock(world, role, method, url)

        assert response.status_code == 403, f"{role} {method}"


@pytest.mark.parametrize("name", ADMIN_NAMES)
def test_a_writer_with_the_right_comes_in(world, name):
    (row,) = rows_for(name)
    if not row.reads or name.endswith((*WRITING, "autocomplete", "view_on_site")):
        return  # which of them may is in roles.py

    for role in row.reads & WRITERS:
        response = knock(world, role, "GET", address_in_admin(name))

        assert response.status_code == (302 if name == "admin:login" else 200), role
