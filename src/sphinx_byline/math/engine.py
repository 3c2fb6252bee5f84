"""The single source of how TeX becomes markup: KaTeX in a JavaScript engine inside this process.

An :class:`Engine` takes a batch of formulas and gives as many results, in their order. No formula can reach the
network, a file or another formula; none can take longer, or more memory, than the limits here.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_byline.math.bundle import Bundle

Output = Literal["htmlAndMathml", "mathml"]
T = TypeVar("T")

#: UTF-8 bytes of one formula. A screen of dense TeX has 2,000.
LONGEST_FORMULA = 10_000

#: Macro expansions of one formula: KaTeX's own default, enough for any that a person writes.
MAX_EXPAND = 1_000
#: em. What a formula can make as tall or wide as it likes (``\\rule``, ``\\hspace``) ends here.
MAX_SIZE = 100

_BATCH = 32
_BATCH_SECONDS = 10
_SINGLE_SECONDS = 5
_MEMORY_BYTES = 256 * 2**20
# 100 nested fractions take 4 MB; the main thread has 8 MB on Linux and macOS.
_STACK_BYTES = 5 * 2**20
_MAIN_THREAD_BYTES = 7 * 2**20
_OWN_THREAD_BYTES = 16 * 2**20

# What KaTeX draws in its error colour it does not report. A colour that nobody writes makes it findable.
_REFUSED_COLOUR = "#fe0d1e"

_NEEDS_MHCHEM = re.compile(r"\\(?:ce|pu)(?![A-Za-z])")

_GLUE = """
"use strict";
var bylineSite = {};
function bylineConfigure(text) {
  const value = (0, eval)(text);
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  bylineSite = value;
}
function bylineTypeset(request) {
  const { formulas, output, colour, maxExpand, maxSize } = JSON.parse(request);
  const least = (wanted, most) => (typeof wanted === "number" && wanted < most ? wanted : most);
  return JSON.stringify(formulas.map(([tex, displayMode, macros]) => {
    const findings = [];
    const strict = (code, message, token) => {
      findings.push(code);
      const site = bylineSite.strict;
      const judged = typeof site === "function" ? site(code, message, token) : site;
      return judged === true || judged === "error" ? "error" : "ignore";
    };
    const options = {
      ...bylineSite, displayMode, output, strict,
      macros: { ...bylineSite.macros, ...macros }, globalGroup: false,
      throwOnError: true, errorColor: colour, trust: false,
      maxExpand: least(bylineSite.maxExpand, maxExpand), maxSize: least(bylineSite.maxSize, maxSize),
    };
    try {
      const html = katex.renderToString(tex, options);
      return html.includes(colour) ? { refused: true } : { html, findings };
    } catch (error) {
      // Without memory there is none for an error object either.
      if (!error) return { broke: "out of memory" };
      const { rawMessage, message, position } = error;
      return error instanceof katex.ParseError ? { error: rawMessage, position } : { broke: String(message) };
    }
  }));
}
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """TeX as KaTeX gets it, and whether it stands by itself."""

    tex: str
    display: bool
    macros: tuple[tuple[str, str], ...] = ()
    """Of the page that it stands on: names with their backslash, and what they stand for, sorted."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula that worked."""

    html: str
    findings: tuple[str, ...] = ()
    """Codes of what KaTeX's strict mode does not like, as often as it found them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A formula that did not."""

    kind: Literal["tex", "refused", "limit"]
    """KaTeX rejects it; KaTeX draws part of it in red because ``trust`` is off; it met a limit of ours."""
    message: str = ""
    """KaTeX's own words, or which limit."""
    position: int | None = None
    """UTF-16 units before the fault, where KaTeX knows it."""


Result = Typeset | Failure


class Engine(Protocol):
    """What typesets a batch."""

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """Give one result for each formula, in their order; raises nothing over a formula."""

    def close(self) -> None:
        """Let everything go; the engine can be used again, and then starts anew."""


class OptionsError(ValueError):
    """``katex_options`` is not the JavaScript object that it should be; the text is the engine's message."""


class _BrokenOffError(Exception):
    """The engine ran out of time or memory within a batch, and was let go."""


