"""A signed note in a form, for what is asked before there is an attempt.

It names the attempt that the answer will make, so that two posts of one form (a
double click, the back button) make one attempt. Which revision was shown, and in what
order, cannot be changed by the sender.
"""

import hashlib
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token

from sps_learn.accounts import guests
from sps_learn.accounts.models import User

from ..actions import SingleQuestion
from ..models import Attempt

SALT = "quizzes.ticket"
MAX_AGE_SECONDS = 7 * 24 * 60 * 60
MAX_SEED = 2**31


class BadTicket(Exception):
    """The form's note is missing, altered or too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    attempt_id: uuid.UUID
    seed: int
    browser: str
    revision: int = 0
    purpose: str = Attempt.Purpose.QUIZ

    @property
    def asked(self) -> SingleQuestion:
        return SingleQuestion(
            attempt_id=self.attempt_id,
            revision=self.revision,
            seed=self.seed,
            purpose=Attempt.Purpose(self.purpose),
        )


def new_ticket(
    request: HttpRequest, *, revision: int = 0, purpose: str = "quiz"
) -> Ticket:
    get_token(request)  # so that the browser has a secret to be known by
    return Ticket(
        attempt_id=uuid.uuid4(),
        seed=new_seed(),
        browser=browser_mark(request),
        revision=revision,
        purpose=purpose,
    )


def new_seed() -> int:
    """The one place where what is drawn is left to chance; the tests know theirs."""
    return secrets.randbelow(MAX_SEED)


def seal(ticket: Ticket) -> str:
    return signing.dumps(
        [
            ticket.attempt_id.hex,
            ticket.seed,
            ticket.browser,
            ticket.revision,
            ticket.purpose,
        ],
        salt=SALT,
        compress=True,
    )


def unseal(sealed: str) -> Ticket:
    try:
        attempt, seed, browser, revision, purpose = signing.loads(
            sealed, salt=SALT, max_age=MAX_AGE_SECONDS
        )
    except signing.BadSignature:
        raise BadTicket from None
    return Ticket(uuid.UUID(attempt), seed, browser, revision, purpose)


def act_for_sender[T](
    request: HttpRequest, ticket: Ticket, act: Callable[[User, Ticket], T]
) -> T:
    """Do what the form asks for who sent it: the signed-in user, or a guest.

    Of a stranger's double click both posts come without a session. The second finds
    the attempt of the first and its guest; the secret of the browser proves that they
    belong together. `act` raises Attempt.DoesNotExist where the attempt is another's.
    """
    is_stranger = not request.user.is_authenticated
    if is_stranger and (maker := _guest_of(request, ticket)):
        guests.sign_in_guest(request, maker)
    learner = guests.learner_for(request)
    try:
        return act(learner, ticket)
    except Attempt.DoesNotExist:
        if is_stranger and (maker := _guest_of(request, ticket)):
            # Both posts ran at once: the guest made for this one is not needed.
            guests.sign_in_guest(request, maker)
            learner.delete()
            return act(maker, ticket)
        return act(learner, replace(ticket, attempt_id=uuid.uuid4()))


def _guest_of(request: HttpRequest, ticket: Ticket) -> User | None:
    """The guest who used this ticket before, if this is the same browser."""
    if ticket.browser != browser_mark(request):
        return None
    made = Attempt.objects.filter(pk=ticket.attempt_id, learner__is_guest=True)
    attempt = made.select_related("learner").first()
    return attempt.learner if attempt else None


def browser_mark(request: HttpRequest) -> str:
    """A fingerprint of the browser's CSRF secret; the secret itself stays out."""
    secret = request.META.get("CSRF_COOKIE", "")
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
