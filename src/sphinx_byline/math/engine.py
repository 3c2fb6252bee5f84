"""The single source of how formulas become markup: an engine takes a batch, and gives as many results in their order.

What runs JavaScript is a :class:`Machine`; :class:`KatexEngine` makes an engine of any of them. No formula can reach
the network, a file or another formula; none can take longer, or more memory, than the limits here.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Protocol

from sphinx_byline.math import dialogue
from sphinx_byline.math.formulas import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_byline.math.bundle import Bundle
    from sphinx_byline.math.formulas import Formula, Output, Result

#: Seconds for one formula, and for several at once; a few milliseconds each are usual. Beyond the second, each of them
#: is tried again alone.
SINGLE_SECONDS, BATCH_SECONDS = 1.5, 0.3
#: Of the whole engine, most of which KaTeX never needs.
MEMORY_BYTES = 256 * 2**20


class Engine(Protocol):
    """What typesets a batch."""

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """Give one result for each formula, in their order; raises nothing over a formula."""

    def close(self) -> None:
        """Let everything go; the engine can be used again, and then starts anew."""


class Machine(Protocol):
    """One JavaScript context. It belongs to the process and the thread that made it, and to no other."""

    batch: int
    """Formulas that are handed over at once."""

    def evaluate(self, script: str) -> None:
        """Run a script of ours."""

    def call(self, function: str, argument: str, seconds: float) -> str:
        """Call a global function; raises :class:`BrokenOffError` beyond a limit, :class:`ScriptError` if it throws."""

    def close(self) -> None:
        """Free the context."""


class OptionsError(ValueError):
    """``katex_options`` is not the JavaScript object that it should be; the text is the engine's message."""


class BrokenOffError(Exception):
    """The machine ran out of time or memory; the text says of which."""

    def __init__(self, reason: str, *, usable: bool = False) -> None:
        """Say why, and whether the machine is still ``usable``."""
        super().__init__(reason)
        self.usable = usable


class ScriptError(Exception):
    """A function threw; the text is the message of what it threw."""


class KatexEngine:
    """KaTeX in a machine, which the first batch starts; a forked process, and a thread, start one of their own."""

    def __init__(
        self, start: Callable[[], Machine], bundle: Bundle, output: Output = "htmlAndMathml", options: str = ""
    ) -> None:
        """Prepare for ``options``, the text of ``katex_options``: a JavaScript object with or without its braces."""
        self._start = start
        self._bundle = bundle
        self._output = output
        self._options = options
        self._machine: Machine | None = None
        self._owner = (0, 0)
        self._has_mhchem = False
        # What another process or thread made is neither used nor freed here, only kept from being freed.
        self._strangers: list[Machine] = []

    def check_options(self) -> None:
        """Start, to see whether the options can be evaluated; raises :class:`OptionsError`."""
        self._started()

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """See :class:`Engine`. A batch that goes beyond a limit is tried again formula by formula."""
        results: list[Result] = []
        rest = list(formulas)
        while rest:
            size = self._started().batch
            batch, rest = rest[:size], rest[size:]
            try:
                results += self._ask(batch, SINGLE_SECONDS if len(batch) == 1 else BATCH_SECONDS)
            except BrokenOffError as error:
                alone = len(batch) == 1
                results += [Failure("limit", str(error))] if alone else [self._typeset_alone(each) for each in batch]
        return results

    def close(self) -> None:
        """Free the machine, where it is ours to free."""
        machine, self._machine = self._machine, None
        if machine is not None:
            if self._owner == _here():
                machine.close()
            else:
                self._strangers.append(machine)

    def _typeset_alone(self, formula: Formula) -> Result:
        try:
            return self._ask([formula], SINGLE_SECONDS)[0]
        except BrokenOffError as error:
            return Failure("limit", str(error))

    def _ask(self, formulas: Sequence[Formula], seconds: float) -> list[Result]:
        machine = self._started()
        try:
            self._load_mhchem(machine, formulas)
            answer = machine.call(dialogue.TYPESET, dialogue.request(formulas, self._output), seconds)
        except (BrokenOffError, ScriptError) as error:
            if not (isinstance(error, BrokenOffError) and error.usable):
                # What the context holds now is anybody's guess.
                self.close()
            raise BrokenOffError(str(error)) from error
        return dialogue.results(answer)

    def _load_mhchem(self, machine: Machine, formulas: Sequence[Formula]) -> None:
        mhchem = self._bundle.mhchem
        if self._has_mhchem or mhchem is None:
            return
        if dialogue.needs_mhchem([*dialogue.texts_of(formulas), self._options]):
            machine.evaluate(mhchem.read_text(encoding="utf-8"))
            self._has_mhchem = True

    def _started(self) -> Machine:
        if self._machine is not None and self._owner == _here():
            return self._machine
        self.close()
        machine = self._start()
        try:
            machine.evaluate(self._bundle.script.read_text(encoding="utf-8"))
            machine.evaluate(dialogue.GLUE)
            machine.call(dialogue.CONFIGURE, dialogue.object_literal(self._options), SINGLE_SECONDS)
        except (BrokenOffError, ScriptError) as error:
            machine.close()
            raise OptionsError(str(error).splitlines()[0]) from error
        self._machine, self._owner, self._has_mhchem = machine, _here(), False
        return machine


def _here() -> tuple[int, int]:
    return os.getpid(), threading.get_ident()
