"""Which SVG may stand in a page. Pure: imports nothing from Django.

A drawing goes into the HTML as it is, so it may hold shapes and words and nothing
that runs, loads or leads away. What does not fit is refused and named, not repaired:
a drawing has to look the way its author saw it.
"""

import re
from xml.etree import ElementTree

SHAPES = frozenset({"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"})
GROUPS = frozenset({"svg", "defs", "g", "marker", "symbol", "use", "text", "tspan"})
WORDS = frozenset({"title", "desc"})  # in HTML these read as HTML: text only
ELEMENTS = SHAPES | GROUPS | WORDS
ATTRIBUTES = (
    frozenset({"class", "id", "role", "lang", "viewBox", "preserveAspectRatio"})
    | frozenset({"aria-describedby", "aria-hidden", "aria-label", "aria-labelledby"})
    | frozenset({"x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r"})
    | frozenset({"rx", "ry", "width", "height", "d", "points", "transform", "rotate"})
    | frozenset({"fill", "fill-opacity", "fill-rule", "opacity", "vector-effect"})
    | frozenset({"stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"})
    | frozenset({"stroke-linejoin", "stroke-opacity", "paint-order", "pathLength"})
    | frozenset({"font-family", "font-size", "font-style", "font-weight"})
    | frozenset({"text-anchor", "dominant-baseline", "letter-spacing", "textLength"})
    | frozenset({"markerWidth", "markerHeight", "refX", "refY", "orient"})
    | frozenset({"marker-start", "marker-mid", "marker-end", "href"})
)
_SVG = "{http://www.w3.org/2000/svg}"
# An entity, a comment or CDATA reads otherwise in HTML than in XML.
_OTHER_MARKUP = re.compile(r"<[!?]")
_INSIDE = re.compile(r"#[\w.-]+|url\(#[\w.-]+\)")


def faults(svg: str) -> list[str]:
    """What may not stand in a page, in words; an empty list when all is well."""
    if match := _OTHER_MARKUP.search(svg):
        line = svg.count("\n", 0, match.start()) + 1
        return [f"Line {line}: comments, CDATA and <!DOCTYPE> cannot be used."]
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        return [f"Line {error.position[0]}: not well-formed XML ({error})."]
    except ValueError:
        return ["Holds a character that cannot stand in a drawing."]
    if root.tag not in {"svg", f"{_SVG}svg"}:
        return ["Must be one <svg> element."]
    found = [fault for element in root.iter() for fault in _faults_of(element)]
    return list(dict.fromkeys(found))


def _faults_of(element: ElementTree.Element) -> list[str]:
    name = element.tag.removeprefix(_SVG)
    if name not in ELEMENTS:
        return [f"<{name}> cannot be used in a drawing."]
    found = [
        f"{attribute}={value!r:.40} on <{name}> cannot be used in a drawing."
        for attribute, value in element.attrib.items()
        if not _is_harmless(attribute, value)
    ]
    if name in WORDS and len(element):
        found.append(f"<{name}> may hold text only.")
    return found


def _is_harmless(attribute: str, value: str) -> bool:
    if attribute not in ATTRIBUTES:
        return False
    if attribute == "href" or "url" in value.lower():
        return bool(_INSIDE.fullmatch(value.strip()))
    return "\\" not in value  # CSS reads an escaped url( as one
