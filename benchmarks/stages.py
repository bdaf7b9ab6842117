"""One whole run, timed stage by stage from within: `stages.py COLLECTED PREVIOUS OUT` prints JSON, CPU seconds a stage.

The stages are functions of the program, wrapped while it runs; what a stage takes is its own time, without that of the
stages inside it.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import resource
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

WRAPPED = {
    "read": "toolkit.intake.recognise:read_as",
    "known": "toolkit.register.known:known_before",
    "register": "toolkit.register.compile:compile_register",
    "compare": "toolkit.comparison.compare:compare",
    "suggest": "toolkit.comparison.compare:suggest",
    "duplicates": "toolkit.comparison.compare:same_works",
    "conclude": "toolkit.findings.conclude:conclude",
    "validate": "toolkit.findings.conclude:validate",
    "judge": "toolkit.findings.conclude:judge",
    "budget": "toolkit.findings.conclude:within_budget",
    "laws": "toolkit.findings.laws:check",
    "entries": "toolkit.report.entries:register",
    "outcome.json": "toolkit.report.outcome:write_json",
    "report": "toolkit.report:render_report",
    "page": "toolkit.report.screen:render_screen",
    "brief": "toolkit.report.brief_page:render_brief",
    "published": "toolkit.report.published:render_published",
    "ledger": "toolkit.publish.deliver:_ledger",
    "feedback": "toolkit.forms.feedback:feedback",
    "put in place": "toolkit.publish.writing:OutputFolder.write",
}
STAGES = (*WRAPPED, "rest")


class Clock:
    """Seconds of CPU a stage, children included; a stage inside another is taken off it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.spent = dict.fromkeys(STAGES, 0.0)
        self.going_on = ["rest"]
        self._inside = [0.0]

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed."""

        def timed(*args: Any, **named: Any) -> Any:
            start = cpu()
            self._inside.append(0.0)
            self.going_on.append(stage)
            try:
                return function(*args, **named)
            finally:
                self.going_on.pop()
                whole = cpu() - start
                self.spent[stage] += whole - self._inside.pop()
                self._inside[-1] += whole

        return timed


def cpu() -> float:
    """Return the CPU seconds of this process and of those of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Run the command and tell what its stages took."""
    from toolkit.model import Sources
    from toolkit.regulations.profile import load_profile
    from toolkit.tasks.campaign import Order, carry_out

    clock = Clock()
    for stage, place in WRAPPED.items():
        module, _, name = place.partition(":")
        holder: Any = importlib.import_module(module)
        *owners, name = name.split(".")
        for owner in owners:
            holder = getattr(holder, owner)
        setattr(holder, name, clock.wrap(stage, getattr(holder, name)))
    collected, previous, out = map(Path, sys.argv[1:4])
    order = Order(
        collected=collected, profile=load_profile("cqny-2021"), as_of=dt.date(2026, 3, 11), out=out,
        sources=Sources(previous=previous), remember=False, jobs=1,
    )  # fmt: skip
    start, peak = cpu(), Peak(clock)
    with peak:
        ran = carry_out(order)
    whole = cpu() - start
    rows = len(ran.outcome.ledger.frame) + len(ran.outcome.previous.frame)
    told: dict[str, float] = {name: round(seconds, 3) for name, seconds in clock.spent.items()}
    told |= {"rest": round(whole - sum(clock.spent.values()), 3), "all": round(whole, 3), "MiB": peak.mib}
    told |= {f"MiB in {stage}": round(mib) for stage, mib in peak.by_stage.items()}
    told |= {"bytes a row": (out / "outcome.json").stat().st_size / rows, "findings": len(ran.outcome.findings)}
    print(json.dumps(told))


class Peak:
    """The most memory that this process and its children had at one time, looked at ten times a second."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is known yet; the clock tells which stage goes on."""
        self.mib = 0.0
        self.by_stage: dict[str, float] = {}
        self._clock = clock
        self._done = threading.Event()

    def __enter__(self) -> None:
        """Begin to look."""
        threading.Thread(target=self._look, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._done.set()

    def _look(self) -> None:
        import os

        while not self._done.wait(0.1):
            now, stage = memory_of_tree(os.getpid()), self._clock.going_on[-1]
            self.mib = max(self.mib, now)
            self.by_stage[stage] = max(self.by_stage.get(stage, 0.0), now)


def memory_of_tree(process: int) -> float:
    """Return the MiB of a process and all below it, what they share divided among them (Linux)."""
    processes, total = [process], 0
    while processes:
        one = processes.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            for task in Path(f"/proc/{one}/task").iterdir():
                processes += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, StopIteration):
            continue
    return total / 1024


if __name__ == "__main__":
    main()
