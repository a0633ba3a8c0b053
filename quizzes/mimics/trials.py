"""The cases of the trainer, with what a learner made of each."""

from sps_learn.accounts.models import User

from ..models import Question, Recall
from ..querysets import QuestionQuerySet
from ..scheduling import is_right
from ..telling_apart import Judged, is_sps
from .choosing import Last, Trial, choose

MOST = 10  # in one sitting


def trials_of(learner: User | None, cases: QuestionQuerySet) -> list[Trial]:
    """Two queries; to who is not signed in every case is new."""
    last = _last_answers(learner) if learner else {}
    found = cases.order_by("pk").values_list(
        "pk", "mimic", "published__content__options"
    )
    return [
        Trial(pk, mimic, is_sps(options), last.get(pk)) for pk, mimic, options in found
    ]


def to_ask(learner: User, seed: int) -> list[int]:
    """The cases of a new sitting, in order."""
    cases = Question.objects.for_trainer().outside_running_tests_of(learner)
    return [one.question for one in choose(trials_of(learner, cases), MOST, seed)]


def judged(trials: list[Trial]) -> list[Judged]:
    """What was answered of them."""
    return [
        Judged(one.mimic, one.is_sps, one.last.is_right) for one in trials if one.last
    ]


def _last_answers(learner: User) -> dict[int, Last]:
    recalls = Recall.objects.for_learner(learner).exclude(question__mimic="")
    given = recalls.values_list("question", "last_fraction", "last_answered_at")
    return {pk: Last(is_right(fraction), at) for pk, fraction, at in given}
