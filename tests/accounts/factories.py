import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sps_learn.accounts.models import Notice, User

PASSWORD = "four quiet words here"


class UserFactory(DjangoModelFactory):
    """A member, who signs in with PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence("member{}@example.org".format)
    password = PASSWORD
    last_login = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class GuestFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = None
    is_guest = True
    password = "!"
    last_login = factory.LazyFunction(timezone.now)


class NoticeFactory(DjangoModelFactory):
    """A notice that nobody has read; `notices.tell` stores it with its number."""

    class Meta:
        model = Notice

    learner = factory.SubFactory(UserFactory)
    kind = "told"
    about = "something"
    title = "Something is new"
    text = "What is new."
    made_at = factory.LazyFunction(timezone.now)
