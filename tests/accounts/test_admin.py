import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = "admin:accounts_user_changelist"
PERSON = "admin:accounts_user_change"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def boss():
    return UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def boss_client(boss):
    return client_of(boss)


@pytest.fixture
def clerk():
    """Manages people, and is not a superuser."""
    person = UserFactory(email="clerk@example.org", is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(content_type__model__in=["user", "emailaddress"])
    )
    return person


def fields_of(person, **changes):
    return {
        "email": person.email,
        "display_name": person.display_name,
        "role": person.role,
        "time_zone": person.time_zone,
        "time_factor": person.time_factor,
        "is_active": "on",
        **changes,
    }


# The way in ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["client", "guest_client", "member_client"])
@pytest.mark.parametrize("name", ["admin:index", PEOPLE])
def test_who_may_not_open_the_admin_is_sent_to_log_in(who, name, request):
    client = request.getfixturevalue(who)

    response = client.get(reverse(name), follow=True)

    assert all(status == 302 for _, status in response.redirect_chain)
    last, _ = response.redirect_chain[-1]
    assert last.startswith(f"{reverse('account_login')}?next=")
    assert response.status_code == 200


def test_the_admins_own_log_in_takes_no_password(client, boss):
    response = client.post(
        reverse("admin:login"), {"username": boss.email, "password": PASSWORD}
    )

    assert response.url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_back_to_the_admin(client, boss):
    response = client.get(reverse("admin:login"), {"next": reverse(PEOPLE)})
    response = client.post(response.url, {"login": boss.email, "password": PASSWORD})

    # The goal is in the address of the form, and in the form.
    assert response.url in {reverse(PEOPLE), reverse("progress")}
    assert client.get(reverse(PEOPLE)).status_code == 200


def test_the_admins_log_in_sends_nobody_away(boss_client):
    response = boss_client.get(reverse("admin:login"), {"next": "//evil.example"})

    assert response.url == reverse("admin:index")


# People -------------------------------------------------------------------------------


def names_on(response) -> set[str]:
    return {str(person) for person in response.context["cl"].queryset}


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ({}, {"boss@example.org"}),
        ({"kind": "guests"}, {"Guest"}),
        ({"kind": "all"}, {"boss@example.org", "Guest"}),
    ],
)
def test_guests_are_listed_only_when_asked_for(boss_client, kind, shown):
    GuestFactory()

    assert names_on(boss_client.get(reverse(PEOPLE), kind)) == shown


def test_people_are_found_by_name_and_address(boss_client):
    UserFactory(email="noor@example.org", display_name="Noor")
    UserFactory(email="ben@example.org", display_name="Ben")

    for words in ("noor", "NOOR@example"):
        assert names_on(boss_client.get(reverse(PEOPLE), {"q": words})) == {"Noor"}


@pytest.mark.parametrize("size", [1, 10])
def test_the_list_costs_the_same_for_few_and_many(
    boss_client, size, django_assert_max_num_queries
):
    UserFactory.create_batch(size)

    with django_assert_max_num_queries(8):
        boss_client.get(reverse(PEOPLE))


@pytest.mark.parametrize(
    "lookup",
    ["password__startswith", "password", "password__regex", "groups__user__password"],
)
def test_nobody_can_feel_for_passwords_through_filters(boss_client, lookup):
    response = boss_client.get(reverse(PEOPLE), {lookup: "md5"})

    assert response.status_code == 400


def test_a_person_is_made_in_one_form(boss_client):
    boss_client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "New@Example.org",
            "display_name": "Noor",
            "role": "nurse",
            "usable_password": "true",
            "password1": "calm river of words",
            "password2": "calm river of words",
        },
    )

    person = User.objects.get(email="new@example.org")
    assert person.check_password("calm river of words")
    assert not person.is_guest


