"""The two years of README.zh-CN.md, as they stand there: its commands, its answers, and what the screen showed.

`python tests/test_two_years_session.py --write` puts what the screen shows today into the README.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from two_years import answered

from toolkit.cli.commands import build

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.zh-CN.md"
PARTS = ("ask", "decide", "year")
REPORT = Path("2025") / "对账结果" / "对账报告.xlsx"
ASKED = {"相似建议": "是同一个群", "重复": "合并"}
_QUOTED = re.compile("“(.+?)”")


def block(text: str, part: str) -> str:
    """Return what stands in the fenced block below the mark of a part."""
    found = re.search(rf"<!-- two-years: {part} -->\n```text\n(.*?)```", text, re.DOTALL)
    assert found is not None, part
    return found[1]


def answers(text: str) -> dict[str, dict[str, str]]:
    """Return by sheet the answer of the table to each group named first."""
    table = text.partition("<!-- two-years: answers -->\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    told: dict[str, dict[str, str]] = {}
    for sheet, question, answer in rows:
        told.setdefault(sheet, {})[_QUOTED.findall(question)[0]] = answer
    return told


def played(text: str, folder: Path) -> dict[str, str]:
    """Return each part's block with what the screen shows now; between the first and the second a person answers."""
    shutil.copytree(ROOT / "samples" / "two-years", folder / "samples" / "two-years")
    home = Path.cwd()
    shown: dict[str, str] = {}
    try:
        os.chdir(folder)
        for part in PARTS:
            lines: list[str] = []
            for line in block(text, part).splitlines():
                if line.startswith("$ "):
                    lines += [line, *_screen(line)]
            shown[part] = "".join(f"{line}\n" for line in lines)
            if part == "ask":
                _answer(answers(text))
    finally:
        os.chdir(home)
    return shown


def _screen(line: str) -> list[str]:
    command, *rest = shlex.split(line.removeprefix("$ "))
    if command == "cd":
        os.chdir(rest[0])
        return []
    done = CliRunner().invoke(build("zh"), ["run", *rest, "--no-cache"], standalone_mode=False)
    assert done.exception is None, done.output
    return done.output.splitlines()


def _answer(told: dict[str, dict[str, str]]) -> None:
    for sheet, wanted in told.items():
        left = dict(wanted)

        def fill(row: dict[str, str], sheet: str = sheet, left: dict[str, str] = left) -> dict[str, str]:
            answer = left.pop(row["群名称"], None)
            return {ASKED[sheet]: answer} if answer else {}

        answered(REPORT, sheet, REPORT, fill)
        assert not left, f"{sheet}: {left}"


def test_the_two_years_of_the_readme_go_as_it_says(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert played(text, tmp_path) == {part: block(text, part) for part in PARTS}


def main() -> None:
    """Write today's screen into the README."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for part, shown in played(text, Path(folder)).items():
            text = text.replace(
                f"<!-- two-years: {part} -->\n```text\n{block(text, part)}",
                f"<!-- two-years: {part} -->\n```text\n{shown}",
            )
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