@dataclass(slots=True)
class _Machine:
    """One JavaScript context, with the one process and thread that may use it."""

    context: Any
    executor: ThreadPoolExecutor | None
    """A thread of its own, where the calling one has too little stack."""
    pid: int
    thread: int
    has_mhchem: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether the caller may use it."""
        return self.pid == os.getpid() and (self.executor is not None or self.thread == threading.get_ident())

    def run(self, function: Callable[[], T]) -> T:
        """Call ``function`` where the context lives."""
        return function() if self.executor is None else self.executor.submit(function).result()


class QuickJsEngine:
    """KaTeX in QuickJS (quickjs-ng). Its first batch starts it; a forked process starts its own."""

    def __init__(self, bundle: Bundle, output: Output = "htmlAndMathml", options: str = "") -> None:
        """Prepare for ``options``, the text of ``katex_options``: a JavaScript object with or without its braces."""
        self._bundle = bundle
        self._output = output
        self._options = options
        self._machine: _Machine | None = None
        # What another process or thread made is neither used nor freed here, only kept from being freed.
        self._strangers: list[_Machine] = []

    def check_options(self) -> None:
        """Start, to see whether the options can be evaluated; raises :class:`OptionsError`."""
        self._started()

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """See :class:`Engine`. A batch that goes beyond a limit is tried again formula by formula."""
        results: list[Result] = []
        for start in range(0, len(formulas), _BATCH):
            batch = formulas[start : start + _BATCH]
            try:
                results += self._typeset(batch, _BATCH_SECONDS)
            except _BrokenOffError:
                results += [self._typeset_alone(formula) for formula in batch]
        return results

    def close(self) -> None:
        """Free the context and end its thread."""
        machine, self._machine = self._machine, None
        if machine is None:
            return
        if not machine.is_ours:
            self._strangers.append(machine)
        elif machine.executor is not None:
            machine.run(lambda: setattr(machine, "context", None))
            machine.executor.shutdown()

    def _typeset_alone(self, formula: Formula) -> Result:
        try:
            return self._typeset([formula], _SINGLE_SECONDS)[0]
        except _BrokenOffError as error:
            return Failure("limit", str(error))

    def _typeset(self, formulas: Sequence[Formula], seconds: float) -> list[Result]:
        request = json.dumps(
            {
                "formulas": [(formula.tex, formula.display, dict(formula.macros)) for formula in formulas],
                "output": self._output,
                "colour": _REFUSED_COLOUR,
                "maxExpand": MAX_EXPAND,
                "maxSize": MAX_SIZE,
            }
        )
        machine = self._started()

        def answer() -> str:
            self._load_mhchem(machine, formulas)
            machine.context.set_time_limit(seconds)
            return str(machine.context.get("bylineTypeset")(request))

        try:
            text = machine.run(answer)
        except Exception as error:
            # Out of time or memory; what the context holds then is anybody's guess.
            self.close()
            if not _is_of_engine(error):
                raise
            reason = "memory" if "memory" in str(error) else "time"
            raise _BrokenOffError(f"it takes too much {reason}") from error
        return [_result(item) for item in json.loads(text)]

    def _load_mhchem(self, machine: _Machine, formulas: Sequence[Formula]) -> None:
        texts = (text for formula in formulas for text in (formula.tex, *(text for _, text in formula.macros)))
        wanted = any(map(_NEEDS_MHCHEM.search, texts)) or _NEEDS_MHCHEM.search(self._options)
        if wanted and not machine.has_mhchem and self._bundle.mhchem is not None:
            machine.context.eval(self._bundle.mhchem.read_text(encoding="utf-8"))
            machine.has_mhchem = True

    def _started(self) -> _Machine:
        if self._machine is not None and self._machine.is_ours:
            return self._machine
        self.close()
        # The package around this module starts a thread on import, and a process with threads should not fork.
        quickjs = importlib.import_module("_quickjs")
        script = self._bundle.script.read_text(encoding="utf-8")
        options = _object_literal(self._options)
        machine = _Machine(None, None if _has_stack() else _own_thread(), os.getpid(), threading.get_ident())

        def start() -> None:
            context = quickjs.Context()
            context.set_max_stack_size(_STACK_BYTES)
            context.set_memory_limit(_MEMORY_BYTES)
            context.eval(script)
            context.eval(_GLUE)
            context.set_time_limit(_SINGLE_SECONDS)
            try:
                context.get("bylineConfigure")(options)
            except quickjs.JSException as error:
                raise OptionsError(str(error).splitlines()[0]) from error
            machine.context = context

        try:
            machine.run(start)
        except BaseException:
            if machine.executor is not None:
                machine.executor.shutdown()
            raise
        self._machine = machine
        return machine


def _result(item: dict[str, Any]) -> Result:
    if "html" in item:
        return Typeset(item["html"], tuple(item["findings"]))
    if "refused" in item:
        return Failure("refused")
    if "error" in item:
        return Failure("tex", item["error"], item.get("position"))
    message: str = item["broke"]
    if "call stack" in message:
        return Failure("limit", "it is nested too deeply")
    if "out of memory" in message:
        return Failure("limit", "it takes too much memory")
    return Failure("tex", message)


def _object_literal(options: str) -> str:
    """``options`` as an expression, by the same rule as sphinxcontrib-katex: the outer braces may be missing."""
    text = options.strip()
    if not (text.startswith("{") and text.endswith("}")):
        text = f"{{{text}\n}}"
    return f"({text})"


def _is_of_engine(error: Exception) -> bool:
    return type(error).__module__ == "_quickjs" or isinstance(error, MemoryError)


def _has_stack() -> bool:
    """Tell whether the calling thread has the stack that deep formulas need: the main one has, but on Windows."""
    if threading.current_thread() is not threading.main_thread():
        return False
    try:
        import resource
    except ImportError:
        return False
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    return soft == resource.RLIM_INFINITY or soft >= _MAIN_THREAD_BYTES


def _own_thread() -> ThreadPoolExecutor:
    """One thread with enough stack; it ends with the executor's shutdown."""
    before = threading.stack_size(_OWN_THREAD_BYTES)
    try:
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="katex")
        # Threads start with the first task: now, while the size holds.
        executor.submit(int).result()
    finally:
        threading.stack_size(before)
    return executor
