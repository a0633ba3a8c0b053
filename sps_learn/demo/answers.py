"""An outcome as the form of a question would send it. Pure: no Django.

Where a question cannot be answered so (in part, say, with one key and no credit for
another option), the answer is the nearest that it admits.
"""

from collections.abc import Sequence

from quizzes.grading import Answer, Content, Fields, Verdict, key, kind_of

from .model import unit

# Of those who fall for a distractor, so many fall for the same one.
ATTRACTED = 0.6
UNKNOWN = "not sure"


def fields(
    content: Content, order: Sequence[str], verdict: Verdict, chance: float
) -> Fields:
    """What is sent; `chance`, 0 to 1, decides between answers that are as good."""
    given = answer(content, verdict, chance)
    return kind_of(content).entered(content, order, given)


def answer(content: Content, verdict: Verdict, chance: float) -> Answer:
    if verdict is Verdict.RIGHT:
        return key(content)
    is_partly = verdict is Verdict.PARTLY
    match content["kind"]:
        case "single" | "true-false":
            return {"options": [_other_option(content, is_partly, chance)]}
        case "multiple":
            return {"options": _other_options(content, is_partly, chance)}
        case "matching":
            return {"pairs": _other_pairs(content, is_partly)}
        case "ordering":
            return {"order": _other_order(content, is_partly, chance)}
        case "short":
            return {"text": _other_text(content, is_partly, chance)}
        case _:
            return _other_number(content, is_partly, chance)


def attracted[T](name: str, tempting: Sequence[T], chance: float) -> T:
    """One of several wrong things: most often the one that attracts most."""
    best = int(unit(name, "attractive") * len(tempting))
    if chance < ATTRACTED or len(tempting) == 1:
        return tempting[best]
    others = [*tempting[:best], *tempting[best + 1 :]]
    return _at(others, (chance - ATTRACTED) / (1 - ATTRACTED))


def _other_option(content: Content, is_partly: bool, chance: float) -> str:
    others = [option for option in content["options"] if not option["key"]]
    worth_a_part = [option for option in others if option.get("credit")]
    worth_nothing = [option for option in others if not option.get("credit")]
    wanted = worth_a_part if is_partly else worth_nothing
    chosen = attracted(content["id"], wanted or others, chance)
    return str(chosen["id"])


def _other_options(content: Content, is_partly: bool, chance: float) -> list[str]:
    keys = [option["id"] for option in content["options"] if option["key"]]
    others = [option["id"] for option in content["options"] if not option["key"]]
    if not others or (is_partly and len(keys) > 1 and chance < 0.5):
        return [one for one in keys if one != _at(keys, chance)] or keys
    tempting = attracted(content["id"], others, chance)
    chosen = {*keys, tempting} if is_partly else {tempting}
    return [option["id"] for option in content["options"] if option["id"] in chosen]


def _other_pairs(content: Content, is_partly: bool) -> dict[str, str]:
    """Two lines exchanged; or each line with the partner of the next."""
    pairs: dict[str, str] = key(content)["pairs"]
    lines = list(pairs)
    moved = lines[:2] if is_partly else lines
    turned = [*moved[1:], *moved[:1]]
    return pairs | {to: pairs[of] for to, of in zip(moved, turned, strict=True)}


def _other_order(content: Content, is_partly: bool, chance: float) -> list[str]:
    """Two neighbours exchanged; or all from the end."""
    order: list[str] = key(content)["order"]
    if not is_partly:
        return order[::-1]
    at = int(chance * (len(order) - 1))
    return [*order[:at], order[at + 1], order[at], *order[at + 2 :]]


def _other_text(content: Content, is_partly: bool, chance: float) -> str:
    parts = [one["text"] for one in content["accept"] if one["credit"] < 1]
    if is_partly and parts:
        return str(_at(parts, chance))
    wrong = [one["match"] for one in content["wrong"]]
    return str(attracted(content["id"], [*wrong, UNKNOWN], chance))


def _other_number(content: Content, is_partly: bool, chance: float) -> Answer:
    parts = [one["value"] for one in content["accept"] if one["credit"] < 1]
    if is_partly and parts:
        value = _at(parts, chance)
    else:
        # Beyond all that is accepted, whatever that is.
        reach = max(abs(one["value"]) + one["tolerance"] for one in content["accept"])
        wrong = [one["value"] for one in content["wrong"]]
        value = attracted(content["id"], [*wrong, 2 * reach + 1], chance)
    return {"text": f"{value:.15g}", "value": value}


def _at[T](several: Sequence[T], chance: float) -> T:
    return several[int(chance * len(several))]
