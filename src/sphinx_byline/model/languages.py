"""The single source of how languages are named: BCP 47 for readers' machines, gettext's codes for Sphinx.

Authors write ``zh-CN``, ``zh_Hans``, ``ja_JP.UTF-8`` or ``English``. HTML, EPUB and feeds want the tag (RFC 5646),
Sphinx the name of a folder of translations, Open Graph a locale. Pure: the same answer for the same text.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
#: ``ja_JP.UTF-8``, ``sr@latin``: what POSIX puts behind a language.
_POSIX = re.compile(r"(?P<name>[^.@]*)(?:\.[^@]*)?(?:@(?P<modifier>.*))?")
_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "valencia": "valencia"}
#: Languages written out, as ABlog and others have them, and codes of countries taken for those of languages.
_NAMES = {
    "arabic": "ar",
    "chinese": "zh",
    "中文": "zh",
    "简体中文": "zh-Hans",
    "繁體中文": "zh-Hant",
    "繁体中文": "zh-Hant",
    "cn": "zh-CN",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "italian": "it",
    "japanese": "ja",
    "日本語": "ja",
    "jp": "ja",
    "korean": "ko",
    "한국어": "ko",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "español": "es",
}
#: Regions that write Chinese in traditional characters (Unicode CLDR, likely subtags).
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_CHINESE = frozenset({"zh", "cmn", "yue"})
#: Sphinx looks for these without a region: ``language == "ja"`` chooses the LaTeX engine.
_AT_HOME = {"ja": "JP", "ko": "KR"}
#: Translations that speakers of a language can read where it has none of its own.
_RELATIVES = {"pt": ("pt_BR", "pt_PT"), "uk": ("uk_UA",), "nb": ("nb_NO",), "nn": ("nb_NO",), "no": ("nb_NO",)}
_REGION = re.compile(r"[A-Z]{2}|\d{3}")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
#: The region that Open Graph names where a tag has none (Unicode CLDR, likely subtags); of some it is called the same.
_HOMONYMS = "bg de es fi fr hr hu id it lt lv nl pl pt ro ru th tr"
_HOMES = {
    **{code: code.upper() for code in _HOMONYMS.split()},
    "ar": "EG",
    "cs": "CZ",
    "da": "DK",
    "el": "GR",
    "en": "US",
    "he": "IL",
    "ja": "JP",
    "ko": "KR",
    "nb": "NO",
    "sv": "SE",
    "uk": "UA",
    "vi": "VN",
}


def bcp47(written: str) -> str:
    """The tag that ``written`` stands for, in the case of RFC 5646, 2.1.1: ``zh-Hans-CN``; empty where it is none."""
    text = written.strip()
    if named := _NAMES.get(text.casefold()):
        return named
    parts = _POSIX.fullmatch(text)
    if parts is None:
        return ""
    subtags = [parts["name"].replace("_", "-"), _MODIFIERS.get((parts["modifier"] or "").casefold(), "")]
    if subtags[1] and _SCRIPT.fullmatch(subtags[1]):
        language, _, rest = subtags[0].partition("-")
        subtags = [language, subtags[1], rest]  # A script comes before the region.
    tag = "-".join(filter(None, subtags))
    return _in_case(tag) if _TAG.fullmatch(tag) else ""


def _in_case(tag: str) -> str:
    first, *rest = tag.split("-")
    said = [first.lower()]
    for part in rest:
        extended = any(len(before) == 1 for before in said)  # What follows a singleton is an extension.
        said.append(part.lower() if extended else {2: str.upper, 4: str.title}.get(len(part), str.lower)(part))
    return "-".join(said)


def script_of(tag: str) -> str:
    """The script of a text in ``tag``: as it says, for Chinese by the region too, ``Hans`` or ``Hant``; else empty."""
    language, script, region = _parts(tag)
    if script or language not in _CHINESE:
        return script
    return "Hant" if region in _TRADITIONAL or (language == "yue" and region != "CN") else "Hans"


def sphinx_code(written: str) -> str:
    """What Sphinx's ``language`` has to be where an author wrote ``written``; the same where it is no language.

    Chinese is ``zh_CN``, ``zh_TW`` or another region that goes with the script; elsewhere a script gives way, and a
    region stays, for gettext looks for the language alone where there is nothing for the region.
    """
    tag = bcp47(written)
    if not tag:
        return written
    language, script, region = _parts(tag)
    if language in {"zh", "cmn"}:
        traditional = script_of(tag) == "Hant"
        fits = region and (region in _TRADITIONAL) == traditional
        return f"zh_{region}" if fits else "zh_TW" if traditional else "zh_CN"
    if "valencia" in tag.split("-"):
        return f"{language}@valencia"
    if language == "sr" and script == "Latn":
        return "sr@latin"
    return language if not region or _AT_HOME.get(language) == region else f"{language}_{region}"


def catalogue_codes(tag: str) -> tuple[str, ...]:
    """The folders of translations that a reader of ``tag`` understands, the best first: ``zh_HK``, ``zh_TW``."""
    tag = bcp47(tag)
    language, _, region = _parts(tag)
    codes = [sphinx_code(tag), language]
    if language in _CHINESE:
        codes = [codes[0]]
        if script_of(tag) == "Hant":
            codes += ["zh_HK", "zh_TW"] if language == "yue" or region in {"HK", "MO"} else ["zh_TW"]
        else:
            codes.append("zh_CN")
    codes += _RELATIVES.get(language, ())
    return tuple(dict.fromkeys(code for code in codes if code))


def open_graph_locale(tag: str) -> str:
    """``tag`` as Open Graph writes it, a language with its region: ``zh_CN``, ``en_US``; empty where it is unknown."""
    tag = bcp47(tag)
    language, _, region = _parts(tag)
    if language in _CHINESE:
        language, home = "zh", {"yue": "HK"}.get(language, "TW" if script_of(tag) == "Hant" else "CN")
    else:
        home = _HOMES.get(language, "")
    region = region or home
    return f"{language}_{region}" if region else ""


def _parts(tag: str) -> tuple[str, str, str]:
    """Language, script and region; empty where the tag does not say."""
    language, *rest = tag.split("-")
    if "x" in rest:
        rest = rest[: rest.index("x")]
    script = next((part for part in rest if _SCRIPT.fullmatch(part)), "")
    region = next((part for part in rest if _REGION.fullmatch(part)), "")
    return language, script, region
