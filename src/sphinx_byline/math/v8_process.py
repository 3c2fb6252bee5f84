"""The program of V8's own process: takes an order a line, gives an answer a line, and ends with its input.

It imports nothing of ours. Orders are ``{"evaluate": script}`` and ``{"call": function, "argument": text, "seconds":
number}``; answers are ``{"value": text}``, ``{"error": message}`` and ``{"broken_off": reason}``.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from typing import Any

# The keyboard's interrupt goes to all processes; whoever gives orders decides what becomes of us. Before all else.
signal.signal(signal.SIGINT, signal.SIG_IGN)

from py_mini_racer import JSEvalException, JSOOMException, JSTimeoutException, MiniRacer  # noqa: E402

#: Beyond the seconds of an order: what has not answered then never will.
_GRACE_SECONDS = 10


def _answer(engine: MiniRacer, order: dict[str, Any]) -> dict[str, object]:
    try:
        if "evaluate" in order:
            engine.eval(f"{order['evaluate']}\n;0")
            return {"value": ""}
        seconds = order["seconds"]
        faulthandler.dump_traceback_later(seconds + _GRACE_SECONDS, exit=True)
        value = engine.eval(f"{order['call']}({json.dumps(order['argument'])})", timeout_sec=seconds)
    except JSTimeoutException:
        # What it left behind must not count against the next.
        engine.low_memory_notification()
        return {"broken_off": "it takes too much time"}
    except JSOOMException:
        return {"broken_off": "it takes too much memory"}
    except JSEvalException as error:
        return {"error": _message(str(error))}
    else:
        return {"value": value if isinstance(value, str) else ""}
    finally:
        faulthandler.cancel_dump_traceback_later()


def _message(report: str) -> str:
    """What was thrown, out of V8's report, which begins with where: ``<anonymous>:3: TypeError: not an object``."""
    first = report.splitlines()[0] if report else "error"
    return first.partition(": ")[2] or first


def main() -> None:
    """Answer until there are no orders any more."""
    try:
        engine = MiniRacer()
        engine.set_hard_memory_limit(int(sys.argv[1]))
        for line in sys.stdin:
            sys.stdout.write(json.dumps(_answer(engine, json.loads(line))) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        pass  # Whoever gave the order is gone.
    finally:
        # V8 may hang at exit, whatever the reason for it, and there is nothing to tidy up.
        os._exit(0)


if __name__ == "__main__":
    main()
