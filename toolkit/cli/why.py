"""`reconcile why KEY --out DIR`: one group, from its cell to its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli.console import say
from toolkit.cli.language import SpokenCommand
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable


def why_command(lang: str, shared: Callable[[], list[click.Parameter]]) -> SpokenCommand:
    """Return the command `why`; `shared` makes the options that every command has (--lang, --help)."""
    out = click.Option(["--out"], metavar="DIR", required=True, help=word("cli", "opt-why-out", lang=lang))

    def call(key: str, out: str) -> int:
        from pathlib import Path

        from toolkit.tasks.why import why

        say(why(key, Path(out), lang=lang))
        return 0

    return SpokenCommand(
        lang=lang,
        name="why",
        help=word("cli", "why-help", lang=lang),
        params=[click.Argument(["key"], metavar="KEY", required=True), out, *shared()],
        callback=call,
    )
