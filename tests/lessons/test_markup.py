import re
import sys
import time

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lessons.markup import (
    Fault,
    Figure,
    Library,
    Mention,
    Term,
    faults,
    mentions,
    plain_text,
    render_inline,
    render_lesson,
    render_paragraphs,
)

LIBRARY = Library(
    terms={
        "gaba": Term("GABA", "A messenger that calms nerve cells."),
        "gad": Term("GAD", "The enzyme that makes GABA."),
    },
    figures={"synapse": Figure("A synapse", "Two cells.\n\nA gap.", "<svg></svg>")},
)


def render(text, library=LIBRARY):
    """The only section of a lesson, as one string of HTML."""
    (section,) = render_lesson(f"## Heading {{#here}}\n\n{text}", library).sections
    return "".join(
        part.get("html", f"<!--{part.get('check')}-->") for part in section.parts
    )


def elements(html):
    """Every element as a browser would build it."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in root.iter() if isinstance(element.tag, str)][1:]


def outline(html):
    """Tags, classes and text, so that a test need not spell out attributes."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html).strip()


# CommonMark ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p> <p>Two.</p>"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ("`code` & <b>", "<p><code>code</code> &amp; &lt;b&gt;</p>"),
        ("- one\n- two", "<ul> <li>one</li> <li>two</li> </ul>"),
        ("3. three\n4. four", '<ol start="3"> <li>three</li> <li>four</li> </ol>'),
        ("> said", "<blockquote> <p>said</p> </blockquote>"),
        ("### More", "<h3>More</h3>"),
        ("#### Still more", "<h4>Still more</h4>"),
        ("---", "<hr>"),
        ("a  \nb", "<p>a<br> b</p>"),
        ("    code", "<pre><code>code </code></pre>"),
        ("[who](https://who.int/)", '<p><a href="https://who.int/">who</a></p>'),
        (
            "[us](mailto:us@example.org)",
            '<p><a href="mailto:us@example.org">us</a></p>',
        ),
        (
            "[glossary](/glossary/#gaba)",
            '<p><a href="/glossary/#gaba">glossary</a></p>',
        ),
        ("\\*not soft\\*", "<p>*not soft*</p>"),
        ("γ-aminobutyric “acid” 😀", "<p>γ-aminobutyric “acid” 😀</p>"),
    ],
)
def test_commonmark(text, html):
    assert outline(render(text)) == html


def test_a_table_has_headings_and_cells():
    html = render("| drug | target |\n|---|---|\n| diazepam | GABA-A |\n")

    assert [e.text for e in elements(html) if e.tag == "th"] == ["drug", "target"]
    assert [e.text for e in elements(html) if e.tag == "td"] == ["diazepam", "GABA-A"]


@pytest.mark.parametrize(
    "text",
    [
        "![picture](https://example.org/x.png)",
        "<https://example.org/?<script>",
        "<!-- comment -->",
        "<div>\n\nblock\n\n</div>",
        "inline <b>bold</b> <img src=x onerror=alert(1)>",
        "<?php echo 1 ?>",
        "<![CDATA[x]]>",
    ],
)
def test_html_and_images_are_text(text):
    html = render(text)

    assert {element.tag for element in elements(html)} <= {"p", "a"}
    assert "<!--" not in html


# Sections --------------------------------------------------------------------------


