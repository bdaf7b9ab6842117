"""`reconcile excel …`: the control workbook for those who live in Excel, and its way without macros for WPS."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import say
from toolkit.cli.language import SpokenCommand, SpokenGroup
from toolkit.errors import UsageError
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.excel.settings import Settings


def excel_group(lang: str, shared: Callable[[], list[click.Parameter]]) -> SpokenGroup:
    """Return the command `excel`; `shared` makes the options that every command has (--lang, --help)."""
    group = SpokenGroup(
        lang=lang,
        name="excel",
        help=word("excel", "excel-help", lang=lang),
        params=shared(),
    )
    workbook = click.Argument(["workbook"], metavar="FILE.xlsm", required=True)
    optional = click.Argument(["workbook"], metavar="[FILE.xlsm]", required=False)
    folder = click.Argument(["collected"], metavar="[COLLECTED] …", required=False, nargs=-1)
    commands: dict[str, tuple[Callable[..., int], list[click.Parameter]]] = {
        "new": (_new, [workbook]),
        "doctor": (_doctor, [optional]),
        "run": (_run, [workbook, folder]),
    }
    for name, (action, arguments) in commands.items():
        about = word("excel", f"excel-{name}-help", lang=lang)
        call, params = partial(action, lang=lang), [*arguments, *shared()]
        group.add_command(SpokenCommand(lang=lang, name=name, help=about, params=params, callback=call))
    return group


def _new(*, lang: str, workbook: str) -> int:
    from toolkit.excel.new import write_new

    written, launcher = write_new(Path(workbook))
    facts = {"path": str(written), "python": sys.executable, "launcher": launcher.name}
    say(word("excel", "new-done", facts, lang=lang).split("\n"))
    return 0


def _doctor(*, lang: str, workbook: str | None) -> int:
    from toolkit.excel.doctor import examine, gather, lines

    path = Path(workbook) if workbook else None
    if path is not None and not path.is_file():
        raise UsageError("file-missing", option="FILE.xlsm", path=str(path))
    checks = examine(gather(workbook=path))
    say(lines(checks, lang))
    return int(any(check.grade == "bad" for check in checks))


def _run(*, lang: str, workbook: str, collected: tuple[str, ...]) -> int:
    from toolkit.excel.dropped import collected_of, dropped
    from toolkit.excel.jobs import reconcile_campaign
    from toolkit.excel.telling import campaign_lines

    book = Path(workbook).absolute()
    settings = _settings(book)
    given = list(collected) or dropped(os.environ)
    if not given and not settings.text("collected") and sys.stdin.isatty():
        given = _dragged(click.prompt(word("excel", "ask-folder")))
    chosen = collected_of(given, book.parent)
    if chosen is not None:
        settings = settings.with_text("collected", str(chosen))
    if len(given) > 1:
        facts = {"count": len(given), "folder": Path(settings.text("collected")).name}
        say([word("excel", "dropped-several", facts, lang=lang)])
    ran = reconcile_campaign(settings, today=dt.datetime.now().astimezone().date())
    say(campaign_lines(ran))
    return int(not ran.clean)


def _dragged(line: str) -> list[str]:
    """Return the paths that a terminal wrote when they were dragged into its window."""
    try:
        return shlex.split(line) if os.name == "posix" else [line.strip().strip("'\"")]
    except ValueError:  # an apostrophe of a name that was typed by hand
        return [line.strip().strip("'\"")]


def _settings(workbook: Path) -> Settings:
    """Read the sheet 设置 as it was saved: no Excel is needed for that."""
    from toolkit.excel.manifest import SETTINGS
    from toolkit.excel.settings import settings_of
    from toolkit.intake.grids import Unreadable, read_workbook

    try:
        grids = read_workbook(workbook.name, workbook.read_bytes()).grids
    except (OSError, Unreadable):
        grids = ()
    found = next((grid for grid in grids if grid.name == SETTINGS), None)
    if found is None:
        raise UsageError("excel-no-settings", path=str(workbook))
    return settings_of(found.rows, workbook.resolve().parent)
