"""The single source of formulas in a header's texts: the same dollars make them as in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.transforms import SphinxTransform

from sphinx_byline.cjk.dollars import DollarRules, inline_rule
from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.phrases import PHRASE_FIELDS, phrase_of, with_phrases
from sphinx_byline.collect.source import DESCRIPTION_KEY

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where the parser leaves the rules of the file that is being read, if dollars make formulas in it.
RULES_KEY = "byline_dollar_rules"


class HeaderPhrases(SphinxTransform):
    """Finds formulas in the texts of the header, once these are in the language of the build (30)."""

    default_priority = 40

    def apply(self, **_kwargs: Any) -> None:
        """Note a phrase for each text that holds one."""
        domain, docname = article_domain(self.env), self.env.docname
        rules = self.env.temp_data.get(RULES_KEY)
        if not isinstance(rules, DollarRules):
            return
        metadata = self.env.metadata[docname]
        for field in PHRASE_FIELDS:
            article = domain.articles.get(docname)
            text = getattr(article, field) if article else metadata.get(DESCRIPTION_KEY, "") * (field == "description")
            pieces = _pieces(text, rules)
            phrase = phrase_of(pieces)
            if phrase is not None:
                # The header is searched for what is wrong with it.
                phrase.source, phrase.line = str(self.env.doc2path(docname)), 1
                domain.note_phrase(docname, field, phrase)
            elif pieces:
                plain = "".join(piece for piece in pieces if isinstance(piece, str))
                if article:
                    domain.note_article(with_phrases(article, {field: nodes.title("", plain)}))
                else:
                    metadata[DESCRIPTION_KEY] = plain


def _pieces(text: str, rules: DollarRules) -> list[str | nodes.math]:
    if "$" not in text:
        return []
    md = MarkdownIt("zero")
    md.inline.ruler.before("text", "math_inline", inline_rule(rules))
    [inline] = md.parseInline(text)
    return [
        nodes.math(token.content, token.content)
        if token.type.startswith("math_inline")
        # The one character that a header has to keep from meaning something.
        else token.content.replace(r"\$", "$")
        for token in inline.children or ()
    ]


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(HeaderPhrases)