@pytest.mark.parametrize("email", ["", "BOSS@example.org", "no address"])
def test_a_person_needs_an_address_of_their_own(boss_client, email):
    response = boss_client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": email,
            "usable_password": "true",
            "password1": "calm river of words",
            "password2": "calm river of words",
        },
    )

    assert response.status_code == 200
    assert "email" in response.context["adminform"].errors or (
        "__all__" in response.context["adminform"].errors
    )


def test_groups_rights_and_passwords_are_given_there(boss_client, member):
    group = Group.objects.create(name="Readers of proofs")

    boss_client.post(
        reverse(PERSON, args=[member.pk]),
        fields_of(member, is_staff="on", groups=[group.pk]),
    )
    boss_client.post(
        reverse("admin:auth_user_password_change", args=[member.pk]),
        {
            "usable_password": "true",
            "password1": "another calm sentence",
            "password2": "another calm sentence",
        },
    )

    member.refresh_from_db()
    assert member.is_staff
    assert list(member.groups.all()) == [group]
    assert member.check_password("another calm sentence")


def test_the_page_of_a_person_holds_no_password_hash(boss_client, member):
    page = boss_client.get(reverse(PERSON, args=[member.pk])).content.decode()

    assert member.password not in page
    assert member.password.split("$")[-1] not in page


def test_an_old_address_cannot_reset_the_password(boss_client, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True)

    boss_client.post(
        reverse(PERSON, args=[member.pk]), fields_of(member, email="new@example.org")
    )

    member.refresh_from_db()
    assert member.email == "new@example.org"
    assert not EmailAddress.objects.filter(email="amina@example.org").exists()


def test_deleting_a_person_erases_all_that_is_theirs(boss_client, member, answers):
    answers[member.pk] = 3

    boss_client.post(
        reverse("admin:accounts_user_delete", args=[member.pk]), {"post": "yes"}
    )

    assert not User.objects.filter(pk=member.pk).exists()
    assert not answers


def test_deleting_many_people_erases_what_is_theirs(boss_client, answers):
    people = UserFactory.create_batch(2)
    answers.update({person.pk: 3 for person in people})

    boss_client.post(
        reverse(PEOPLE),
        {
            "action": "delete_selected",
            "_selected_action": [person.pk for person in people],
            "post": "yes",
        },
    )

    assert User.objects.count() == 1
    assert not answers


def test_the_only_administrator_cannot_be_deleted(boss_client, boss):
    response = boss_client.post(
        reverse("admin:accounts_user_delete", args=[boss.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert User.objects.filter(pk=boss.pk).exists()


def test_a_guest_is_only_looked_at(boss_client, guest):
    url = reverse(PERSON, args=[guest.pk])

    assert boss_client.get(url).status_code == 200
    assert boss_client.post(url, {"email": "a@example.org"}).status_code == 403


@pytest.mark.parametrize("right", ["is_superuser", "user_permissions"])
def test_who_manages_people_cannot_make_superusers(clerk, member, right):
    permission = Permission.objects.first()

    client_of(clerk).post(
        reverse(PERSON, args=[member.pk]), fields_of(member, **{right: permission.pk})
    )
    client_of(clerk).post(
        reverse(PERSON, args=[clerk.pk]),
        fields_of(clerk, is_staff="on", **{right: permission.pk}),
    )

    for person in (member, clerk):
        before = person.user_permissions.count()
        person.refresh_from_db()
        assert not person.is_superuser
        assert person.user_permissions.count() == before
        assert permission not in member.user_permissions.all()


@pytest.mark.parametrize(
    "name",
    [PERSON, "admin:auth_user_password_change", "admin:accounts_user_delete"],
)
def test_who_manages_people_cannot_touch_a_superuser(clerk, boss, name):
    response = client_of(clerk).post(reverse(name, args=[boss.pk]), fields_of(boss))

    assert response.status_code == 403


def test_staff_without_rights_see_no_people():
    author = UserFactory(is_staff=True)

    assert client_of(author).get(reverse(PEOPLE)).status_code == 403
