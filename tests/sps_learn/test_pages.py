"""The frame of the site, its pages of words, its error pages and allauth's pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse

from sps_learn.accounts.models import User
from sps_learn.context import THEMES
from tests.accounts.factories import PASSWORD, UserFactory
from tests.sps_learn.markup import Page, text_of

PLAIN_PAGES = ["about", "help", "privacy", "accessibility"]
ERROR_PAGES = ["400", "403", "404", "409", "422", "429", "500"]
PAGES_FOR_STRANGERS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]
PAGES_FOR_MEMBERS = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
]


def page_at(client, address, status=200, **data):
    response = client.post(address, data) if data else client.get(address)
    assert response.status_code == status
    return Page(response.content.decode())


# Pages of words ----------------------------------------------------------------


@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_a_page_of_words_is_sound_and_asks_nothing_of_the_database(client, name):
    assert page_at(client, reverse(name)).faults() == []


def test_the_titles_of_all_pages_differ(client, learner_client):
    titles = [page_at(client, reverse(name)).title for name in PLAIN_PAGES]
    titles += [Page(render_to_string(f"{code}.html")).title for code in ERROR_PAGES]
    titles += [page_at(client, reverse(name)).title for name in PAGES_FOR_STRANGERS]
    titles += [page_at(learner_client, reverse(n)).title for n in PAGES_FOR_MEMBERS]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_every_page_says_that_it_is_not_medical_advice(client, db, name):
    footer = page_at(client, reverse(name)).all("footer")[0]

    assert "This is not medical advice." in text_of(footer)


# The frame -----------------------------------------------------------------------


def menu_of(page):
    return [text_of(e) for e in page.all("a", "button", "summary")]


def test_a_stranger_can_sign_in_from_every_page(client, db):
    menu = menu_of(page_at(client, reverse("help")))

    assert "Sign in" in menu
    assert "Sign out" not in menu


def test_a_guest_can_save_or_clear_from_every_page(guest_client):
    menu = menu_of(page_at(guest_client, reverse("help")))

    assert {"Guest", "Save my progress", "Finish and clear this computer"} <= {*menu}


def test_a_member_can_sign_out_from_every_page(client, db):
    client.force_login(UserFactory(display_name="Amina"))

    menu = menu_of(page_at(client, reverse("help")))

    assert {"Amina", "My attempts", "Settings", "Sign out"} <= {*menu}
    assert "Admin" not in menu


def test_staff_find_the_admin(admin_client):
    assert "Admin" in menu_of(page_at(admin_client, reverse("help")))


def test_a_name_with_markup_in_it_stays_a_name(client, db):
    client.force_login(UserFactory(display_name="<script>alert(1)</script>"))

    page = page_at(client, reverse("help"))

    assert page.faults() == []
    assert "<script>alert(1)</script>" in menu_of(page)


def test_the_navigation_says_where_one_is(client, db):
    page = page_at(client, reverse("help"))

    current = [e for e in page.all("a") if e.get("aria-current")]

    assert [text_of(e) for e in current] == ["Help"]


@pytest.mark.parametrize("theme", THEMES)
def test_the_chosen_theme_is_marked_and_applied(client, db, theme):
    client.cookies["theme"] = theme

    page = page_at(client, reverse("about"))

    pressed = [e for e in page.all("button") if e.get("aria-pressed") == "true"]
    assert [e.get("value") for e in pressed] == [theme]
    assert page.root.get("data-theme", "system") == theme


LARGER = {"prefers_larger_type": True}


@pytest.mark.parametrize("name", ["help", "lessons:modules", "account_logout"])
def test_larger_type_is_on_every_page_of_who_wants_it(client, db, name):
    client.force_login(UserFactory(**LARGER))

    assert page_at(client, reverse(name)).root.get("data-type") == "larger"
    assert page_at(client, "/nothing/", status=404).root.get("data-type") == "larger"


def test_a_guest_has_larger_type_too_and_nobody_else(client, guest_client, guest):
    UserFactory(**LARGER)
    assert page_at(guest_client, reverse("help")).root.get("data-type") is None

    User.objects.filter(pk=guest.pk).update(**LARGER)

    assert page_at(guest_client, reverse("help")).root.get("data-type") == "larger"
    assert page_at(client, reverse("help")).root.get("data-type") is None


def test_larger_type_costs_no_query(client, db, django_assert_num_queries):
    client.force_login(UserFactory(**LARGER))

    with django_assert_num_queries(3):  # the session, its person, what is due
        client.get(reverse("help"))


def test_choosing_a_theme_leads_back_to_the_same_page(client, db):
    page = page_at(client, f"{reverse('about')}?from=here")

    fields = {e.get("name"): e.get("value") for e in page.all("input")}

    assert fields["next"] == "/about/?from=here"


def test_a_message_is_shown_once(client, learner):
    client.post(
        reverse("account_login"),
        {"login": learner.email, "password": PASSWORD},
    )

    first, second = (client.get(reverse("help")).content.decode() for _ in range(2))

    assert "You are signed in." in first
    assert "You are signed in." not in second
    assert Page(first).faults() == []


# Error pages ---------------------------------------------------------------------


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_an_error_page_is_sound_without_a_request_or_a_database(code):
    page = Page(render_to_string(f"{code}.html"))

    assert page.faults() == []
    assert code in page.title
    assert "set_theme" not in page.ids


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_an_error_page_is_sound_for_a_stranger(rf, code):
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()

    page = Page(render_to_string(f"{code}.html", {}, request))

    assert page.faults() == []


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_htmx_finds_the_words_of_an_error_page(code):
    page = Page(render_to_string(f"{code}.html"))

    (words,) = [e for e in page.elements if e.get("id") == "what-happened"]

    assert len(text_of(words).split()) > 15
    assert page.ids["trouble"] == 1


@pytest.mark.parametrize("code", ["409", "422", "429"])
def test_an_error_page_passes_on_what_the_view_says(code):
    page = Page(render_to_string(f"{code}.html", {"message": "B was saved first."}))

    (words,) = [e for e in page.elements if e.get("id") == "what-happened"]

    assert "B was saved first." in text_of(words)


def test_a_form_without_its_token_is_told_apart_from_a_missing_right():
    right = render_to_string("403.html")
    token = render_to_string("403.html", {"csrf_failed": True})

    assert Page(token).faults() == []
    assert Page(token).title != Page(right).title
    assert "cookies" in token
    assert "cookies" not in right


def test_the_last_resort_needs_neither_database_nor_list_of_hashed_files(rf, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        },
    }
    show_error = get_resolver().resolve_error_handler(500)

    response = show_error(rf.get("/"))

    assert response.status_code == 500
    page = Page(response.content.decode())
    assert page.faults() == []
    assert "/static/sps.css" in [e.get("href") for e in page.all("link")]


def test_an_unknown_address_is_answered_in_the_look_of_the_site(client, db):
    page = page_at(client, "/nothing/here/", status=404)

    assert page.faults() == []
    assert "There is no page at this address" in text_of(page.all("h1")[0])


# Signing up and in -----------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES_FOR_STRANGERS)
def test_an_account_page_is_sound_for_a_stranger(client, db, name):
    assert page_at(client, reverse(name)).faults() == []


@pytest.mark.parametrize("name", PAGES_FOR_STRANGERS)
def test_an_account_page_is_sound_for_a_guest(guest_client, name):
    assert page_at(guest_client, reverse(name)).faults() == []


@pytest.mark.parametrize("name", PAGES_FOR_MEMBERS)
def test_an_account_page_is_sound_for_a_member(learner_client, name):
    assert page_at(learner_client, reverse(name)).faults() == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "nobody", "password": ""}),
        ("account_signup", {"email": "amina", "password1": "short"}),
        ("account_reset_password", {"email": "amina"}),
    ],
)
def test_a_refused_form_says_so_first_and_links_to_the_field(client, db, name, data):
    page = page_at(client, reverse(name), **data)

    assert page.faults() == []
    assert page.title.startswith("Error: ")
    (summary,) = [e for e in page.elements if "errors" in e.get("class", "").split()]
    assert summary.get("tabindex") == "-1"
    assert summary.get("autofocus") is not None
    targets = {link.get("href")[1:] for link in summary.iter("a")}
    assert targets <= {e.get("id") for e in page.all("input")}
    assert targets


def test_a_wrong_password_is_told_above_the_form(client, learner):
    page = page_at(
        client, reverse("account_login"), login=learner.email, password="not this"
    )

    (summary,) = [e for e in page.elements if "errors" in e.get("class", "").split()]

    assert [link.get("href") for link in summary.iter("a")] == ["#id_login"]


def test_what_a_browser_can_fill_in_is_marked(client, db):
    fields = page_at(client, reverse("account_signup")).all("input")

    filled = {e.get("name"): e.get("autocomplete") for e in fields}

    assert filled["email"] == "email"
    assert filled["password1"] == "new-password"


def test_a_used_or_mistyped_link_to_a_new_password_is_explained(client, db):
    address = reverse("account_reset_password_from_key", args=["1", "abc-def"])

    page = page_at(client, address)

    assert page.faults() == []
    assert "no longer valid" in text_of(page.all("h1")[0])


def test_signing_up_says_how_many_answers_are_kept(guest_client, monkeypatch):
    monkeypatch.setattr("sps_learn.context.count_answers", lambda learner: 7)

    page = page_at(guest_client, reverse("account_signup"))

    assert "the 7 answers given here" in text_of(page.all("main")[0])


def test_signing_in_is_not_the_only_way_on(client, db):
    page = page_at(client, reverse("account_login"))

    links = {text_of(e): e.get("href") for e in page.all("a")}

    assert links["Go on without an account"] == reverse("lessons:modules")


@pytest.fixture
def mail_is_sent(settings):
    """As where a mailer is configured: an address is confirmed by a code."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


