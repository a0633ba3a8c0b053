"""What lessons asks of apps that it may not import.

Lessons knows nothing of quizzes (imports run one way), yet a corrected source shows in
questions too, and a lesson may name a question. The project, which sees both, puts
the answers in here when it starts (sps_learn/apps.py); until then there are none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


def _nothing_to_render() -> int:
    return 0


def _no_faults(ids: Iterable[str]) -> dict[str, str]:
    return {}


def _not_cited(key: str) -> list[str]:
    return []


def _nothing_asked() -> dict[str, list[str]]:
    return {}


@dataclass(slots=True)
class Hooks:
    # Rebuild the HTML of questions, which shows sources and titles of lessons.
    render_questions: Callable[[], int] = _nothing_to_render
    # Of these ids, those of no question that a lesson may ask, each with the reason.
    question_faults: Callable[[Iterable[str]], Mapping[str, str]] = _no_faults
    # Names of the questions that cite a source.
    questions_citing: Callable[[str], list[str]] = _not_cited
    # The stems of published questions, by what they cite (`causes:2`, `R93`) and by
    # their objective (`M1.1`).
    stems: Callable[[], Mapping[str, Sequence[str]]] = _nothing_asked


hooks = Hooks()
