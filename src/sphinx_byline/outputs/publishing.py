"""The glue of this room: hands values from the index to the pure functions, and writes what they answer.

What needs absolute addresses is left out without a site address (``html_baseurl``, or Read the Docs' own).
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from sphinx_byline.collect.outfiles import write_changed
from sphinx_byline.collect.phrases import mathml_of
from sphinx_byline.collect.settings import read_settings
from sphinx_byline.collect.source import CANONICAL_KEY, DESCRIPTION_KEY, UNLISTED_KEY
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.plaintext import clean
from sphinx_byline.outputs.atom import Feed, FeedEntry, atom
from sphinx_byline.outputs.head import Head, Person, Picture, head_tags
from sphinx_byline.pages.publisher import Publisher

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_byline.model.article import Article, Author, Moment
    from sphinx_byline.pages.contexts import PageContext, VersionContext

_logger = logging.getLogger(__name__)

FEED_FILE = "atom.xml"
#: Entries in a feed; readers keep the older ones themselves.
MOST_ENTRIES = 30
# Loaded beside ours, it writes Open Graph itself.
_OPEN_GRAPH_EXTENSION = "sphinxext.opengraph"


def setup(app: Sphinx) -> None:
    """Connect head and feed."""
    app.connect("config-inited", take_site_address)
    app.connect("html-page-context", add_head, priority=600)
    app.connect("build-finished", write_feed)


def take_site_address(_app: Sphinx, config: Config) -> None:
    """Take the site's address from Read the Docs, where conf.py names none."""
    if not config.html_baseurl:
        config.html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    elif not urlsplit(config.html_baseurl).scheme:
        warn(
            Warn.SETTING,
            f"conf.py: html_baseurl is {shown(config.html_baseurl)}, which is no whole address; it is used as it "
            "stands, and canonical addresses and the feed lead nowhere; begin it with https://",
        )


def has_feed(publisher: Publisher) -> bool:
    """Whether this build writes a feed: with a site address, and at least one dated article to put in."""
    app = publisher.app
    return (
        publisher.is_web
        and bool(app.config.html_baseurl)
        and read_settings(app.config).feed
        and any(_is_fed(article) for article in publisher.domain.index.articles)
    )


