"""The single source of the results of a build: from memory, from the cache, else from the engine, in one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.math.formulas import beyond_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_byline.math.cache import Cache
    from sphinx_byline.math.engine import Engine
    from sphinx_byline.math.formulas import Formula, Result

#: Results held in memory, for titles that many pages show: about 8 kB each.
_REMEMBERED = 512


class Typesetter:
    """What the rest of this room asks for markup."""

    def __init__(self, engine: Engine, cache: Cache) -> None:
        """Ask ``engine`` for what neither memory nor ``cache`` knows."""
        self._engine = engine
        self._cache = cache
        self._memory: dict[Formula, Result] = {}

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """Give one result for each formula, in their order; each distinct one is made once."""
        results: dict[Formula, Result] = {}
        missing: list[Formula] = []
        for formula in dict.fromkeys(formulas):
            result = self._known(formula)
            if result is None:
                missing.append(formula)
            else:
                results[formula] = result
        if missing:
            for formula, made in zip(missing, self._engine.typeset(missing), strict=True):
                self._cache.put(formula, made)
                results[formula] = made
        for formula, result in results.items():
            self._remember(formula, result)
        return [results[formula] for formula in formulas]

    def close(self, *, whole_build: bool) -> None:
        """Let the engine go, and of the cache what is not needed; ``whole_build`` says that every page was written."""
        self._engine.close()
        self._cache.end_build(whole=whole_build)

    def _known(self, formula: Formula) -> Result | None:
        return beyond_limits(formula) or self._memory.get(formula) or self._cache.get(formula)

    def _remember(self, formula: Formula, result: Result) -> None:
        # The one used longest ago goes first: a dict keeps the order of insertion.
        self._memory.pop(formula, None)
        self._memory[formula] = result
        if len(self._memory) > _REMEMBERED:
            del self._memory[next(iter(self._memory))]
