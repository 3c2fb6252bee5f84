"""The single source of how an author is written: a name, or a map in any tool's words, in a header or in a registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sphinx_byline.model.article import Author, HeaderValue
from sphinx_byline.model.fields import field_key
from sphinx_byline.model.images import image_place
from sphinx_byline.model.lookup import first_text, web_address
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
_ORGANISATIONS = frozenset({"organisation", "organization", "org", "company", "team", "group", "institution"})


def author_of(value: HeaderValue, beside: Mapping[str, HeaderValue], places: Mapping[str, str]) -> Author | None:
    """The author that ``value`` names, a text or a map; None where it names none.

    ``beside`` holds what stands beside a name in text (Docusaurus' ``author_url``), without its ``author``; ``places``
    are names of affiliations by their identifiers.
    """
    if isinstance(value, str):
        name, details = clean(value), beside
    elif isinstance(value, dict):
        details = {field_key(key): item for key, item in value.items()}
        name = clean(_name(details.get("name")) or first_text(details, "label", "nickname", "key", "id"))
    else:
        return None
    return described(name, details, places) if name else None


def described(name: str, details: Mapping[str, HeaderValue], places: Mapping[str, str] | None = None) -> Author:
    """The author called ``name``, with what ``details`` say; their keys are as :func:`field_key` makes them."""
    orcid = _ORCID.fullmatch(first_text(details, "orcid").strip())
    email = clean(first_text(details, "email", "mail")).removeprefix("mailto:")
    return Author(
        name=name,
        slug=slugify(name),
        url=web_address(first_text(details, "url", "website", "link", "homepage", "web")),
        avatar=image_place(first_text(details, "avatar", "imageurl", "picture", "photo", "image")),
        bio=clean(first_text(details, "bio", "description", "title", "about")),
        email=email if _EMAIL.fullmatch(email) else "",
        orcid=orcid[1].upper() if orcid else "",
        affiliation=_affiliation(details.get("affiliation") or details.get("affiliations"), places or {}),
        kind=_kind(details),
        socials=tuple(_socials(details)),
    )


def affiliations(value: HeaderValue) -> dict[str, str]:
    """Names of affiliations by their identifiers: MyST's and Quarto's list beside the authors."""
    found: dict[str, str] = {}
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            name = first_text(item, "name", "institution")
            found.update({key: name for key in (first_text(item, "id"), first_text(item, "ref")) if key and name})
    return found


def _name(value: HeaderValue) -> str:
    """A name, also in Quarto's and MyST's parts ``{given, family}``."""
    if isinstance(value, dict):
        parts = [first_text(value, part) for part in ("given", "non-dropping-particle", "family")]
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