def test_the_code_of_a_new_address_is_asked_for_and_mailed(
    client, db, mail_is_sent, mailoutbox
):
    data = {"email": "new@example.org", "password1": PASSWORD}

    response = client.post(reverse("account_signup"), data)
    page = page_at(client, response.url)

    assert page.faults() == []
    assert "new@example.org" in text_of(page.all("main")[0])
    fields = {e.get("name"): e.get("autocomplete") for e in page.all("input")}
    assert fields["code"] == "one-time-code"
    assert mailoutbox[0].subject == "SPS Learn: Confirm your e-mail address"


def test_a_mistyped_code_is_told_above_the_form(client, db, mail_is_sent):
    data = {"email": "new@example.org", "password1": PASSWORD}
    address = client.post(reverse("account_signup"), data).url

    page = page_at(client, address, code="not it")

    assert page.faults() == []
    assert page.title.startswith("Error: ")


# Mail ------------------------------------------------------------------------------

MAILS = ["password_reset_key", "account_already_exists", "unknown_account"]
MAILS += ["email_confirmation", "email_confirmation_signup", "password_changed"]
MAILS += ["password_reset", "password_set", "email_changed", "email_confirm"]
MAILS += ["email_deleted"]


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_short_plain_and_in_our_words(name):
    context = {"code": "ABC-DEF", "ip": "::1", "user_agent": "it's <a> browser"}

    subject = render_to_string(f"account/email/{name}_subject.txt", context).strip()
    body = render_to_string(f"account/email/{name}_message.txt", context)

    assert "\n" not in subject
    assert body.startswith("Hello\n")
    assert "SPS Learn" in body
    assert len(body.split()) < 120
    assert [sign for sign in ("!", "&#", "&lt;") if sign in body] == []
