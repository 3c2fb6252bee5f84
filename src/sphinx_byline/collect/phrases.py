"""The single source of texts about an article with formulas in them: its subtitle, its description, its teaser.

A phrase is a title node of docutils, as Sphinx keeps titles, which pages draw and which says in plain text what feeds,
search engines and social sites are told. Only texts that hold a formula have one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Literal

from docutils import nodes

from sphinx_byline.model.plaintext import clean, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_byline.model.article import Article

PhraseField = Literal["subtitle", "description", "teaser"]
PHRASE_FIELDS: tuple[PhraseField, ...] = ("subtitle", "description", "teaser")

#: An attribute of phrases, which no other title has: nothing links them.
PHRASE = "byline-phrase"
#: An attribute of a formula in a phrase or a title: its MathML, without the TeX.
MATHML = "byline-mathml"

_WHITE = re.compile(r"\s+")


def phrase_of(pieces: Sequence[str | nodes.math], most: int = 0) -> nodes.title | None:
    """The phrase that ``pieces`` make, of at most ``most`` characters where that is not 0; None without a formula.

    A formula counts as long as its TeX. What does not fit is left out, and an ellipsis stands for it.
    """
    made = nodes.title()
    made[PHRASE] = True
    left = most or sum(map(_length, pieces))
    for number, piece in enumerate(pieces):
        text = "" if isinstance(piece, nodes.math) else _WHITE.sub(" ", piece)
        if not number:
            text = text.lstrip()
        if number == len(pieces) - 1:
            text = text.rstrip()
        if _length(piece) > left:
            made.append(nodes.Text(shorten(text, left) if text and left > 1 else "…"))
            break
        made.append(piece.deepcopy() if isinstance(piece, nodes.math) else nodes.Text(text))
        left -= _length(piece)
    return made if any(isinstance(child, nodes.math) for child in made.children) else None


def mathml_of(phrase: nodes.title) -> str:
    """``phrase`` as HTML with its formulas in MathML alone, for readers that know no style sheet.

    What no engine of ours has typeset stands as it was written.
    """
    return "".join(
        node.get(MATHML) or escape(node.astext()) if isinstance(node, nodes.Element) else escape(node.astext())
        for node in phrase.children
    )


def with_phrases(article: Article, phrases: Mapping[PhraseField, nodes.title]) -> Article:
    """``article`` with the plain text of each of its phrases in the place of TeX."""
    subtitle, description, teaser = (
        clean(phrases[field].astext()) if field in phrases else getattr(article, field) for field in PHRASE_FIELDS
    )
    return replace(article, subtitle=subtitle, description=description, teaser=teaser)


def _length(piece: str | nodes.math) -> int:
    return len(piece.astext() if isinstance(piece, nodes.math) else piece)
