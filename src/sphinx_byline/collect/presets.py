"""The single source of what we preset for Sphinx and MyST, so that a conf.py of five lines is enough.

What the author has set in conf.py, or on the command line, stands as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PRESETS: dict[str, Any] = {
    # The Markdown that articles are written in, here and elsewhere.
    "myst_enable_extensions": [
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "fieldlist",
        "strikethrough",
        "tasklist",
    ],
    # What GitHub and others take for a formula: a code block in "math".
    "myst_fence_as_directive": ["math"],
    # ``$5 and $6`` is money.
    "myst_dmath_allow_space": False,
    # A virtual environment or an earlier build beside the articles is none of them.
    "exclude_patterns": [
        *("_build", "_site", ".*", "**/.*", "venv", "node_modules", "**/node_modules"),
        # Nor are other tools' templates of articles, and what comes with their themes.
        *("scaffolds", "archetypes", "vendor/bundle", "themes/*/*.md", "themes/*/exampleSite", "themes/*/archetypes"),
    ],
}


def setup(app: Sphinx) -> None:
    """Preset them once conf.py is known, before MyST reads them."""
    app.connect("config-inited", preset, priority=200)


def preset(_app: Sphinx, config: Config) -> None:
    """Set each value that the author has not set."""
    for name, value in PRESETS.items():
        if not author_set(config, name):
            setattr(config, name, value)
    # ``~~text~~`` is struck through in HTML, and plain text elsewhere: nothing that an author could mend.
    config.suppress_warnings = [*config.suppress_warnings, "myst.strikethrough"]


def author_set(config: Config, name: str) -> bool:
    """Whether conf.py or the command line says anything of ``name``, be it the default."""
    written = written_in_conf(config)
    if written is None:
        return bool(getattr(config, name) != config.values[name].default)
    return name in written or name in config.overrides


def written_in_conf(config: Config) -> frozenset[str] | None:
    """The names that conf.py sets.

    Sphinx keeps them only in an attribute that is not public; None where it is gone.
    """
    written = getattr(config, "_raw_config", None)
    return frozenset(name for name in written if isinstance(name, str)) if isinstance(written, dict) else None
