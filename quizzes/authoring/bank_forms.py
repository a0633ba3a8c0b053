"""Forms of the quizzes' admin that are no longer than what they show."""

from sps_learn.publishing.admin_forms import RowForm

from .. import schemas
from ..models import Bank


class BankForm(RowForm):
    schema = schemas.BankContent
    names = {"bank": "slug"}

    class Meta:
        model = Bank
        fields = ("slug", "title", "topic")