def titles(body):
    return [(s.id, s.title) for s in render_lesson(body, LIBRARY).sections]


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        (
            "## One {#one}\n\ntext\n\n## Two {#two-b}\n",
            [("one", "One"), ("two-b", "Two")],
        ),
        ("## One{#one}", [("one", "One")]),
        ("## One {#one} ##", [("one", "One")]),
        ("One {#one}\n---\n\ntext", [("one", "One")]),
        ("## A **bold** & “quoted” one {#a}", [("a", "A bold & “quoted” one")]),
        ("## A < B {#a}", [("a", "A < B")]),
        ("## Sets {1, 2} {#sets}", [("sets", "Sets {1, 2}")]),
        ("```\n## not a section\n```", [("start", "")]),
        ("    ## not a section", [("start", "")]),
        ("### not a section {#x}", [("start", "")]),
        ("text\n\n## One {#one}", [("start", ""), ("one", "One")]),
        (
            "## No id\n\n## Nor this",
            [("section-1", "No id"), ("section-3", "Nor this")],
        ),
        ("## Bad id {#Bad_id}", [("section-1", "Bad id {#Bad_id}")]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_a_heading_of_the_second_level_opens_a_section(body, sections):
    assert titles(body) == sections


def test_each_section_holds_its_own_text_and_nothing_of_the_heading():
    body = (
        "## One {#one}\nfirst\n\nTwo\nlines {#two}\n---\nsecond\n"
        "## Three {#three}\nthird"
    )

    sections = render_lesson(body, LIBRARY).sections

    assert [s.title for s in sections] == ["One", "Two lines", "Three"]
    assert ["".join(p["html"] for p in s.parts).strip() for s in sections] == [
        "<p>first</p>",
        "<p>second</p>",
        "<p>third</p>",
    ]


# Citations -------------------------------------------------------------------------


def test_citations_are_numbered_in_order_and_a_source_keeps_its_number():
    rendered = render_lesson(
        "## One {#one}\nA.[@R93] B.[@causes:2]\n## Two {#two}\nC.[@R93] D.[@R2]",
        LIBRARY,
    )

    assert rendered.citations == {"R93": [], "causes": [2], "R2": []}
    html = [section.parts[0]["html"] for section in rendered.sections]
    assert re.findall(r'href="#source-(\d)"', html[0]) == ["1", "2"]
    assert re.findall(r'href="#source-(\d)"', html[1]) == ["1", "3"]


def test_a_citation_is_a_raised_link_that_says_what_it_is():
    assert outline(render("Calm.[@R2]")) == (
        '<p>Calm.<sup><a href="#source-1"><span class="vh">Source </span>1</a></sup>'
        "</p>"
    )


def test_two_paragraphs_of_one_document_side_by_side_are_one_number():
    html = render("Both say so.[@drugs:2] [@drugs:3] [@R2] [@drugs:4]")

    assert re.findall(r'href="#source-(\d)"', html) == ["1", "2", "1"]


def test_the_paragraphs_cited_are_gathered_once_each():
    body = "## A {#a}\n[@drugs:3][@drugs:2] and [@drugs:3]"

    assert render_lesson(body, LIBRARY).citations == {"drugs": [3, 2]}


@pytest.mark.parametrize(
    "text",
    ["[@]", "[@2]", "[@R2:]", "[@R2:x]", "[@R2:1234]", "[@R2:²]", "[@ R2]", "`[@R2]`"],
)
def test_what_is_not_quite_a_citation_is_text(text):
    assert render_lesson(f"## A {{#a}}\n{text}", LIBRARY).citations == {}
    assert text.strip("`") in render(text)


# Terms -----------------------------------------------------------------------------


def test_a_term_is_a_button_that_opens_its_definition():
    html = render("{{term:gaba}} and {{term:gad|the enzyme}}")

    buttons = [e for e in elements(html) if e.tag == "button"]
    assert [b.text for b in buttons] == ["GABA", "the enzyme"]
    assert [b.get("popovertarget") for b in buttons] == ["term-gaba", "term-gad"]
    assert {b.get("type") for b in buttons} == {"button"}
    popovers = [e for e in elements(html) if e.get("popover") is not None]
    assert [p.get("id") for p in popovers] == ["term-gaba", "term-gad"]
    assert "A messenger that calms nerve cells." in html


def test_a_definition_stands_once_on_the_page_in_the_first_section_that_needs_it():
    rendered = render_lesson(
        "## A {#a}\n{{term:gaba}} {{term:gaba|x}}\n"
        "## B {#b}\n{{term:gaba}} {{term:gad}}",
        LIBRARY,
    )

    html = ["".join(part["html"] for part in s.parts) for s in rendered.sections]
    assert rendered.terms == ["gaba", "gad"]
    assert [h.count('id="term-gaba"') for h in html] == [1, 0]
    assert [h.count('id="term-gad"') for h in html] == [0, 1]


def test_an_unknown_term_is_plain_text():
    rendered = render_lesson("## A {#a}\n{{term:nix}} {{term:nix|as shown}}", LIBRARY)

    assert outline(rendered.sections[0].parts[0]["html"]) == "<p>nix as shown</p>"
    assert rendered.terms == []


def test_a_term_stays_on_the_line_of_its_punctuation():
    html = render("({{term:gaba}}), {{term:gad}}")

    (kept,) = [e for e in elements(html) if e.get("class") == "together"]
    assert "".join(kept.itertext()) == "(GABA),"


def test_a_definition_is_text_whatever_it_holds():
    terms = {"x": Term('"><script>alert(1)</script>', "<img src=x onerror=alert(1)>")}

    html = render("{{term:x}}", Library(terms=terms))

    assert not [e for e in elements(html) if e.tag in {"script", "img"}]
    (popover,) = [e for e in elements(html) if e.get("popover") is not None]
    assert popover.get("aria-label") == '"><script>alert(1)</script>'


# Figures and questions ---------------------------------------------------------------


def test_figures_are_numbered_through_the_lesson():
    rendered = render_lesson(
        "## A {#a}\n{{figure:synapse}}\n## B {#b}\n{{figure:nix}}", LIBRARY
    )

    assert rendered.figures == ["synapse", "nix"]
    first, second = ("".join(p["html"] for p in s.parts) for s in rendered.sections)
    assert "<strong>Figure 1.</strong> A synapse" in first
    assert "<p>Two cells.</p><p>A gap.</p>" in first
    assert outline(second) == "<p>[figure nix]</p>"


def test_a_question_cuts_the_section_in_parts():
    (section,) = render_lesson(
        "## A {#a}\nbefore\n\n{{check:one}}\n\nbetween\n\n{{check:two}}\n", LIBRARY
    ).sections

    assert [
        (list(part), next(iter(part.values())).strip()) for part in section.parts
    ] == [
        (["html"], "<p>before</p>"),
        (["check"], "one"),
        (["html"], "<p>between</p>"),
        (["check"], "two"),
    ]


def test_questions_of_a_lesson_are_listed_in_order():
    body = "## A {#a}\n{{check:one}}\n## B {#b}\ntext {{check:two}} text"

    assert render_lesson(body, LIBRARY).checks == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "{{term:}}",
        "{{term:GABA}}",
        "{{term:gaba|}}",
        "{{ term:gaba }}",
        "{{quiz:one}}",
        "{{term:gaba|a}b}}",
        "`{{term:gaba}}`",
        "\\{{term:gaba}}",
    ],
)
def test_what_is_not_quite_an_embed_is_text(text):
    rendered = render_lesson(f"## A {{#a}}\n{text}", LIBRARY)

    assert (rendered.terms, rendered.checks, rendered.figures) == ([], [], [])
    assert text.strip("`\\") in render(text)


