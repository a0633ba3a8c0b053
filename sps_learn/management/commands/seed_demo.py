"""./dev manage seed_demo [--learners N] [--attempts N] [--force] [--now DATE]"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sps_learn.accounts.models import User
from sps_learn.demo.diary import attempts_of
from sps_learn.demo.history import Offer, enter
from sps_learn.demo.people import DOMAIN, NAMED, Person
from sps_learn.demo.people import learners as some_learners
from sps_learn.management.commands.first_admin import PASSWORD_ALPHABET

LEARNERS, ATTEMPTS = 30, 12
SAID_EVERY = 10


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError("a whole number, 0 or more")
    return int(text)


class Command(BaseCommand):
    help = "Fill the site with people who do not exist and what they learned."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--learners",
            type=whole_number,
            default=LEARNERS,
            metavar="N",
            help=f"beside the named people; default {LEARNERS}",
        )
        parser.add_argument(
            "--attempts",
            type=whole_number,
            default=ATTEMPTS,
            metavar="N",
            help=f"of a learner, about; default {ATTEMPTS}",
        )
        parser.add_argument(
            "--now",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day on which the history ends; default today",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="also beside real accounts, which are left alone",
        )

    def handle(
        self,
        *,
        learners: int,
        attempts: int,
        now: date | None,
        force: bool,
        **_: object,
    ) -> None:
        if not force:
            refuse_real_accounts()
        offer = Offer.now()
        if not offer.quizzes or not offer.lessons:
            raise CommandError(
                "There is nothing to learn yet: run ./dev manage load_content first."
            )
        # Noon, so that every run of a day comes to the same.
        noon = datetime.combine(now or timezone.now().date(), time(12), UTC)
        made = self.enter_all(offer, learners, attempts, noon)
        self.say(f"{made} people made, {len(NAMED) + learners - made} were here before")
        self.say_how_to_sign_in()

    def enter_all(
        self, offer: Offer, number: int, attempts: int, noon: datetime
    ) -> int:
        password, made = demo_password(), 0
        for person in NAMED:
            made += enter(
                person, offer=offer, attempts=attempts, now=noon, password=password
            )
        for at, person in enumerate(some_learners(number), start=1):
            made += enter(
                person,
                offer=offer,
                attempts=attempts_of(person.email, attempts),
                now=noon,
                password=password,
            )
            if at % SAID_EVERY == 0:
                self.say(f"{at} of {number} learners")
        return made

    def say_how_to_sign_in(self) -> None:
        password = demo_password()
        self.say(f"\nSign in with the password {password}")
        for person, has_it in with_password(NAMED, password):
            note = "" if has_it else "  (has another password)"
            self.say(f"  {person.email:26}{person.name}{note}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refuse_real_accounts() -> None:
    if number := real_members().count():
        accounts = "1 real account" if number == 1 else f"{number} real accounts"
        raise CommandError(
            f"Nothing was made: there {'is' if number == 1 else 'are'} {accounts} here."
            " --force adds the demo beside what exists, and leaves that alone."
        )


def real_members() -> QuerySet[User]:
    """Everybody with an account but the demo's people and the first administrator."""
    members = User.objects.filter(is_guest=False)
    members = members.exclude(email__iendswith=f"@{DOMAIN}")
    # `first_admin` runs before anybody can sign up, so whoever it made came first.
    first = members.order_by("pk").first()
    if first and first.is_superuser:
        members = members.exclude(pk=first.pk)
    return members


def demo_password() -> str:
    """The same on every run, and unlike that of any other site.

    An instructor of the demo may open the admin, so a password that stands in the code
    would be a way in.
    """
    keyed = salted_hmac("sps_learn.seed_demo", "password", algorithm="sha256")
    digest = keyed.digest()
    letters = [PASSWORD_ALPHABET[byte % len(PASSWORD_ALPHABET)] for byte in digest]
    return "-".join("".join(letters[at : at + 5]) for at in range(0, 20, 5))


def with_password(
    people: Iterable[Person], password: str
) -> Iterable[tuple[Person, bool]]:
    """Each person, and whether this is their password."""
    for person in people:
        user = User.objects.get(email__iexact=person.email)
        yield person, user.check_password(password)
