"""One campaign on one engine, a process of its own: `python on_engine.py ENGINE FOLDER PIECE OUT`.

PIECE is how many rows make a piece of work in every place that parts it, 0 for the sizes as they are. Prints how many
pieces were sent to the engine, for each function.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import Sources, reconcile
from toolkit.comparison import works
from toolkit.comparison.match import buckets, likeness, weighing
from toolkit.engine import open_engine
from toolkit.register.rows import defaults
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DAY = dt.date(2026, 3, 11)
SIZES = ((buckets, "ROWS"), (likeness, "CHUNK"), (weighing, "CHUNK"), (works, "ROWS"), (defaults, "NAMES"))


class Counted:
    """An engine that counts what it is sent."""

    def __init__(self, engine: Any) -> None:
        self._engine, self.sent = engine, Counter[str]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        called = getattr(function, "func", function)
        self.sent[f"{called.__module__}.{called.__name__}"] += len(items)
        yield from self._engine.map(function, items)


def main(name: str, folder: Path, piece: int, out: Path) -> None:
    for module, size in SIZES if piece else ():
        setattr(module, size, piece)
    with open_engine(name, jobs=2) as opened:
        engine = Counted(opened)
        outcome = reconcile(
            folder / "收回",
            as_of=DAY,
            profile="jsut-2019",
            sources=Sources(previous=folder / "上年.csv"),
            engine=engine,  # type: ignore[arg-type] - it passes on what it does not count
        )
        out.write_bytes(to_json(outcome))
    sys.stdout.write(json.dumps(engine.sent))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
