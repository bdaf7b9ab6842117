"""LibreOffice asked in its own Basic, so that nothing beside it has to be installed (python3-uno, for one).

    answers(script, place, *arguments)    run `Sub Main(…)` of a script in an office of its own; the lines it printed

The last argument that `Main` gets is the file it prints its answers into, one a line, parts parted by `|`.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE {kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{dtd}">
{body}
"""
_PATIENCE = 600  # seconds: a machine may be busy, and nothing is asserted of the time


def answers(script: str, place: Path, *arguments: object) -> list[list[str]]:
    """Run a script in LibreOffice; `place` is a folder for its profile and its answers."""
    soffice = shutil.which("soffice") or "soffice"
    profile = place / "profile"
    command = [soffice, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    # The first start writes a profile, and our Basic would not outlive it.
    subprocess.run([*command, "--terminate_after_init"], check=False, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - LibreOffice
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    for name, (kind, dtd, body) in _files(script).items():
        (basic / name).write_text(_LIBRARY.format(kind=kind, dtd=dtd, body=body), encoding="utf-8")
    told = place / "answers.txt"
    told.unlink(missing_ok=True)
    given = ",".join(f'"{argument}"' for argument in (*arguments, told))
    subprocess.run(  # noqa: S603 - LibreOffice
        [*command, f"macro:///Standard.Ask.Main({given})"], check=False, capture_output=True, timeout=_PATIENCE
    )
    assert told.is_file(), "LibreOffice has not answered"
    return [line.split("|") for line in told.read_text(encoding="utf-8").splitlines()]


def _files(script: str) -> dict[str, tuple[str, str, str]]:
    module = (
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Ask" '
        f'script:language="StarBasic">{escape(script)}</script:module>'
    )
    library = (
        '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
        'library:readonly="false" library:passwordprotected="false"><library:element library:name="Ask"/>'
        "</library:library>"
    )
    libraries = (
        '<library:libraries xmlns:library="http://openoffice.org/2000/library" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" '
        'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
        "</library:libraries>"
    )
    return {
        "Standard/Ask.xba": ("script:module", "module.dtd", module),
        "Standard/script.xlb": ("library:library", "library.dtd", library),
        "script.xlc": ("library:libraries", "libraries.dtd", libraries),
    }
