"""Formulas that mean harm: none costs much, none spoils another, none becomes anything but a drawing."""

from __future__ import annotations

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
import sphinx

from sphinx_byline.math import engine as engine_module
from sphinx_byline.math.bundle import installed
from sphinx_byline.math.cache import Cache
from sphinx_byline.math.engine import KatexEngine
from sphinx_byline.math.errors import fault_of
from sphinx_byline.math.formulas import LONGEST_FORMULA, Failure, Formula, Typeset
from sphinx_byline.math.quickjs import QuickJs
from sphinx_byline.math.room import finished
from sphinx_byline.math.typesetter import Typesetter
from sphinx_byline.math.v8 import V8
from sphinx_byline.math.wrapping import display, inline

#: Of the processor, for one formula that means harm.
MOST_SECONDS = 2
#: For the same formula in a batch, where it is tried twice, and V8 started anew after each trial.
MOST_SECONDS_IN_A_BATCH = 4

LETTERS = "abcdefghijklmnopqrst"
UNITS = ("em", "ex", "pt", "mm", "cm", "in", "bp", "pc", "dd", "cc", "nd", "nc", "sp", "px")
PROTOTYPE = ("constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "__proto__")


def doubling(how):
    r"""``\def\b{\a\a}\def\c{\b\b}…``: two to the nineteenth of what the first one is."""
    return (
        r"\def\a{x}" + "".join(rf"\{how}\{name}{{\{of}\{of}}}" for of, name in pairwise(LETTERS)) + rf"\{LETTERS[-1]}"
    )


def nested(opening, closing, depth, inside="x"):
    return opening * depth + inside + closing * depth


BOMBS = {
    "macros that double": doubling("def"),
    "macros that double at once": doubling("edef"),
    "global macros that double": doubling("gdef"),
    "arguments that multiply": rf"\def\a#1{{{'#1' * 10}}}" + nested(r"\a{", "}", 7),
    "a macro within itself": r"\def\a{\a}\a",
    "a macro within itself twice": r"\def\a{\b\b}\def\b{\a\a}\a",
    "a macro within itself after a letter": r"\def\a{x\a}\a",
    "a macro that defines itself anew": r"\gdef\a{\gdef\a{\a\a}\a\a}\a",
    "an expansion of itself": r"\def\a{x}" + r"\edef\a{\a\a}" * 40 + r"\a",
    "a name for itself": r"\let\a=\a\a",
    "a thousand definitions": r"\gdef\x{1}" * 1000,
    "looking ahead": r"\def\a{\futurelet\b\a}\a x",
    "looking ahead for a letter": r"\def\a{\@ifnextchar x{\a x}{\a x}}\a x",
    "looking ahead for a star": r"\def\a{\@ifstar{\a*}{\a*}}\a*",
    "expanding afterwards": r"\def\a{\expandafter\a\a}\a",
    "expanding never": r"\def\a{\noexpand\a\a}\a",
    "nine arguments": r"\newcommand{\a}[9]{#1#2#3#4#5#6#7#8#9}" + r"\a" * 900,
    "arguments without number": r"\newcommand{\a}[99999999]{x}\a",
    "four styles of four styles": r"\def\m#1{\mathchoice{#1}{#1}{#1}{#1}}" + nested(r"\m{", "}", 10),
    "shims of ours": r"\DeclareMathOperator{\a}{\a}\a" + r"\ensuremath{\mbox{x}}" * 300,
}
MASSES = {
    "20,000 terms": "x+" * 20_000 + "x",
    "5,000 braces": nested("{", "}", 5_000, ""),
    "4,900 braces that stay open": "{" * 4_900,
    "9,900 braces that were never open": "}" * 9_900,
    "a line of dashes": "x" + "'" * 1_000,
    "all carets": "^" * 9_900,
    "all ampersands": "&" * 9_900,
    "all backslashes": "\\" * 4_900,
    "all spaces": " " * 9_900,
    "all line breaks": "\n" * 9_900,
    "all comments": "%\n" * 4_900,
    "all ties": "~" * 9_900,
    "10,000 stacked roots": r"\sqrt" * 1_900 + "x",
    "powers of powers": nested("{x^", "}", 99),
    "99 environments": nested(r"\begin{matrix}", r"\end{matrix}", 99),
    "300 environments": nested(r"\begin{matrix}", r"\end{matrix}", 300),
    "99 delimiters": nested(r"\left(", r"\right)", 99),
    "99 roots": nested(r"\sqrt{", "}", 99),
    "49 texts with formulas": nested(r"\text{$", "$}", 49),
    "400 texts with formulas": nested(r"\text{$", "$}", 400),
    "99 wide hats": nested(r"\widehat{", "}", 99),
    "99 arrows": nested(r"\xrightarrow{", "}", 99),
    "60 fractions below fractions": nested(r"{a \over ", "}", 60),
    "chemistry without end": r"\ce{" + "A ->[x] " * 60 + "B}",
    "99 chemistries": nested(r"\ce{", "}", 99),
    "a matrix of 1,600": r"\begin{matrix}" + r"\\".join(["&".join("1" * 40)] * 40) + r"\end{matrix}",
    "a matrix of 1,000 rows": r"\begin{matrix}" + r"\\" * 1_000 + r"\end{matrix}",
    "a table of 2,000 columns": r"\begin{array}{" + "|c" * 2_000 + r"}x\end{array}",
    "10 kB of combining marks": "a" + "\u0301" * 4_990,
    "10 kB of combining marks in a text": r"\text{a" + "\u0301" * 4_990 + "}",
}
SIZES = {
    "a rule": r"\rule{1e9em}{1e9em}",
    "a rule in digits": r"\rule{999999999em}{999999999em}",
    "a gap": r"\hspace{999999999em}x",
    "a gap backwards": r"\hspace{-1e9em}x",
    "a line of a fraction": r"\genfrac(){99999em}0{a}{b}",
    **{f"a kern in {unit}": rf"\kern999999999{unit}x" for unit in UNITS},
    "a kern in mu": r"\mkern999999999mu x",
}
#: KaTeX's maxSize ends sizes that are positive, and no row's.
SIZES_THE_OTHER_WAY = {
    "a rule below the line": r"\rule[-99999em]{1em}{1em}",
    "a lowered box": r"\raisebox{-999999em}{x}",
    "a row upwards": r"\begin{matrix}a\\[-99999em]b\end{matrix}",
    "rows far apart": r"\def\arraystretch{1e9}\begin{matrix}a\\b\end{matrix}",
    "a gap backwards in digits": r"\hspace{-999999999em}x",
    **{f"a kern backwards in {unit}": rf"\kern-9999999999{unit}x" for unit in UNITS},
    "a kern backwards in mu": r"\mkern-999999999mu x",
}
MARKUP = {
    "a link": r"\href{javascript:alert(1)}{x}",
    "an address": r"\url{javascript:alert(1)}",
    "data": r"\htmlData{x=1}{y}",
    "a style": r"\htmlStyle{background:url(https://evil.example/)}{x}",
    "a class": r"\htmlClass{byline-x}{x}",
    "an id": r"\htmlId{top}{x}",
    "an image": r"\includegraphics[width=9em]{https://evil.example/x.png}",
    "a colour with a style": r"\textcolor{red;background:url(https://evil.example/x)}{x}",
    "a colour from elsewhere": r"\color{url(https://evil.example/x)}x",
    "a colour with a handler": r'\colorbox{"onmouseover=alert(1)}{x}',
    "our colour of errors": r"\color{#fe0d1e}x",
    "the end of a script": "</script><script>alert(1)</script>",
    "an element": "<img src=x onerror=alert(1)>",
    "an element in a text": r"\text{<img src=x onerror=alert(1)>}",
    "the end of an attribute": '"><svg onload=alert(1)>',
    "the end of an attribute in a text": "\\text{\"><svg onload=alert(1)>'><iframe src=x>}",
    "the end of a comment": "--><script>alert(1)</script><!--",
    "the end of a section": "]]><script>alert(1)</script>",
    "entities": r"\text{\&lt;script\&gt;alert(1)\&lt;/script\&gt;}",
    "characters by their numbers": r"\text{\char60 img src=x onerror=alert(1)\char62}",
    "as it stands": r"\verb|<img src=x onerror=alert(1)>|",
    "the end of the annotation": "</annotation></semantics></math></span><script>alert(1)</script>",
    "the end of the annotation in a macro": r"\def\x{</annotation><script>alert(1)</script>}\x",
    "the end of the annotation in a comment": "x%</annotation></semantics></math><script>alert(1)</script>",
    "an operator": r"\operatorname{<script>alert(1)</script>}",
    "a number of an equation": r"\tag{<script>alert(1)</script>}x",
    "chemistry": r"\ce{<script>alert(1)</script>}",
    "an error's own words": r"\begin{<script>alert(1)</script>}x",
    "an unknown command": r"\x<script>alert(1)</script>\x",
    "our own function": r"\bylineTypeset",
    "the end of our call": r'\text{"); bylineTypeset=null; ("}',
    "messages": r"\show\x\message{x}\errmessage{y}",
    **{f"the command {name}": f"\\{name}" for name in PROTOTYPE},
    **{f"the macro {name}": rf"\def\{name}{{x}}\{name}" for name in PROTOTYPE},
    **{f"the environment {name}": rf"\begin{{{name}}}x\end{{{name}}}" for name in PROTOTYPE},
    **{f"the colour {name}": rf"\textcolor{{{name}}}{{x}}" for name in PROTOTYPE},
    **{f"the unit {name}": rf"\kern1{name}" for name in PROTOTYPE},
}
CHARACTERS = {
    "NUL": "a\0b",
    "control characters": "a\x01\x02\x08\x0b\x0c\x0e\x1f\x7f\x85b",
    "control characters in a text": "\\text{a\x01\x02\x08\x0b\x0c\x0e\x1f\x7f\x85b}",
    "half a character": "a\ud800b",
    "half a character in a text": "\\text{a\ud800b}",
    "halves in the wrong order": "\udc00\ud800",
    "bidi controls": "\u202eevil\u202c\u2066\u2069",
    "bidi controls in a text": "\\text{\u202eevil\u202c\u2066\u2069}",
    "a number beyond Unicode": r'\char"110000',
    "a number without end": r'\char"FFFFFFFFFFFFFFFFFFFFFF',
    "no number": r"\char`\<",
    "a command of MathJax": r"\unicode{x3c}",
    "the end of verbatim missing": r"\verb|x",
}
#: What no XML may hold (https://www.w3.org/TR/xml/#charsets), and no HTML should.
NO_CHARACTERS = {
    "NUL by its number": r"\char0",
    "a control by its number": r"\text{\char1\char31}",
    "half a character by its number": r'\char"D800',
    "the last character by its number": r'\text{\char"FFFF}',
    "the last characters": "\\text{\uffff\ufffe}",
}
HARM = {
    f"{kind}: {name}": tex
    for kind, table in {
        "bomb": BOMBS,
        "mass": MASSES,
        "size": SIZES,
        "size the other way": SIZES_THE_OTHER_WAY,
        "markup": MARKUP,
        "character": CHARACTERS,
        "no character": NO_CHARACTERS,
    }.items()
    for name, tex in table.items()
}
#: What runs into the limit of time or memory in one engine or both: tried with less time, to spare ours.
COSTLY = {
    "9,900 letters": ("x" * 9_900, {}),
    "4,950 terms": ("x+" * 4_950 + "x", {}),
    "columns without end": (r"\begin{alignedat}{999999999}x\end{alignedat}", {}),
    "macros of a header": (r"\c", {r"\a": "x" * 1_000, r"\b": r"\a" * 300, r"\c": r"\b" * 300}),
}
#: 3,600,000 letters out of 6 kB.
WORST = rf"\def\a{{{'x' * 4000}}}" + r"\a" * 900


class NoCache(Cache):
    """Nothing is found, nothing is kept."""

    def __init__(self):
        pass

    def get(self, formula):
        pass

    def put(self, formula, result):
        pass


@pytest.fixture(scope="module", params=[QuickJs, V8])
def engine(request):
    """One engine for everything here, as one build has it; what a formula leaves behind meets the next."""
    made = KatexEngine(request.param, installed())
    # Chemistry is loaded once, and no formula's fault.
    made.typeset([Formula(r"\ce{H2O}", display=False)])
    yield made
    made.close()


def typeset(engine, *formulas):
    """What a page gets: the limits before the engine are part of it."""
    return Typesetter(engine, NoCache()).typeset(formulas)


def processor_seconds(engine):
    """What this process, its children that have ended, and the engine's own process have used so far."""
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    process = getattr(engine._machine, "_process", None)
    if process is None or not sys.platform.startswith("linux"):
        return own
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Elements(HTMLParser):
    """The elements of a page or of a formula, as a browser reads them: names and attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


DRAWN = {
    "span", "math", "semantics", "annotation", "svg", "path", "line", "code", "mrow", "mi", "mo", "mn", "ms",
    "mtext", "mspace", "msup", "msub", "msubsup", "mover", "munder", "munderover", "mfrac", "msqrt", "mroot",
    "mtable", "mtr", "mtd", "mlabeledtr", "mstyle", "mpadded", "mphantom", "menclose", "mglyph",
}  # fmt: skip
INERT = {
    "class", "style", "aria-hidden", "tabindex", "xmlns", "encoding", "display", "width", "height", "viewbox",
    "preserveaspectratio", "d", "x1", "x2", "y1", "y2", "stroke-width", "mathvariant", "mathcolor",
    "mathbackground", "mathsize", "stretchy", "fence", "separator", "form", "minsize", "maxsize", "lspace",
    "rspace", "accent", "accentunder", "linethickness", "columnalign", "columnspacing", "columnlines", "rowspacing",
    "rowlines", "side", "displaystyle", "scriptlevel", "voffset", "depth", "notation", "movablelimits", "symmetric",
    "largeop", "title", "rowalign", "frame", "intent", "linebreak",
}  # fmt: skip


def assert_inert(html):
    """A formula is drawn, and nothing else: no other elements, attributes and addresses than KaTeX's drawings need."""
    for tag, attributes in Elements(html).found:
        assert tag in DRAWN
        assert set(attributes) <= INERT, f"<{tag}>"
        assert "url(" not in attributes.get("style", "").lower()
        assert "byline" not in attributes.get("class", "") or tag in {"span", "code"}


def assert_page_is_inert(html):
    """A page runs, loads and leads to nothing that a formula wants."""
    for tag, attributes in Elements(html).found:
        assert tag not in {"iframe", "object", "embed", "base"}
        assert not [name for name in attributes if name.startswith("on")]
        # The theme's icon is a picture in an address.
        names = () if attributes.get("rel") == "icon" else ("href", "src", "action", "srcset", "poster")
        addresses = [attributes.get(name) or "" for name in names]
        assert not [address for address in addresses if re.match(r"\s*(?:javascript|data|vbscript):", address)]
        assert not [address for address in addresses if address == "x" or "//evil" in address]
        assert "url(" not in (attributes.get("style") or "").lower()
    for kind, text in re.findall(r"<script([^>]*)>(.*?)</script", html, re.DOTALL | re.IGNORECASE):
        if "ld+json" in kind:
            json.loads(text)
        else:
            assert "alert(" not in text


def assert_told(wrapped, failure):
    """A fault has a sentence that a terminal can show."""
    message = fault_of(wrapped, failure).message
    assert message.startswith("KaTeX: ")
    assert message.isprintable()
    assert len(message) < 500


def assert_harmless(tex, result):
    wrapped = inline(tex)
    assert isinstance(result, Typeset | Failure)
    if isinstance(result, Failure):
        assert_told(wrapped, result)
    for reachable in (True, False):
        assert_inert(finished(wrapped, result, reachable=reachable))


@pytest.mark.parametrize("name", HARM)
def test_a_formula_that_means_harm_costs_little_spoils_no_neighbour_and_draws_or_fails(engine, name):
    harmful = Formula(HARM[name], display="display" in HARM[name])
    begin = processor_seconds(engine)
    (alone,) = typeset(engine, harmful)
    middle = processor_seconds(engine)
    before, among, after = typeset(engine, Formula("a", display=False), harmful, Formula("b", display=False))
    end = processor_seconds(engine)
    assert middle - begin < MOST_SECONDS
    assert end - middle < MOST_SECONDS
    assert alone == among
    assert ">a</annotation>" in before.html
    assert ">b</annotation>" in after.html
    assert_harmless(harmful.tex, alone)


@pytest.mark.parametrize("name", COSTLY)
def test_what_reaches_the_limit_of_time_or_memory_takes_nobody_with_it(engine, name, monkeypatch):
    monkeypatch.setattr(engine_module, "SINGLE_SECONDS", 0.4)
    monkeypatch.setattr(engine_module, "BATCH_SECONDS", 0.2)
    tex, macros = COSTLY[name]
    costly = Formula(tex, display=False, macros=tuple(macros.items()))
    begin = processor_seconds(engine)
    before, among, after = typeset(engine, Formula("a", display=False), costly, Formula("b", display=False))
    assert processor_seconds(engine) - begin < MOST_SECONDS_IN_A_BATCH
    assert isinstance(before, Typeset)
    assert isinstance(after, Typeset)
    if isinstance(among, Failure):
        assert among.kind == "limit"
        assert_told(inline(tex), among)


def test_the_worst_formula_has_an_end_too(engine):
    begin = processor_seconds(engine)
    before, among, after = typeset(
        engine, Formula("a", display=False), Formula(WORST, display=False), Formula("b", display=False)
    )
    assert processor_seconds(engine) - begin < MOST_SECONDS_IN_A_BATCH
    assert isinstance(before, Typeset)
    assert isinstance(after, Typeset)
    assert among == Failure("limit", "it takes too much time")


@pytest.mark.parametrize("name", [*SIZES, *SIZES_THE_OTHER_WAY])
def test_no_formula_is_larger_than_what_holds_it(engine, name):
    tex = {**SIZES, **SIZES_THE_OTHER_WAY}[name]
    (result,) = typeset(engine, Formula(tex, display=True))
    html = re.sub(r"<annotation.*?</annotation>", "", finished(display(tex, bare=False), result))
    html = re.sub(r"<code>.*?</code>|<span class=\"byline-math-fault\">.*?</span>", "", html)
    lengths = [abs(float(number)) for number in re.findall(r"(-?[\d.]+(?:e\+?\d+)?)(?:em|ex|px|pt)\b", html)]
    assert max(lengths, default=0) < 1_000


@pytest.mark.parametrize("name", [*NO_CHARACTERS, *CHARACTERS])
def test_a_formula_is_well_formed_xml_as_books_need_it(engine, name):
    tex = {**NO_CHARACTERS, **CHARACTERS}[name]
    (result,) = typeset(engine, Formula(tex, display=False))
    if isinstance(result, Typeset):
        ET.fromstring(result.html.encode())


def test_the_annotation_holds_the_tex_and_nothing_leaves_it(engine):
    for name, tex in MARKUP.items():
        (result,) = typeset(engine, Formula(tex, display=False))
        if isinstance(result, Typeset):
            annotation = ET.fromstring(result.html).find(".//{*}annotation")
            assert annotation.text == tex, name
            assert not list(annotation)


@pytest.mark.parametrize(
    "macros",
    [
        {"\\a": "\\a"},
        {"\\a": "\\a\\a"},
        {"\\a": "\\b\\b", "\\b": "\\a\\a"},
        {"\\a": "\\gdef\\a{\\a\\a}\\a"},
        {"\\a": "#1#1#1\\a{#1#1}"},
        {"\\a": "</annotation><script>alert(1)</script>"},
        {"\\a": "\\href{javascript:alert(1)}{x}"},
        {"\\a": "}"},
        {"\\a": "{"},
        {"\\a": "\\begin{matrix}"},
        {"\\a": "\ud800"},
        {"\\constructor": "\\constructor", "\\a": "\\constructor"},
        {"\\relax": "\\a", "\\a": "\\relax"},
        {"\\begin": "\\a", "\\a": "\\begin{matrix}"},
    ],
    ids=str,
)
def test_macros_that_mean_harm_do_no_more_than_formulas(engine, macros):
    used = tuple(sorted(macros.items()))
    begin = processor_seconds(engine)
    before, among, after = typeset(
        engine, Formula("a", display=False), Formula(r"\a\c", display=False, macros=used), Formula("b", display=False)
    )
    assert processor_seconds(engine) - begin < MOST_SECONDS
    assert isinstance(before, Typeset)
    assert isinstance(after, Typeset)
    assert_harmless(r"\a\c", among)


@pytest.mark.parametrize("start", [QuickJs, V8])
@pytest.mark.parametrize(
    ("options", "tex"),
    [
        (r'macros: {"\\a": "\\a\\a"}', r"\a"),
        (r'macros: {"\\a": (context) => "\\a\\a"}', r"\a"),
        (r'macros: {"__proto__": {"\\a": "x"}, "constructor": "x"}', r"\constructor"),
        ("maxExpand: Infinity, maxSize: Infinity", r"\def\a{\a}\a"),
        ("trust: true", r"\href{javascript:alert(1)}{x}"),
        ("throwOnError: false, output: 'html'", r"\bad"),
    ],
)
def test_options_of_the_site_open_nothing_to_those_who_write_formulas(start, options, tex):
    made = KatexEngine(start, installed(), options=options)
    begin = processor_seconds(made)
    try:
        before, among, after = typeset(
            made, Formula("a", display=False), Formula(tex, display=False), Formula("b", display=False)
        )
        assert processor_seconds(made) - begin < MOST_SECONDS
    finally:
        made.close()
    assert isinstance(before, Typeset)
    assert isinstance(after, Typeset)
    assert isinstance(among, Failure)
    assert_harmless(tex, among)


# --- whole pages -----------------------------------------------------------------------------------------------------

BASE = {"html_baseurl": "https://example.org/", "suppress_warnings": ["byline.math"]}
#: Masses and bombs cost the most, and are tried above.
IN_A_PAGE = {
    name: tex
    for name, tex in HARM.items()
    if not name.startswith("mass: ") or name.endswith(("braces", "terms", "ties", "environments", "delimiters"))
}
#: In a header, where a whole formula has to stand between two dollars.
IN_A_LINE = [tex for tex in IN_A_PAGE.values() if len(tex) < 200 and not set(tex) & set("$\n`") and tex.strip() == tex]


def quoted(text):
    """A string of YAML's: every character by its number."""
    return json.dumps(text, ensure_ascii=True)


def article(title, subtitle="", description="", body="", head=""):
    fields = f"title: {quoted(title)}\nsubtitle: {quoted(subtitle)}\ndescription: {quoted(description)}\n"
    return f"---\n{fields}date: 2024-01-01\nauthor: A\ntags: x\n{head}---\n\n{body}\n".encode(errors="replace")


def blocks(formulas):
    return "\n\n".join(f"```{{math}}\n{tex}\n```" for tex in formulas if "```" not in tex)


def assert_site_is_inert(site):
    for name, data in site.outputs().items():
        if name.endswith(".html"):
            # The page for what is missing is shown at any address, and says from where its links go.
            assert_page_is_inert(
                data.decode().replace('<base href="/404.html" />', "" if name == "404.html" else "<base>")
            )
    feed = ET.fromstring(site.text("atom.xml"))
    for content in feed.iter("{http://www.w3.org/2005/Atom}content"):
        assert_page_is_inert(content.text or "")
    index = json.loads(site.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    if sphinx.version_info >= (9,):
        # Titles are text since then, and shown as text.
        assert "innerHTML = _escapeHTML(title)" in site.text("_static/searchtools.js")
    else:
        for title in index["titles"]:
            assert_page_is_inert(title)
    for sitemap in site.outdir.glob("*.xml"):
        ET.parse(sitemap)


def test_an_article_of_nothing_but_harm_is_written_and_harms_nothing(build):
    dollars = [f"${tex}$" for tex in IN_A_LINE]
    files = {"index.md": "# H\n"}
    files["text.md"] = article(
        "T", body=blocks(IN_A_PAGE.values()) + "\n\n" + "\n\n".join(f"- {formula}" for formula in dollars)
    )
    # A header has room for some of them each.
    for number in range(0, len(dollars), 20):
        some = " ".join(dollars[number : number + 20])
        files[f"head{number}.md"] = article(some, some, some, f"## {some}\n\nText: {some}\n")
    site = build(files, confoverrides=BASE, warnings=None)
    assert not [warning for warning in site.warnings if re.search(r"\b(?:ERROR|CRITICAL|SEVERE|Traceback)\b", warning)]
    for name in files:
        page = site.html(name.removesuffix(".md"))
        assert "</html>" in page
        assert 'class="katex"' in page or name == "index.md"
    assert_site_is_inert(site)


@pytest.mark.parametrize("builder", ["epub", "text", "latex", "json"])
def test_every_builder_takes_harm_in_formulas(build, builder):
    some = " ".join(f"${tex}$" for tex in IN_A_LINE[::6])
    site = build(
        {"index.md": "# H\n\n```{toctree}\na\n```\n", "a.md": article(some, some, some, f"## {some}\n\n{some}\n")},
        builder=builder,
        confoverrides={**BASE, "version": "1", "copyright": "A"},
        warnings=None,
    )
    assert not [warning for warning in site.warnings if re.search(r"\b(?:CRITICAL|SEVERE|Traceback)\b", warning)]
    if builder == "epub":
        for page in site.outdir.glob("*.xhtml"):
            ET.parse(page)
            assert_page_is_inert(page.read_text(encoding="utf-8"))


def test_a_header_with_harmful_macros_costs_its_own_page_a_few_formulas(build):
    macros = {
        "a": "\\a\\a",
        "__proto__": "x",
        "constructor": "</annotation><script>alert(1)</script>",
        "\\toString": "\\href{javascript:alert(1)}{x}",
    }
    head = "math:\n" + "".join(f"  {quoted(name)}: {quoted(text)}\n" for name, text in macros.items())
    text = "$x_0$ $\\a$ $\\constructor$ $\\toString$ $\\__proto__$"
    site = build(
        {"index.md": "# H\n", "a.md": article(text, body=text, head=head), "b.md": article("B $x_1$", body="$x_1$")},
        confoverrides={**BASE, "byline_math_macros": {"__proto__x": "x", "site": "\\site\\site"}},
        warnings=None,
    )
    assert ">x_0</annotation>" in site.html("a")
    assert ">x_1</annotation>" in site.html("b")
    assert_site_is_inert(site)


def test_hundreds_of_broken_formulas_cost_a_page_little(build):
    body = "\n\n".join(f"$a_{{{number}}} \\bad + \\begin{{x}}$ 和 $y$。" for number in range(300))
    begin = os.times()
    site = build({"index.md": "# H\n", "a.md": article("A", body=body)}, warnings=None)
    end = os.times()
    assert sum("[byline.math]" in warning for warning in site.warnings) == 300
    assert end.user + end.system - begin.user - begin.system < 20


@pytest.mark.parametrize("tex", ["x" * 200_000, "\\" * 200_001, "\\begin{" * 30_000, "\n" * 200_000 + "x"])
def test_a_formula_of_any_length_is_refused_at_no_cost(build, tex):
    assert len(tex) > LONGEST_FORMULA
    begin = os.times()
    site = build({"index.md": f"# H\n\n```{{math}}\na\n{tex}\n```\n"}, warnings=["it is longer than 10,000 bytes"])
    end = os.times()
    assert end.user + end.system - begin.user - begin.system < 10
    assert "</html>" in site.html("index")