# Notes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "css_class", "title"),
    [
        ("evidence", "note evidence", "How sure is this?"),
        ("safety", "note safety", "Safety"),
        ("documents-differ", "note differ", "Documents differ"),
    ],
)
def test_a_note_is_labelled_by_its_heading(kind, css_class, title):
    for given_title in ("", "Mind & care"):
        html = render(f"::: {kind} {given_title}\ninside\n:::\n\noutside")

        (note,) = [e for e in elements(html) if e.get("class") == css_class]
        (heading,) = [e for e in note if e.tag == "h3"]
        assert note.get("aria-labelledby") == heading.get("id")
        assert "".join(heading.itertext()).strip() == (given_title or title)
        assert "inside" in "".join(note.itertext())
        assert "outside" not in "".join(note.itertext())


def test_notes_of_a_lesson_have_ids_of_their_own():
    note = "::: safety\nx\n:::\n\n"
    rendered = render_lesson(f"## A {{#a}}\n{note * 2}\n## B {{#b}}\n{note}", LIBRARY)

    html = "".join(p["html"] for s in rendered.sections for p in s.parts)
    ids = [e.get("id") for e in elements(html) if e.tag == "h3"]
    assert len(set(ids)) == len(ids) == 3


# Words and minutes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", 3),
        ("anti-GAD65 and patient’s", 3),
        ("one.[@R2] two.[@causes:3]", 2),
        ("{{term:gaba}} {{term:gad|the enzyme}}", 3),
        ("{{check:one}}\n\n{{figure:synapse}}", 0),
        ("R&D < 3", 3),
        ("| a | b |\n|---|---|\n| c | d |", 4),
        ("- one\n- two\n\n> three", 3),
    ],
)
def test_words_are_those_that_are_read(text, words):
    assert render_lesson(f"## Not counted {{#a}}\n{text}", LIBRARY).words == words


