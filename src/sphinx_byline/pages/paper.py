r"""The single source of how a book in Chinese, Japanese or Korean becomes a PDF: what is preset of ``latex_elements``.

XeLaTeX typesets Chinese and Korean, by xeCJK and the first of several fonts that the machine has; the last of them,
Fandol, comes with TeX Live. Characters for which no text font has a picture come from one of symbols. Japanese keeps
Sphinx's uplatex, whose classes know its rules for lines and pages. Paper is A4. What ``latex_engine`` and
``latex_elements`` of conf.py say stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.collect.presets import author_set
from sphinx_byline.model.languages import script_of
from sphinx_byline.pages.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Fonts for text, for headings and for code, by script or language: those of systems, and at last TeX Live's.
_FONTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Hans": {
        "main": ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"),
        "sans": ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
        "mono": ("Noto Sans Mono CJK SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"),
    },
    "Hant": {
        "main": ("Noto Serif CJK TC", "Source Han Serif TC", "Songti TC", "PMingLiU"),
        "sans": ("Noto Sans CJK TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei"),
        "mono": ("Noto Sans Mono CJK TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei"),
    },
    "ko": {
        "main": ("Noto Serif CJK KR", "Source Han Serif K", "AppleMyungjo", "Batang", "UnBatang"),
        "sans": ("Noto Sans CJK KR", "Source Han Sans K", "Apple SD Gothic Neo", "Malgun Gothic", "UnDotum"),
        "mono": ("Noto Sans Mono CJK KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "UnDotum"),
    },
}
_FANDOL = {
    "main": r"[BoldFont=FandolSong-Bold.otf,ItalicFont=FandolKai-Regular.otf\bylinesymbols]{FandolSong-Regular.otf}",
    "sans": r"[BoldFont=FandolHei-Bold.otf\bylinesymbols]{FandolHei-Regular.otf}",
    "mono": r"[BoldFont=FandolHei-Regular.otf\bylinesymbols]{FandolFang-Regular.otf}",
}
#: Emoji in outlines: XeTeX draws no coloured ones.
_SYMBOLS = ("Noto Emoji", "Symbola", "Segoe UI Emoji", "Segoe UI Symbol", "DejaVu Sans")
_SYMBOL_RANGES = '"2190->"21FF,"2300->"23FF,"2460->"24FF,"25A0->"27BF,"2B00->"2BFF,"1F000->"1FAFF'
_LATIN = r"""\IfFontExistsTF{FreeSerif.otf}{%
  \setmainfont{FreeSerif}[Extension=.otf,UprightFont=*,ItalicFont=*Italic,BoldFont=*Bold,BoldItalicFont=*BoldItalic]
  \setsansfont{FreeSans}[Extension=.otf,UprightFont=*,ItalicFont=*Oblique,BoldFont=*Bold,BoldItalicFont=*BoldOblique]
  \setmonofont{FreeMono}[Scale=0.9,Extension=.otf,UprightFont=*,ItalicFont=*Oblique,BoldFont=*Bold,%
    BoldItalicFont=*BoldOblique]
}{}"""

#: Sphinx's own looks of a chapter's head, with its number between two words.
_CHAPTER = r"""\ifdefined\chapter
  \usepackage[Sonny]{fncychap}
  \ChNameVar{\Large\normalfont\sffamily}\ChTitleVar{\Large\normalfont\sffamily}
  \makeatletter
  \renewcommand{\DOCH}{\raggedleft\CNV {before} {\CNoV\thechapter} {after}\par\nobreak\vskip 40\p@}
  \makeatother
\fi"""


def setup(app: Sphinx) -> None:
    """Preset it once the language is settled, before Sphinx asks for the engine."""
    app.connect("config-inited", preset, priority=250)


def preset(_app: Sphinx, config: Config) -> None:
    """Set what the author has not."""
    language = config.byline_language.partition("-")[0]
    if language not in {"zh", "ja", "ko"}:
        return
    elements = {"papersize": "a4paper"}
    if language != "ja":
        if not author_set(config, "latex_engine"):
            config.latex_engine = "xelatex"
        if config.latex_engine == "xelatex":
            elements |= elements_of(config.byline_language)
    config.latex_elements = {**elements, **config.latex_elements}


def elements_of(tag: str) -> dict[str, str]:
    """What XeLaTeX is told for a book in the Chinese or Korean of ``tag``."""
    korean = tag.partition("-")[0] == "ko"
    elements = {
        "polyglossia": "",
        "babel": r"\usepackage{babel}",
        "fontenc": r"\usepackage{xeCJK}",
        "fvset": r"\fvset{fontsize=\small,formatcom=\xeCJKVerbAddon}",
        "fontpkg": _font_commands("ko" if korean else script_of(tag)),
        # Babel knows neither language, and leaves LaTeX's own word in English.
        "contentsname": rf"\addto\captionsenglish{{\renewcommand{{\contentsname}}{{{translate('Contents')}}}}}",
    }
    before, after = ("제", "장") if korean else ("第", "章")
    elements["fncychap"] = _CHAPTER.replace("{before}", before).replace("{after}", after)
    if korean:  # Words have spaces between them, which xeCJK takes for line breaks of Chinese.
        elements["fontenc"] += "\n" + r"\xeCJKsetup{CJKspace=true}"
    return elements


def _font_commands(script: str) -> str:
    # Where there is no font of symbols the block keeps that of the text, and a book is built all the same.
    symbols = _first_of({font: rf"\def\bylinesymbols{{,Symbols={{{font}}}}}" for font in _SYMBOLS}, "")
    return "\n".join(
        [
            _LATIN,
            rf"\xeCJKDeclareSubCJKBlock{{Symbols}}{{{_SYMBOL_RANGES}}}",
            # What chooses the coloured form of an emoji, and what joins two: no font of text has a picture of it.
            r'\catcode"FE0F=9 \catcode"200D=9',
            r"\def\bylinesymbols{}",
            symbols,
            # Options are read as they stand.
            r"\def\bylinefont#1#2{\begingroup\edef\bylinesaid{\endgroup\unexpanded{#1}#2}\bylinesaid}",
            *(_family(family, fonts) for family, fonts in _FONTS[script].items()),
        ]
    )


def _family(family: str, fonts: Iterable[str]) -> str:
    command = rf"\bylinefont{{\setCJK{family}font}}"
    return _first_of(
        {font: rf"{command}{{[Scale=1\bylinesymbols]{{{font}}}}}" for font in fonts},
        rf"\IfFontExistsTF{{FandolSong-Regular.otf}}{{{command}{{{_FANDOL[family]}}}}}{{}}",
    )


def _first_of(commands: Mapping[str, str], otherwise: str) -> str:
    """TeX that executes the command for the first of several fonts that is there."""
    for font, command in reversed(list(commands.items())):
        otherwise = rf"\IfFontExistsTF{{{font}}}{{{command}}}{{{otherwise}}}"
    return otherwise
