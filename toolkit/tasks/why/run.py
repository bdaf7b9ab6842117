"""What a run left in its output folder, loaded: the outcome, the report, and the way to the collected files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from toolkit.engine import Local
from toolkit.errors import SourceError, ToolkitError, UsageError
from toolkit.normalise.masking import masked
from toolkit.publish.deliver import REPORT
from toolkit.publish.earlier import OUTCOME
from toolkit.register.sources.opening import open_workbook
from toolkit.report import COLLECTED, REGULATION
from toolkit.report.outcome import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.model import Grid, Table, Workbook
    from toolkit.regulations.profile import Profile


@dataclass(frozen=True)
class Run:
    """A finished run: `told` is its outcome.json."""

    out: Path
    told: Mapping[str, Any]

    @cached_property
    def records(self) -> Mapping[str, Mapping[str, Any]]:
        """This year's records by id."""
        return {row["id"]: row for row in self.told["records"]}

    @cached_property
    def previous(self) -> Mapping[str, Mapping[str, Any]]:
        """Last year's rows by id."""
        return {row["id"]: row for row in self.told["previous"]}

    @cached_property
    def _report(self) -> Workbook | None:
        try:
            return open_workbook(self.out / REPORT)
        except SourceError:
            return None

    @cached_property
    def profile(self) -> Profile | None:
        """The regulation of the run; None where it is one of one's own and its folder is not where it was."""
        from toolkit.regulations.profile import load_profile

        way = self._report.properties.get(REGULATION, "") if self._report else ""
        try:
            return load_profile(self.out / way if way else self.told["profile"])
        except ToolkitError:
            return None

    @property
    def sheets(self) -> tuple[Grid, ...]:
        """The sheets of the report; none when it is gone."""
        return self._report.grids if self._report else ()

    def table_of(self, source: Mapping[str, str]) -> tuple[Table, int] | None:
        """Return the table and the place in it (from 0) from which a record was read, its file read once more.

        None when the file is gone, is not what it was, or cannot be opened without a password.
        """
        from toolkit.intake.discover import discover
        from toolkit.intake.read import read_all

        way = self._report.properties.get(COLLECTED, "") if self._report else ""
        # only `files` has a path as it is: in a place what is private in it is masked
        known = {
            entry["path"]: entry["sha256"] for entry in self.told["files"] if masked(entry["path"]) == source["file"]
        }
        if not way or not known or self.profile is None:
            return None
        try:
            found = [one for one in discover(self.out / way) if one.path in known]
            readings = read_all(found, forms=self.profile.forms, engine=Local(1))
        except (ToolkitError, OSError):
            return None
        tables = (table for one in readings if one.sha256 == known[one.path] for table in one.tables)
        return next((spot for table in tables if (spot := _place(table, source)) is not None), None)


def load(out: Path) -> Run:
    """Load a run.

    Raises:
        UsageError: the folder holds no outcome of this tool.
    """
    try:
        told = json.loads((out / OUTCOME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError("why-no-run", out=str(out)) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise UsageError("why-no-run", out=str(out))
    return Run(out, told)


def _place(table: Table, source: Mapping[str, str]) -> tuple[Table, int] | None:
    if masked(table.sheet.name) != source["sheet"]:
        return None
    cells = (table.sheet.where("group_name", offset).cell for offset in table.offsets)
    return next(((table, place) for place, cell in enumerate(cells) if cell == source["cell"]), None)