def test_the_reading_time_counts_words_and_figures():
    body = "## A {#a}\n" + "word " * 401 + "\n\n{{figure:synapse}}"

    assert render_lesson(body, LIBRARY).minutes == 3


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>R&amp;D &lt; 3 &gt; 2</p>", "R&D < 3 > 2"),
        ("<strong>GABA</strong>-A", "GABA-A"),
        ("“γ”", "“γ”"),
    ],
)
def test_plain_text_is_the_words_of_html(html, text):
    assert plain_text(html) == text


# Stems, options, vignettes -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Which *one* is **right**?", "Which <em>one</em> is <strong>right</strong>?"),
        ("`GAD65` & <b>", "<code>GAD65</code> &amp; &lt;b&gt;"),
        ("[a](https://example.org)", "[a](https://example.org)"),
        ("![a](x.png)", "![a](x.png)"),
        ("# 5 mg", "# 5 mg"),
        ("1. first", "1. first"),
        ("{{term:gaba}} [@R2]", "{{term:gaba}} [@R2]"),
        ("2 * 3 * 4 < 30", "2 * 3 * 4 &lt; 30"),
    ],
)
def test_one_line_of_text(text, html):
    assert render_inline(text) == html


def test_a_vignette_has_paragraphs():
    assert outline(render_paragraphs("One **bold**.\n\nTwo.")) == (
        "<p>One <strong>bold</strong>.</p> <p>Two.</p>"
    )
    assert render_paragraphs("") == ""


# Faults and mentions -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("## One {#one}\n\ntext", []),
        ("## One {#one}\n\n::: safety\nx\n:::\n\n### Sub\n", []),
        ("text", [(1, "text stands before the first section")]),
        ("", [(1, "has no section; begin one with ## Heading {#id}")]),
        ("### Only {#this}", [(1, "text stands before the first section")]),
        ("text\n\n## One {#one}", [(1, "text stands before the first section")]),
        ("## One\n", [(1, "the section 'One' lacks an id: {#id}")]),
        ("\n## One {#a}\n\n## Two {#a}", [(4, "the section id 'a' is given twice")]),
        (
            "## One {#main}",
            [(1, "the page uses the id 'main'; choose another")],
        ),
        (
            "## One {#one}\n# Title",
            [(2, "the title stands above; begin sections with ##")],
        ),
        (
            "## One {#one}\n\n::: saftey\nx\n:::\n",
            [(3, "unknown note; there are evidence, safety, documents-differ")],
        ),
        (
            "## One {#one}\n\n:::\nx\n",
            [(3, "unknown note; there are evidence, safety, documents-differ")],
        ),
        (
            "## One {#one}\n::: safety\nnever closed\n\n## Two {#two}\n",
            [(5, "a section begins inside a note, list or quotation")],
        ),
        (
            "## On {{term:gaba}} {#one}",
            [(1, "a heading cannot hold a citation, a term or a figure")],
        ),
        (
            "## So it is [@R2] {#one}",
            [(1, "a heading cannot hold a citation, a term or a figure")],
        ),
    ],
)
def test_faults_of_a_lesson_are_found_with_their_line(body, found):
    assert faults(body) == [Fault(*fault) for fault in found]


