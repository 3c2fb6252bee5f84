"""The single source of how an author is written: a name, or a map in any tool's words, in a header or in a registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sphinx_byline.model.article import Author, HeaderValue
from sphinx_byline.model.fields import field_key
from sphinx_byline.model.images import image_place
from sphinx_byline.model.lookup import first_text, quoted, unknown_detail, web_address
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slips import closest
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    #: Takes a detail's key, and what is to be said of it: "is …".
    Report = Callable[[str, str], None]

#: Where a handle leads on each platform; ``{}`` is the handle.
PLATFORMS = {
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "gitee": "https://gitee.com/{}",
    "codeberg": "https://codeberg.org/{}",
    "bitbucket": "https://bitbucket.org/{}",
    "x": "https://x.com/{}",
    "twitter": "https://x.com/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "threads": "https://www.threads.net/@{}",
    "facebook": "https://www.facebook.com/{}",
    "instagram": "https://www.instagram.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "youtube": "https://www.youtube.com/@{}",
    "twitch": "https://www.twitch.tv/{}",
    "telegram": "https://t.me/{}",
    "medium": "https://medium.com/@{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "huggingface": "https://huggingface.co/{}",
    "weibo": "https://weibo.com/{}",
    "zhihu": "https://www.zhihu.com/people/{}",
    "bilibili": "https://space.bilibili.com/{}",
    "douban": "https://www.douban.com/people/{}",
    "juejin": "https://juejin.cn/user/{}",
    "qiita": "https://qiita.com/{}",
    "zenn": "https://zenn.dev/{}",
    "mastodon": "",
}
_HANDLE = re.compile(r"@?[\w.-]{1,64}")
_FEDIVERSE = re.compile(r"@?(?P<name>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.ASCII | re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")
#: What looks like the address of a site without ``https://``.
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
#: Parts of a name in the Citation Style Language, in the order in which they are said.
_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
#: What a map may say of an author, as names are compared.
DETAILS = frozenset(
    {
        *("name", "label", "nickname", "key", "id", "url", "website", "link", "homepage", "web", "avatar", "imageurl"),
        *("picture", "photo", "image", "bio", "description", "title", "about", "email", "mail", "orcid", "affiliation"),
        *("affiliations", "type", "kind", "socials", "social", "links", "slug", "permalink", "alias", "aliases"),
    }
)
#: What other tools say there, a letter away from it.
_OTHERS_DETAILS = frozenset(
    {"page", "roles", "role", "names", "titles", "urls", "tel", "phone", "fax", "note", "degrees"}
)
_ORGANISATIONS = frozenset({"organisation", "organization", "org", "company", "team", "group", "institution"})


_ASKED_ABOUT = [
    "name",
    "url",
    "website",
    "avatar",
    "bio",
    "email",
    "orcid",
    "affiliation",
    "socials",
    "aliases",
    "slug",
]


def author_of(
    value: HeaderValue, beside: Mapping[str, HeaderValue], places: Mapping[str, str], report: Report
) -> Author | None:
    """The author that ``value`` names, a text or a map; None where it names none.

    ``beside`` holds what stands beside a name in text (Docusaurus' ``author_url``), without its ``author``; ``places``
    are names of affiliations by their identifiers. ``report`` is told what is wrong with a detail.
    """
    if isinstance(value, str):
        name, details = clean(value), beside
    elif isinstance(value, dict):
        details = {field_key(key): item for key, item in value.items()}
        name = clean(name_of(details.get("name")) or first_text(details, "label", "nickname", "key", "id"))
    else:
        return None
    if not name:
        return None
    if not isinstance(value, dict):
        return described(name, details, report, places)
    ask_about(value, report)
    keys = {field_key(key): key for key in value}
    return described(name, details, lambda key, message: report(keys.get(key, key), message), places)


def described(
    name: str, details: Mapping[str, HeaderValue], report: Report, places: Mapping[str, str] | None = None
) -> Author:
    """The author called ``name``, with what ``details`` say; their keys are as :func:`field_key` makes them."""
    read = _Details(details, report)
    return Author(
        name=name,
        slug=slugify(name),
        url=read.checked(_site, "an address that begins with https://", "url", "website", "link", "homepage", "web"),
        avatar=read.checked(
            image_place, "a file or an http(s) address", "avatar", "imageurl", "picture", "photo", "image"
        ),
        bio=clean(first_text(details, "bio", "description", "title", "about")),
        email=read.checked(_email, "an address such as ada@example.org", "email", "mail"),
        orcid=read.checked(_orcid, "an ORCID such as 0000-0002-1825-0097", "orcid"),
        affiliation=_affiliation(details.get("affiliation") or details.get("affiliations"), places or {}),
        kind=_kind(details),
        socials=tuple(_socials(details)),
    )


def ask_about(written: Mapping[str, HeaderValue], report: Report) -> None:
    """Report every detail of a map that is a slip away from one that is known."""
    for key in written:
        folded = field_key(key)
        if folded in DETAILS or folded in PLATFORMS or folded in _OTHERS_DETAILS:
            continue
        if close := closest(folded, _ASKED_ABOUT):
            report(key, unknown_detail("an author", close))


class _Details:
    """What a map says of an author, and what is wrong with it."""

    def __init__(self, details: Mapping[str, HeaderValue], report: Report) -> None:
        self.details = details
        self.report = report

    def checked(self, read: Callable[[str], str], expected: str, *names: str) -> str:
        """The first of ``names`` that holds a text, as ``read`` makes it; what it refuses is reported."""
        for name in names:
            value = self.details.get(name)
            if isinstance(value, str) and value.strip():
                made = read(value)
                if not made:
                    self.report(name, f"is {quoted(value)}; the field is left out; expected {expected}")
                return made
        return ""


def _site(text: str) -> str:
    text = clean(text)
    return web_address(f"https://{text}" if _DOMAIN.fullmatch(text) else text)


def _email(text: str) -> str:
    text = clean(text).removeprefix("mailto:")
    return text if _EMAIL.fullmatch(text) else ""


def _orcid(text: str) -> str:
    found = _ORCID.fullmatch(text.strip().rstrip("/"))
    return found[1].upper() if found else ""


def affiliations(value: HeaderValue) -> dict[str, str]:
    """Names of affiliations by their identifiers: MyST's and Quarto's list beside the authors."""
    found: dict[str, str] = {}
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            name = first_text(item, "name", "institution")
            found.update({key: name for key in (first_text(item, "id"), first_text(item, "ref")) if key and name})
    return found


def name_of(value: HeaderValue) -> str:
    """A name, also in Quarto's and MyST's parts ``{given, family}``."""
    if isinstance(value, dict):
        parts = [first_text(value, part) for part in _PARTS]
        return first_text(value, "literal") or " ".join(part for part in parts if part)
    return value if isinstance(value, str) else ""


def _affiliation(value: HeaderValue, places: Mapping[str, str]) -> str:
    items = value if isinstance(value, list) else [value]
    names = (first_text(item, "name", "institution", "id", "ref") if isinstance(item, dict) else item for item in items)
    return clean(", ".join(places.get(name, name) for name in names if isinstance(name, str) and name))


def _kind(details: Mapping[str, HeaderValue]) -> Literal["person", "organisation"]:
    said = first_text(details, "type", "@type", "kind").casefold()
    return "organisation" if said in _ORGANISATIONS or details.get("collaboration") == "true" else "person"


def _socials(details: Mapping[str, HeaderValue]) -> Iterator[tuple[str, str]]:
    within = next((details[key] for key in ("socials", "social", "links") if isinstance(details.get(key), dict)), {})
    assert isinstance(within, dict)  # noqa: S101 -- chosen so
    for key, value in (*within.items(), *((key, details[key]) for key in PLATFORMS if key in details)):
        platform = field_key(key)
        if isinstance(value, str) and (address := _profile(platform, clean(value))):
            yield platform, address


def _profile(platform: str, handle: str) -> str:
    """Address of a profile; empty for what is neither an address nor a handle of a platform that is known."""
    if address := web_address(handle):
        return address
    if platform == "mastodon" and (found := _FEDIVERSE.fullmatch(handle)):
        return f"https://{found['host']}/@{found['name']}"
    pattern = PLATFORMS.get(platform)
    return web_address(pattern.format(handle.removeprefix("@"))) if pattern and _HANDLE.fullmatch(handle) else ""
