"""Which edition of a regulation holds on a day, where several stand side by side.

    示例大学/example-2019/regulation.yaml     document: {effective: 2019-01-01, until: 2025-12-31}
    示例大学/example-2026/regulation.yaml     document: {effective: 2026-01-01}

`--profile 示例大学` takes the one that is in force on `--as-of`; `--profile 示例大学/example-2019` takes that one
whatever the day. A stem of built-in names (`suzhou` for `suzhou-2018`) is a folder of editions in the same way.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.errors import UsageError
from toolkit.findings.definition import load_profile
from toolkit.regulations.profile import REGULATION, Profile, profile_ids

_YEAR = re.compile(r"-(?:19|20)\d\d[a-z]?$")


class Edition(NamedTuple):
    """One edition: its folder, and the days between which it holds; None where the paper does not say."""

    folder: Path
    effective: dt.date | None
    until: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Tell whether it is in force on a day."""
        return (self.effective is None or self.effective <= day) and (self.until is None or day <= self.until)

    @property
    def span(self) -> str:
        """The days between which it holds, `2019-01-01—2025-12-31`."""
        first, last = (day.isoformat() if day else "" for day in (self.effective, self.until))
        return f"{first}—{last}"


class Chosen(NamedTuple):
    """The edition that was taken, and all there are, the oldest first; `among` is empty where it was named itself."""

    profile: Profile
    among: tuple[Edition, ...] = ()


def choose(name: str | Path, day: dt.date) -> Chosen:
    """Return the profile of a name; of several editions the one that holds on a day.

    Raises:
        UsageError: there is no profile of that name, or none of its editions holds on that day.
        DefinitionError: something is wrong with its definitions.
    """
    among = editions(name)
    if not among:
        return Chosen(load_profile(name))
    holding = [one for one in among if one.holds(day)]
    if not holding:
        told = [f"{one.folder.name}（{one.span}）" for one in among]
        raise UsageError("no-edition-holds", name=str(name), day=day.isoformat(), editions=told)
    return Chosen(load_profile(holding[-1].folder), among)


def editions(name: str | Path) -> tuple[Edition, ...]:
    """Return the editions that stand under a name, the oldest first; none where the name is that of one itself."""
    path = Path(name)
    if str(name) in profile_ids() or (path / REGULATION).is_file() or path.name == REGULATION:
        return ()
    if path.is_dir():
        folders = [found.parent for found in sorted(path.glob(f"*/{REGULATION}"))]
    else:
        stems = [one for one in profile_ids() if _YEAR.sub("", one) == str(name)]
        folders = [bundled.schemas_folder() / one for one in stems]
    found = [_edition(folder) for folder in folders]
    return tuple(sorted(found, key=lambda one: (one.effective or dt.date.min, one.folder.name)))


def _edition(folder: Path) -> Edition:
    """Read the days of one edition alone; whatever else is wrong with it is told when it is loaded."""
    data = definitions.read(folder / REGULATION).data
    document = data.get("document") if isinstance(data, dict) else None
    days = [document.get(name) if isinstance(document, dict) else None for name in ("effective", "until")]
    effective, until = (day if isinstance(day, dt.date) else None for day in days)
    return Edition(folder, effective, until)