def test_everything_a_lesson_refers_to_is_found_with_its_line():
    body = (
        "## One {#one}\n"
        "\n"
        "GABA.[@R2] {{term:gaba|x}}\n"
        "\n"
        "::: safety\n"
        "- never [@causes:3]\n"
        ":::\n"
        "\n"
        "| a | b |\n"
        "|---|---|\n"
        "| c | [@R9] |\n"
        "\n"
        "{{figure:synapse}}\n"
        "\n"
        "{{check:one}}\n"
    )

    assert mentions(body) == [
        Mention("citation", "R2", 3),
        Mention("term", "gaba", 3),
        Mention("citation", "causes", 6, 3),
        Mention("citation", "R9", 11),
        Mention("figure", "synapse", 13),
        Mention("check", "one", 15),
    ]


# Hostile text ----------------------------------------------------------------------

# What may come out: elements with their attributes, and how each value may begin.
ALLOWED = {
    "a": {"href"},
    "button": {"type", "class", "popovertarget"},
    "div": {
        "class",
        "id",
        "role",
        "tabindex",
        "popover",
        "aria-label",
        "aria-labelledby",
    },
    "h3": {"id"},
    "section": {"class", "aria-labelledby"},
    "span": {"class"},
    "p": {"class"},
    "th": {"scope"},
    "ol": {"start"},
    "svg": {
        "width",
        "height",
        "viewBox",
        "fill",
        "stroke",
        "stroke-width",
        "aria-hidden",
    },
    "path": {"d"},
} | {
    tag: set()
    for line in (
        "br strong em code pre blockquote hr h4 sup",
        "ul li table thead tbody tr td",
    )
    for tag in line.split()
}
VALUES = {
    "href": r"(https?:|mailto:|(?!\s*[\w+.\s-]+:)).*",
    "class": r"term|together|vh|small|kind|scroll|note( evidence| safety| differ)?"
    "|figure|drawing|figure-any",
    "id": r"(note|term|figure|caption)-[a-z0-9-]+",
    "popovertarget": r"term-[a-z0-9-]+",
    "aria-labelledby": r"(note|caption)-[a-z0-9-]+",
    "type": "button",
    "role": "note|region",
    "tabindex": "0",
    "scope": "col",
    "start": r"\d+",
    "d": r"[MLHVlhvmz0-9 .-]+",
}


def off_the_list(html, allowed=ALLOWED):
    """Elements, attributes and values that should never come out."""
    found = []
    for element in elements(html):
        tag = re.sub(r"^{.*}", "", element.tag)
        if tag not in allowed:
            found.append(tag)
            continue
        for name, value in element.attrib.items():
            if name not in allowed[tag]:
                found.append(f"{tag} {name}")
            elif name in VALUES and not re.fullmatch(VALUES[name], value, re.DOTALL):
                found.append(f"{tag} {name}={value}")
    return found


