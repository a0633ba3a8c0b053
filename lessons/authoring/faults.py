"""What is wrong with a lesson beyond its shape: it does not fit the database."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from .. import markup
from ..hooks import hooks
from ..models import Figure, Module, Reference, Term


def paragraphs_known() -> dict[str, set[int]]:
    """By key of a source, the paragraphs that may be cited."""
    return {
        key: {one["n"] for one in paragraphs}
        for key, paragraphs in Reference.objects.values_list("key", "paragraphs")
    }


def citation_fault(
    key: str, paragraph: int | None, known: Mapping[str, set[int]]
) -> str | None:
    if key not in known:
        return f"There is no reference {key}."
    if paragraph is not None and paragraph not in known[key]:
        return f"{key} has no paragraph {paragraph}."
    return None


def lesson_faults(content: dict[str, Any], module: Module) -> list[str]:
    """What is wrong with a lesson beyond its shape."""
    return [
        *objective_faults(content["objectives"], module),
        *body_faults(content["body"]),
    ]


def objective_faults(codes: Sequence[str], module: Module) -> list[str]:
    own = set(module.objectives.values_list("code", flat=True))
    return [
        f"{code} is not of the module {module}." for code in codes if code not in own
    ]


def body_faults(body: str) -> list[str]:
    """What is wrong with the text of a lesson, each with its line."""
    found = [(fault.line, f"{fault.message}.") for fault in markup.faults(body)]
    mentions = markup.mentions(body)
    of_questions = hooks.question_faults(
        one.name for one in mentions if one.kind == "check"
    )
    known = {
        "term": set(Term.objects.values_list("slug", flat=True)),
        "figure": set(Figure.objects.values_list("slug", flat=True)),
    }
    citable = paragraphs_known()
    for one in mentions:
        if one.kind == "citation":
            fault = citation_fault(one.name, one.paragraph, citable)
        elif one.kind == "check":
            fault = of_questions.get(one.name)
        elif one.name not in known[one.kind]:
            fault = f"There is no {one.kind} {one.name}."
        else:
            fault = None
        if fault:
            found.append((one.line, fault))
    found.sort(key=itemgetter(0))
    return [_at_line(body, line, message) for line, message in found]


def _at_line(body: str, line: int, message: str) -> str:
    beginning = body.split("\n")[line - 1].strip()
    if len(beginning) > 40:
        beginning = f"{beginning[:40]}…"
    return f"Line {line} (“{beginning}”): {message}"
