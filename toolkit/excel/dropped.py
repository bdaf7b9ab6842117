r"""What was dragged onto the launcher: which files and folders, and one folder of several.

On Windows the launcher hands over the command line as Explorer wrote it, and it is taken apart here: the command
processor itself would part `D:\a&b` at the sign, eat the ^ of `D:\a^b` and put a variable in place of `%100%`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError, reason_of
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LINE, LAUNCHER, TYPED = "RECONCILE_DROPPED", "RECONCILE_LAUNCHER", "RECONCILE_TYPED"
"""The variables in which the launcher of Windows hands over its command line, its own path, and a typed one."""
_ITEM = re.compile(r'"([^"]*)"|([^\s"]+)')


def dropped(environment: Mapping[str, str]) -> list[str]:
    """Return what the launcher was started with: dragged onto it, or typed behind its name in a window."""
    line, launcher = environment.get(LINE, ""), environment.get(LAUNCHER, "")
    if launcher and launcher.casefold() in line.casefold():
        return items_of(line, launcher)
    typed = environment.get(TYPED, "")
    return [typed] if typed else []


def items_of(line: str, launcher: str) -> list[str]:
    r"""Return the paths behind the launcher in a command line as Explorer writes it.

    Explorer puts a path into quotation marks only where it has a space, and all of it into one more pair:

        cmd.exe /c ""C:\对账\控制台.bat" D:\a&b "D:\c d" E:\"
    """
    behind = line[line.casefold().index(launcher.casefold()) + len(launcher) :].removeprefix('"').rstrip()
    if behind.count('"') % 2:
        behind = behind.removesuffix('"')
    return [quoted or bare for quoted, bare in _ITEM.findall(behind) if quoted or bare]


def collected_of(items: Sequence[str], beside: Path) -> Path | None:
    """Return what is to be reconciled: the one item, or a new folder with copies of several; None for nothing.

    Raises:
        UsageError: one of the items does not exist.
        OutputError: the copies cannot be written.
    """
    paths = [Path(item).absolute() for item in items]
    for path in paths:
        if not path.exists():
            raise UsageError("collected-missing", path=str(path))
    if len(paths) < 2:  # noqa: PLR2004 - several
        return paths[0] if paths else None
    return _together(paths, beside)


def _together(paths: Sequence[Path], beside: Path) -> Path:
    folder = _free(beside / word("excel", "dropped-folder"))
    try:
        folder.mkdir(mode=0o700)
        for path in dict.fromkeys(paths):
            target = _free(folder / (path.name or path.drive.rstrip(":") or path.anchor.strip("/\\")))
            if path.is_dir():
                shutil.copytree(path, target)
            else:
                shutil.copy2(path, target)
    except OSError as error:
        raise OutputError("excel-file-not-written", path=str(folder), detail=reason_of(error)) from None
    return folder


def _free(path: Path) -> Path:
    """Return a path where nothing stands, numbered if need be: 教务处 (2).xlsx."""
    names = (path if number == 1 else path.with_stem(f"{path.stem} ({number})") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())
