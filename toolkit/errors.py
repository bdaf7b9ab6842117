"""What can stop a run: our own faults and the caller's. A unit's mistake is never an exception, it is a finding.

An error carries a code and facts; its sentence stands in `messages/errors.yaml` and is worded where it is shown.
"""

from __future__ import annotations

import errno
from typing import Any

from toolkit.messages import Spoken


class ToolkitError(Exception):
    """Anything this toolkit raises on purpose. `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        """Keep the code and the facts; the sentence is made by `toolkit.messages.word`."""
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """Return the English sentence, for tracebacks and Python callers."""
        from toolkit.messages import word

        return word("errors", self.code, self.facts, lang="en")


class DefinitionError(ToolkitError):
    """A definition (schemas/*.yaml) cannot be used; the text names every mistake with file, line and key."""

    @property
    def codes(self) -> tuple[str, ...]:
        """What is wrong, mistake by mistake (`messages/definitions.yaml`)."""
        return tuple(mistake.code for mistake in self.facts["mistakes"])


class UsageError(ToolkitError):
    """The caller asked for something that cannot be done: a missing file, a folder that is not one, two profiles."""


class SourceError(ToolkitError):
    """A second source (roster, observed list, last year's ledger …) cannot be read; the text names the cell."""


class OutputError(ToolkitError):
    """The result cannot be written where it was asked for."""


class BrokenPromiseError(ToolkitError):
    """A law of the contract does not hold for a finished run: a fault of ours, never of the data."""


def reason_of(error: OSError) -> Spoken:
    """Return why the system refused, in the words of the reader and not of the system."""
    said = error.strerror or type(error).__name__
    return Spoken("errors", f"os-{errno.errorcode.get(error.errno or 0, '')}", said)