def add_head(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Add our elements to the page's ``metatags``, which every theme prints in its head."""
    byline: PageContext | None = context.get("byline")
    if byline is None or app.builder.name == "epub":
        return
    publisher = Publisher(app)
    metadata = app.env.metadata.get(pagename, {})
    canonical = metadata.get(CANONICAL_KEY, "")
    if canonical:
        context["pageurl"] = canonical  # Every theme's link to the canonical address.
    if has_feed(publisher):
        byline["feed"] = relative_uri(app.builder.get_target_uri(pagename), FEED_FILE)
    metatags = str(context.get("metatags", ""))
    if not read_settings(app.config).metadata:
        if UNLISTED_KEY in metadata:
            context["metatags"] = f'{metatags}\n    <meta name="robots" content="noindex" />\n'
        return
    article = publisher.domain.index.by_docname.get(pagename)
    elsewhere = {"description"} if 'name="description"' in metatags else set()
    if _OPEN_GRAPH_EXTENSION in app.extensions:
        elsewhere.add("og:")
    phrase = publisher.domain.phrases.get(pagename, {}).get("description")
    head = Head(
        title=article.title if article else byline["head_title"],
        site=byline["site"],
        language=byline["lang"],
        url=canonical or publisher.permalink(pagename),
        indexed=UNLISTED_KEY not in metadata,
        feed=byline["feed"],
        alternates=_alternates(byline["versions"]),
        owned_elsewhere=frozenset(elsewhere),
        **(_article_values(publisher, article) if article else _page_values(byline, metadata, phrase)),
    )
    context["metatags"] = metatags + head_tags(head)


def _alternates(versions: list[VersionContext]) -> tuple[tuple[str, str], ...]:
    """Language and absolute address of each version of a page, as ``hreflang`` wants them; nothing without a site's."""
    found = [(version["lang"], version["permalink"]) for version in versions]
    return tuple(found) if all(address for _, address in found) else ()


def _page_values(byline: PageContext, metadata: dict[str, Any], phrase: nodes.title | None) -> dict[str, Any]:
    said = byline["term"]["description"] if byline["term"] else ""
    own = clean(phrase.astext()) if phrase is not None else metadata.get(DESCRIPTION_KEY, "")
    return {"description": said or own}


def _article_values(publisher: Publisher, article: Article) -> dict[str, Any]:
    base = publisher.app.config.html_baseurl
    domain = publisher.domain

    def author_url(slug: str, written: str) -> str:
        page = publisher.term_url(article.docname, "author", slug)
        return publisher.permalink(domain.term_docname("author", slug)) if page and base else written

    cover = article.social
    image = cover.url if cover else ""
    if cover and cover.path and base:
        image = urljoin(publisher.permalink(article.docname), publisher.cover_url(article.docname, cover))
    series = publisher.series(article.docname, article.series, article.docname) if article.series else None
    return {
        "is_article": True,
        "subtitle": article.subtitle,
        "section": article.categories[0].label if article.categories else "",
        "series": series["label"] if series else "",
        "position": series["position"] if series else 0,
        "license": (article.license.url or article.license.name) if article.license else "",
        "doi": f"https://doi.org/{quote(article.doi)}" if article.doi else "",
        "description": article.description or article.teaser,
        "authors": tuple(_person(who, author_url(who.slug, who.url)) for who in article.authors),
        "tags": tuple(publisher.term_link(article.docname, "tag", tag)["label"] for tag in article.tags),
        "published": article.date.iso if article.date else "",
        "modified": article.updated.iso if article.updated else "",
        "picture": Picture(image, cover.alt, cover.width, cover.height) if cover and image else None,
        "words": article.reading.words + article.reading.characters,
        "minutes": article.reading.minutes,
    }


def _person(author: Author, url: str) -> Person:
    profiles = [address for _, address in author.socials]
    if author.orcid:
        profiles.append(f"https://orcid.org/{author.orcid}")
    return Person(author.name, url, author.kind == "organisation", tuple(profiles))


def _is_fed(article: Article) -> bool:
    """Drafts are never in a feed, and an entry without a date would have to be given one (RFC 4287, 4.2.15)."""
    return not article.draft and article.date is not None


def write_feed(app: Sphinx, exception: Exception | None) -> None:
    """Write the site's feed where it differs from the one that is there; take it away where there is none any more."""
    if exception is not None:
        return
    publisher = Publisher(app)
    if not publisher.is_web:
        return
    file = Path(app.outdir) / FEED_FILE
    if not has_feed(publisher):
        file.unlink(missing_ok=True)
        if not app.config.html_baseurl:
            _logger.info("byline: html_baseurl is not set: no feed, no canonical addresses, no cover for social sites")
        return
    write_changed(file, atom(_feed(publisher)))


def _feed(publisher: Publisher) -> Feed:
    config = publisher.app.config
    fed = [article for article in publisher.domain.index.articles if _is_fed(article)][:MOST_ENTRIES]
    return Feed(
        title=publisher.site,
        url=publisher.permalink(config.root_doc),
        self_url=posixpath.join(config.html_baseurl, quote(FEED_FILE)),
        language=publisher.language,
        author=config.author if config.author != "unknown" else config.project,
        entries=[_entry(publisher, article) for article in fed],
    )


def _entry(publisher: Publisher, article: Article) -> FeedEntry:
    phrase = publisher.domain.phrases.get(article.docname, {}).get("teaser")
    return FeedEntry(
        url=publisher.permalink(article.docname),
        title=article.title,
        published=_instant(article.date),
        updated=_instant(article.revised or article.date),
        summary=article.teaser,
        summary_html=mathml_of(phrase) if phrase is not None else "",
        language=article.lang,
        authors=tuple(_person(who, who.url) for who in article.authors),
        tags=tuple((tag.slug, tag.label) for tag in article.tags),
    )


def _instant(moment: Moment | None) -> str:
    """RFC 3339, always with a time and an offset."""
    when = moment.when if moment else dt.datetime.fromtimestamp(0, dt.UTC)
    return when.isoformat(timespec="seconds")
