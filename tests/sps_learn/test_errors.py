import pytest
from django.core.exceptions import RequestDataTooBig
from django.template import TemplateSyntaxError, loader
from django.urls import reverse

from sps_learn import errors

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visit(rf, db):
    """A request as it is before any middleware has touched it."""
    return rf.get("/")


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.conflict, 409),
        (errors.unprocessable, 422),
        (errors.too_many, 429),
        (errors.server_error, 500),
    ],
)
def test_every_error_is_a_page_of_the_site(visit, handler, status):
    response = handler(visit)

    page = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in page
    assert "SPS Learn</title>" in page
    assert f'href="{reverse("help")}"' in page


def test_too_much_at_once_is_413(visit):
    assert errors.bad_request(visit, RequestDataTooBig()).status_code == 413


def test_too_much_at_once_reaches_that_page(learner_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = learner_client.post(
        reverse("accounts:settings"), {"display_name": "x" * 200}
    )

    assert response.status_code == 413


def test_a_form_without_its_token_is_explained(visit):
    page = errors.csrf_failure(visit, reason="CSRF token missing.").content.decode()

    assert "load the page again" in page
    assert "unchanged" in page
    assert "CSRF" not in page


def test_too_many_says_for_how_long(visit):
    assert errors.too_many(visit)["Retry-After"] == "300"
    assert errors.too_many(visit, seconds=20)["Retry-After"] == "20"


@pytest.mark.parametrize("helper", [errors.conflict, errors.unprocessable])
def test_htmx_shows_the_words_beside_the_page(client, rf, helper):
    request = rf.post("/", headers=HTMX)
    request.htmx = True

    response = helper(request)

    assert response["HX-Retarget"] == "#trouble"
    assert response["HX-Reselect"] == "#what-happened"
    assert 'id="what-happened"' in response.content.decode()


def test_an_unknown_address_says_the_same_to_everyone(client, learner_client, db):
    for asking in (client, learner_client):
        response = asking.get("/learn/there-is/no-such/page/")
        assert response.status_code == 404


@pytest.fixture
def broken_view(client, monkeypatch):
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        raise ValueError("SELECT secret FROM settings")

    monkeypatch.setattr("sps_learn.context.section_of", fail)
    return client.get(reverse("about"))


def test_a_fault_shows_nothing_of_the_inside(broken_view, db):
    page = broken_view.content.decode()

    assert broken_view.status_code == 500
    assert "Something went wrong on our side" in page
    for secret in ("SELECT", "Traceback", "ValueError", "settings.py"):
        assert secret not in page


def test_a_fault_needs_no_database(rf):
    # Without the `db` fixture every query fails.
    response = errors.server_error(rf.get("/"))

    assert "Something went wrong on our side" in response.content.decode()


def test_a_fault_keeps_the_theme(rf):
    request = rf.get("/")
    request.COOKIES["theme"] = "dark"

    assert 'data-theme="dark"' in errors.server_error(request).content.decode()


def test_a_fault_in_the_page_about_faults_still_gets_words(rf, monkeypatch):
    def fail(name):
        raise TemplateSyntaxError(name)

    monkeypatch.setattr(loader, "get_template", fail)

    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
