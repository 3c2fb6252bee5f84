"""The single source of V8 (the package mini-racer): JavaScript in a process of its own, twice as fast once it is warm.

V8 starts threads, which no process should have that forks, as Sphinx does to read and write side by side: a child that
inherits a V8 hangs. So it runs in a process that nobody forks (``v8_process.py``), and is spoken to in lines of JSON.
It ends when it is told to, and when whoever speaks to it is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import weakref
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx_byline.math.engine import MEMORY_BYTES, BrokenOffError, ScriptError

_PROGRAM = Path(__file__).with_name("v8_process.py")
_SECONDS_TO_END = 5


class V8:
    """One V8 context, in a process of its own."""

    #: A call costs as much as half a formula.
    batch = 32

    def __init__(self) -> None:
        """Start; raises :class:`ImportError` where mini-racer is not installed."""
        if find_spec("py_mini_racer") is None:
            raise ImportError("mini-racer is not installed")
        # -P: the folder that the build runs in, or that the program is in, brings it no modules.
        self._process = subprocess.Popen(  # noqa: S603 -- Python itself, and a program of ours
            [sys.executable, "-P", str(_PROGRAM), str(MEMORY_BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        # Also where nobody closes us.
        self._ended = weakref.finalize(self, _end, self._process, os.getpid())

    def evaluate(self, script: str) -> None:
        """See :class:`~sphinx_byline.math.engine.Machine`."""
        self._ask({"evaluate": script})

    def call(self, function: str, argument: str, seconds: float) -> str:
        """See :class:`~sphinx_byline.math.engine.Machine`; the seconds are those of the clock."""
        return str(self._ask({"call": function, "argument": argument, "seconds": seconds}))

    def close(self) -> None:
        """See :class:`~sphinx_byline.math.engine.Machine`."""
        self._ended()

    def _ask(self, order: dict[str, Any]) -> object:
        assert self._process.stdin is not None  # noqa: S101 -- both are pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            # V8 ends its process where it has no memory left.
            raise BrokenOffError("it takes too much memory")
        answer = json.loads(line)
        if "broken_off" in answer:
            # V8 ends a script that takes too long cleanly; starting anew would take as long again.
            raise BrokenOffError(answer["broken_off"], usable="time" in answer["broken_off"])
        if "error" in answer:
            raise ScriptError(answer["error"])
        return answer["value"]


def _end(process: subprocess.Popen[str], owner: int) -> None:
    """End the process and wait for it. A child that was forked holds its pipes open, so closing ours is not enough."""
    if os.getpid() != owner:
        return  # Such a child, to whom it does not belong.
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What was still to be written has no reader.
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait(_SECONDS_TO_END)