LINE_TAGS = dict.fromkeys(["strong", "em", "code", "br"], set())
BLOCK_TAGS = LINE_TAGS | {"p": set()}

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.test/a.js></sCrIpT>",
    "</p><script>alert(1)</script><p>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"//',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=//x.test><input name=password><button>Go</button></form>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//x.test/a.css>",
    "<meta http-equiv=refresh content='0;url=//x.test'>",
    "<base href=//x.test/>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<a href='javascript:alert(1)' onclick=alert(1)>x</a>",
    "<button popovertarget=x hx-get=/settings/erase/>x</button>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<x/onclick=alert(1)>x",
    "<\x00script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    '```"onmouseover=alert(1)\nx\n```',
    "    <script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    '[x](https://x.test/"onmouseover="alert(1))',
    "[x](https://x.test/ 'onmouseover=alert(1)')",
    '[x](https://x.test/ ""onmouseover=alert(1)"")',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://x.test/x.png)",
    "![x](x.png 'onload=alert(1)')",
    "[![x](javascript:alert(1))](javascript:alert(1))",
    "# <script>alert(1)</script>",
    "### <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> |",
    '| " onfocus=alert(1) x=" | b |\n|---|---|\n| c | d |',
    "{{term:gaba|<script>alert(1)</script>}}",
    '{{term:gaba|" onclick="alert(1)}}',
    "{{term:gaba|</button><script>alert(1)</script>}}",
    "{{term:nix|<img src=x onerror=alert(1)>}}",
    '{{term:gaba" onclick="alert(1)}}',
    "{{figure:nix}}<script>alert(1)</script>",
    '{{check:x"></div><script>alert(1)</script>}}',
    "[{{term:gaba}}](javascript:alert(1))",
    "[@R2](javascript:alert(1))",
    "[@<script>]",
    "::: safety <script>alert(1)</script>\nx\n:::",
    '::: safety "><img src=x onerror=alert(1)>\nx\n:::',
    "::: <script>alert(1)</script>\nx\n:::",
    '::: "onmouseover="alert(1)\nx\n:::',
    '::: safety\n<div data-check="x"></div><script>alert(1)</script>\n:::',
    '<div data-figure="nix"></div>',
    '<section class="note safety"><h3 id="x">',
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>\n  - <img src=x onerror=alert(1)>",
    "**<script>**alert(1)**</script>**",
    "</div></section></main><script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\ud83d\ude00<b onmouseover=alert(1)>x".encode("utf-16", "surrogatepass").decode(
        "utf-16"
    ),
    "{% load x %}{{ settings.SECRET_KEY }}",
]


def let_through(render_payload, allowed=ALLOWED):
    """What came out that is off the list, by payload."""
    found = {
        payload: off_the_list(render_payload(payload), allowed) for payload in PAYLOADS
    }
    return {payload: off for payload, off in found.items() if off}


@pytest.mark.parametrize(
    "place",
    [
        "PAYLOAD",
        "text PAYLOAD text",
        "**PAYLOAD**",
        "- PAYLOAD\n- PAYLOAD",
        "| a |\n|---|\n| PAYLOAD |",
        "::: safety PAYLOAD\n\nPAYLOAD\n\n:::",
        "[link PAYLOAD](https://example.org/PAYLOAD)",
        "{{term:gaba|PAYLOAD}}",
        "### PAYLOAD",
    ],
)
def test_only_what_the_list_allows_comes_out_of_a_lesson(place):
    assert let_through(lambda payload: render(place.replace("PAYLOAD", payload))) == {}


def test_only_what_the_list_allows_comes_out_of_a_lesson_with_hostile_headings():
    for payload in PAYLOADS:
        for section in render_lesson(f"## {payload} {{#a}}\n\ntext", LIBRARY).sections:
            assert re.fullmatch(r"[a-z0-9-]+", section.id)
            html = "".join(part.get("html", "") for part in section.parts)
            assert off_the_list(html) == []


def test_only_what_the_list_allows_comes_out_of_a_question():
    assert let_through(render_inline, LINE_TAGS) == {}
    assert let_through(render_paragraphs, BLOCK_TAGS) == {}


def test_only_what_the_list_allows_comes_out_of_a_term():
    def render_term(payload):
        library = Library(terms={"x": Term(payload, payload)})
        return render("{{term:x}} {{term:x|shown}}", library)

    assert let_through(render_term) == {}


def test_only_what_the_list_allows_comes_out_of_the_words_of_a_figure():
    allowed = ALLOWED | {
        "figure": {"class", "id", "aria-labelledby"},
        "figcaption": set(),
        "details": set(),
        "summary": set(),
        "p": {"id"},
    }

    def render_figure(payload):
        return render(
            "{{figure:x}}", Library(figures={"x": Figure(payload, payload, "")})
        )

    assert let_through(render_figure, allowed) == {}


def test_the_check_itself_finds_what_is_off_the_list():
    assert off_the_list("<script>x</script>") == ["script"]
    assert off_the_list("<p onclick=x>") == ["p onclick"]
    assert off_the_list("<a href=' javascript:x'>") == ["a href= javascript:x"]
    assert off_the_list("<a href='java&#10;script:x'>") == ["a href=java\nscript:x"]
    assert off_the_list("<p><i>x</i></p>") == ["i"]
    assert off_the_list("<div class='wrap'>") == ["div class=wrap"]


PIECES = st.sampled_from(
    [
        *PAYLOADS,
        *"<>&\"'`*_[](){}|:#@!\\-=/ \n\t",
        "\n\n",
        "\n::: safety ",
        "\n:::\n",
        "{{term:gaba}}",
        "{{term:",
        "}}",
        "{{check:x}}",
        "{{figure:nix}}",
        "[@R2]",
        "[@causes:3]",
        "\n## H {#h}\n",
        "\n| a | b |\n|---|---|\n| ",
        "<div",
        "data-check=",
        "javascript:",
        "https://x.test",
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@settings(max_examples=60)
@given(TEXT)
@example("[@a:" + "9" * 5000 + "]")
@example("\x00\ufffd\u2028")
@example("::: safety\n" * 30 + "x")
def test_any_text_renders_and_nothing_is_off_the_list(text):
    for section in render_lesson(text, LIBRARY).sections:
        html = "".join(part.get("html", "") for part in section.parts)
        assert off_the_list(html) == []
        assert all(
            re.fullmatch("[a-z0-9-]+", p["check"])
            for p in section.parts
            if "check" in p
        )
    assert off_the_list(render_inline(text), LINE_TAGS) == []
    assert off_the_list(render_paragraphs(text), BLOCK_TAGS) == []
    faults(text)
    mentions(text)


