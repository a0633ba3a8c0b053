"""./dev manage first_admin [--email ADDRESS]"""

import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from sps_learn import env

# Without letters and digits that look alike: people copy it by hand.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Make an administrator if there is none, and print the password once."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="default: SPS_ADMIN_EMAIL, or admin@HOST")

    def handle(self, *args, **options) -> None:
        User = get_user_model()
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            if options["verbosity"]:
                self.stdout.write("There is an administrator already.")
            return

        email = options["email"] or env.text("SPS_ADMIN_EMAIL") or default_email()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        if User.objects.filter(email__iexact=email).exists():
            # Whoever signed up with this address must not become administrator.
            raise CommandError(
                f"No administrator was made: {email} is someone's address already."
                " Set SPS_ADMIN_EMAIL to another."
            )

        password = new_password()
        with transaction.atomic():
            admin = User.objects.create_superuser(email, password)
            EmailAddress.objects.create(
                user=admin, email=admin.email, verified=True, primary=True
            )
        self.stdout.write(
            f"\nFirst administrator\n  e-mail    {email}\n  password  {password}\n"
            "The password is shown only now; keep it, or change it under"
            f" {settings.SITE_URL.origin}/accounts/password/change/.\n\n"
        )


def default_email() -> str:
    host = settings.SITE_URL.host
    has_domain = "." in host and not host.replace(".", "").isdigit()
    return f"admin@{host if has_domain else 'localhost'}"


def new_password() -> str:
    groups = (
        "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(5)) for _ in "1234"
    )
    return "-".join(groups)
