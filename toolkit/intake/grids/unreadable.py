"""What is raised when a file gives no grid, and the limits a file may not pass."""

from __future__ import annotations

from toolkit.model import Note

PARTS = 5_000
UNPACKED = 300 << 20
RATIO = 100
RATIO_FROM = 10 << 20
CELLS = 20_000_000


class Unreadable(Exception):  # noqa: N818 - not an error of ours: the reading stage turns it into a rejected file
    """A file that gives no grid: `note` is the contract's reason, `warnings` what was seen in it nevertheless."""

    def __init__(self, code: str, *, warnings: tuple[Note, ...] = (), **facts: object) -> None:
        """Keep the reason as a `Note`.

        Args:
            code: `corrupt`, `encrypted`, `not-a-workbook`, `too-large`, `archive-limits` or `unsafe-path`.
            warnings: notes that hold although the file cannot be read (a DTD, a macro).
            facts: what the sentence needs, of plain types only; never text out of a cell.
        """
        super().__init__(code)
        self.note = Note(code, facts)
        self.warnings = warnings

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with all that it carries."""
        return _again, (self.note, self.warnings)


def _again(note: Note, warnings: tuple[Note, ...]) -> Unreadable:
    return Unreadable(note.code, warnings=warnings, **note.facts)
