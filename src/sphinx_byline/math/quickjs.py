"""The single source of QuickJS (the package quickjs-ng): JavaScript within this process, started in 60 ms.

Its own package starts a thread when it is imported, and a process with threads should not fork, as Sphinx does: so only
the module below it is, where the trouble is not.
"""

from __future__ import annotations

import importlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from sphinx_byline.math.engine import MEMORY_BYTES, BrokenOffError, ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# A hundred nested fractions take 4 MB; the main thread has 8 MB on Linux and macOS.
_STACK_BYTES = 5 * 2**20
_MAIN_THREAD_BYTES = 7 * 2**20
_OWN_THREAD_BYTES = 16 * 2**20


class QuickJs:
    """One QuickJS context, in a thread of its own where the calling one has too little stack."""

    #: A call costs nothing here, and one formula beyond a limit then spoils no other.
    batch = 1

    def __init__(self) -> None:
        """Start; raises :class:`ImportError` where quickjs-ng is not installed."""
        quickjs = importlib.import_module("_quickjs")
        self._script_error: type[Exception] = quickjs.JSException
        self._context: Any = None
        self._executor = None if _has_stack() else _own_thread()
        self._run(lambda: self._open(quickjs))

    def _open(self, quickjs: Any) -> None:
        self._context = quickjs.Context()
        self._context.set_max_stack_size(_STACK_BYTES)
        self._context.set_memory_limit(MEMORY_BYTES)

    def evaluate(self, script: str) -> None:
        """See :class:`~sphinx_byline.math.engine.Machine`."""
        self._run(lambda: self._context.eval(script))

    def call(self, function: str, argument: str, seconds: float) -> str:
        """See :class:`~sphinx_byline.math.engine.Machine`; the seconds are those of the processor."""

        def answer() -> str:
            self._context.set_time_limit(seconds)
            return str(self._context.get(function)(argument))

        try:
            return self._run(answer)
        except Exception as error:
            if "out of memory" in str(error) or isinstance(error, MemoryError):
                raise BrokenOffError("it takes too much memory") from error
            if "interrupted" in str(error):
                raise BrokenOffError("it takes too much time") from error
            if isinstance(error, self._script_error):
                raise ScriptError(str(error)) from error
            raise

    def close(self) -> None:
        """See :class:`~sphinx_byline.math.engine.Machine`."""
        # Where it was made, it is freed.
        self._run(lambda: setattr(self, "_context", None))
        if self._executor is not None:
            self._executor.shutdown()

    def _run(self, function: Callable[[], T]) -> T:
        return function() if self._executor is None else self._executor.submit(function).result()


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
