"""Macros for formulas, as authors have them: in a map, in MathJax's form, in LaTeX's own."""

from __future__ import annotations

import pytest

from sphinx_byline.model.macros import arguments_of, latex_macros, macro_of, needed


@pytest.mark.parametrize(
    ("name", "meant", "macro"),
    [
        ("R", r"\mathbb{R}", (r"\R", r"\mathbb{R}")),
        (r"\R", r"\mathbb{R}", (r"\R", r"\mathbb{R}")),
        (r"\norm", [r"\lVert #1 \rVert", 1], (r"\norm", r"\lVert #1 \rVert")),
        (r"\R", [r"\mathbb{R}"], (r"\R", r"\mathbb{R}")),
        (r"\R", {"macro": r"\mathbb{R}", "title": "reals"}, (r"\R", r"\mathbb{R}")),
        (r"\first", ["#1", 2], (r"\first", "#1%#2\n")),
        (r"\first", ["#1", "2"], (r"\first", "#1%#2\n")),
        (r"\*", r"\cdot", (r"\*", r"\cdot")),
        (r"\R", 3, None),
        (r"\R", [], None),
        (r"\R", ["#1", 1, "default"], None),
        (r"\R", {"other": "x"}, None),
        ("R2", "x", None),
        (r"\a b", "x", None),
        (r"\R", "x" * 1001, None),
    ],
)
def test_an_entry_of_a_map_is_a_macro_or_none(name, meant, macro):
    assert macro_of(name, meant) == macro


@pytest.mark.parametrize(
    ("text", "macros"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", {r"\R": r"\mathbb{R}"}),
        (r"\newcommand\R{\mathbb{R}}", {r"\R": r"\mathbb{R}"}),
        (r"\newcommand*{\R}{r} \renewcommand{\S}{s}\providecommand{\T}{t}", {r"\R": "r", r"\S": "s", r"\T": "t"}),
        (r"\DeclareRobustCommand{\R}{r}", {r"\R": "r"}),
        (r"\newcommand{\norm}[1]{\lVert #1 \rVert}", {r"\norm": r"\lVert #1 \rVert"}),
        (r"\newcommand{\first} [2] {#1}", {r"\first": "#1%#2\n"}),
        (r"\def\R{r}\gdef \S {s}", {r"\R": "r", r"\S": "s"}),
        (r"\def \e #1{\mathrm{e}^{#1}}", {r"\e": r"\mathrm{e}^{#1}"}),
        (r"\def\pair#1#2{(#2)}", {r"\pair": "(#2)"}),
        (r"\def\*{\cdot}", {r"\*": r"\cdot"}),
        (r"\DeclareMathOperator{\argmax}{arg\,max}", {r"\argmax": r"\operatorname{arg\,max}"}),
        (r"\DeclareMathOperator*{\argmax}{arg\,max}", {r"\argmax": r"\operatorname*{arg\,max}"}),
        ("% sets\n\\newcommand{\\R}{r} % reals\n\n  \\newcommand{\\N}{n}\n", {r"\R": "r", r"\N": "n"}),
        (r"\newcommand{\set}[1]{\{#1\}}", {r"\set": r"\{#1\}"}),
        ("", {}),
        ("% nothing", {}),
    ],
)
def test_latexs_own_definitions_are_read(text, macros):
    assert latex_macros(text) == (macros, [])


@pytest.mark.parametrize(
    ("piece", "refused"),
    [
        (r"\usepackage{amsmath}", r"\usepackage{amsmath}"),
        (r"\newcommand{\S}[2][d]{s}", r"\newcommand{\S}[2][d]{s}"),
        (r"\def\pair(#1,#2){s}", r"\def\pair(#1,#2){s}"),
        (r"\newcommand{\S}{s", r"\newcommand{\S}{s"),
        ("hello", "hello"),
    ],
)
def test_what_is_no_definition_is_told_and_the_others_stay(piece, refused):
    assert latex_macros(rf"\newcommand{{\R}}{{r}} {piece} % so" + "\n" + r"\def\T{t}") == (
        {r"\R": "r", r"\T": "t"},
        [f"{refused} % so"],
    )


def test_reading_takes_time_that_grows_with_the_text_alone():
    assert latex_macros(r"\newcommand{\a}{" * 20_000)[0] == {}
    assert latex_macros("%" * 200_000) == ({}, [])
    assert len(latex_macros(r"\def\x{y}" * 20_000)[0]) == 1


def test_a_formula_gets_the_macros_that_it_names_and_those_that_they_name():
    macros = {r"\a": r"\b{x}", r"\b": r"\c", r"\c": "y", r"\d": r"\a", r"\bc": "z"}
    assert needed((r"x + \a",), macros) == ((r"\a", r"\b{x}"), (r"\b", r"\c"), (r"\c", "y"))
    assert needed((r"\bc \\d",), macros) == ((r"\bc", "z"),)
    assert needed(("x",), macros) == ()


def test_macros_that_name_each_other_are_gathered_all_the_same():
    macros = {r"\a": r"\b", r"\b": r"\a"}
    assert needed((r"\a",), macros) == tuple(sorted(macros.items()))


def test_arguments_are_counted_by_the_highest():
    assert [arguments_of(text) for text in ("x", "#1", "#2", "#1%#2#3\n")] == [0, 1, 2, 3]
