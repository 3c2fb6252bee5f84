from __future__ import annotations

import datetime as dt

import pytest

from sphinx_byline.model.article import Article, Author, Moment
from sphinx_byline.model.citation import bibtex


def article(*authors, **changes):
    known = {
        "docname": "posts/chain-rule",
        "title": "链式法则",
        "authors": authors,
        "date": Moment(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
    }
    return Article(**{**known, **changes})


ADA = Author("Ada Byron", "ada-byron")
LI = Author("李明", "李明")


def test_an_article_of_a_site_is_cited_with_its_address():
    assert bibtex(article(ADA, LI), "数学笔记", "https://x.example/chain-rule.html").splitlines() == [
        "@misc{byron2026,",
        "  title = {{链式法则}},",
        "  author = {Ada Byron and {李明}},",
        "  year = {2026},",
        "  month = {03},",
        "  url = {https://x.example/chain-rule.html},",
        "  howpublished = {数学笔记},",
        "}",
    ]


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (Author("Ada Byron", "a"), "Ada Byron"),
        (Author("王 小明", "b"), "{王 小明}"),
        (Author("山田 太郎", "c"), "{山田 太郎}"),
        (Author("김철수", "d"), "{김철수}"),
        (Author("Turing Institute", "e", kind="organisation"), "{Turing Institute}"),
        (Author("R&D_{x}", "f"), r"R\&D\_\{x\}"),
    ],
)
def test_no_name_is_taken_apart(author, said):
    assert f"  author = {{{said}}}," in bibtex(article(author), "", "")


def test_what_the_header_says_of_a_journal_comes_first():
    said = {
        "type": "article-journal",
        "container-title": "Annals & Notes",
        "volume": "7",
        "issue": "2",
        "page": "1-9",
        "issued": "2025-12-01",
    }
    entry = bibtex(article(ADA, citation=said, doi="10.1000/182"), "Site", "")
    assert entry.startswith("@article{byron2025,")
    for line in (
        "journal = {Annals \\& Notes}",
        "volume = {7}",
        "number = {2}",
        "pages = {1-9}",
        "year = {2025}",
        "doi = {10.1000/182}",
    ):
        assert f"  {line}," in entry
    assert "month" not in entry
    assert "howpublished" not in entry


@pytest.mark.parametrize(
    ("authors", "docname", "key"),
    [((LI,), "posts/chain-rule", "chainrule2026"), ((LI,), "文章/链式法则", "article2026"), ((), "a", "a2026")],
)
def test_its_key_is_ascii(authors, docname, key):
    assert f"{{{key}," in bibtex(article(*authors, docname=docname), "", "")