@settings(max_examples=50)
@given(TEXT)
def test_no_id_comes_twice_in_a_lesson(text):
    rendered = render_lesson(text, LIBRARY)

    html = "".join(p.get("html", "") for s in rendered.sections for p in s.parts)
    ids = [element.get("id") for element in elements(html) if element.get("id")]
    assert len(set(ids)) == len(ids)


HARD = [
    ">" * 10_000,
    "[" * 5_000,
    "]" * 5_000,
    "(" * 20_000,
    "“" * 20_000,
    "(({{term:gaba}}" * 500,
    "{" * 5_000,
    "{{term:" * 750,
    "[@R2]" * 750,
    "[@R2] " * 750,
    ":" * 5_000,
    "::: safety\n" * 500,
    "- " * 750,
    "`" * 5_000,
    "*a " * 1_250,
    "**a*" * 750,
    "[a](" * 750,
    "![" * 750,
    "&" * 2_500,
    "<" * 5_000,
    "\\" * 5_000,
    "## a {#b}\n" * 500,
    "## " + "a " * 2_500 + "{#",
    "## a" + " " * 5_000 + "b",
    "a|b\n-|-\n" + "x|y\n" * 500,
    "[a]: b\n" * 500,
    "\n" * 5_000,
]
HARDEST = ["[" * 100_000, "(" * 100_000, "[@R2]" * 20_000, "*a " * 10_000]


def seconds_to_render(text):
    started = time.process_time()
    render_lesson(f"## A {{#a}}\n\n{text}", LIBRARY)
    render_inline(text)
    render_paragraphs(text)
    return time.process_time() - started


@pytest.mark.parametrize("text", HARD, ids=lambda text: f"{text[:8]!r} x {len(text)}")
def test_no_text_is_slow_to_render(text):
    assert seconds_to_render(text) < 1


def lines_run_to_render(text):
    """How many lines of Python run: the same number on every machine, busy or not."""
    monitoring, lines = sys.monitoring, 0

    def count(code, line):
        nonlocal lines
        lines += 1

    monitoring.use_tool_id(monitoring.PROFILER_ID, "lines of rendering")
    try:
        monitoring.register_callback(
            monitoring.PROFILER_ID, monitoring.events.LINE, count
        )
        monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.LINE)
        seconds_to_render(text)
    finally:
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)
    return lines


@pytest.mark.slow
@pytest.mark.parametrize("text", HARDEST, ids=lambda text: repr(text[:8]))
def test_no_text_takes_more_steps_than_it_is_longer(text):
    # Ten times the text: 10 where the work grows with it, 100 where with its square.
    tenth = text[: len(text) // 10]
    assert lines_run_to_render(text) < 12 * lines_run_to_render(tenth)
