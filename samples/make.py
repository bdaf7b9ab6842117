"""Write the sample campaigns: `python samples/make.py [PROFILE …]` turns each `campaign.yaml` into workbooks.

A return is our own template filled in (`render`), the annex retyped by hand (`retyped: true`) or a unit's own ledger
(`ledger:`), saved as xlsx, xls or ods (by LibreOffice), docx or csv, alone or in a zip. What it writes is committed;
the script stays so that anyone can see how it came about. The same page gives the same bytes; what another program
made of them (LibreOffice, encryption) is kept as long as its source is the same (`made.json`).

`expect:` entries are for `tests/test_samples.py` and are not written: what a row or a file is meant to show.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml
from retyped import draw, draw_docx, table_of

from toolkit.forms.template import render
from toolkit.publish.deliver import encrypt
from toolkit.regulations.profile import Profile, load_profile

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
SOURCES = {
    "previous": "上年台账.xlsx",
    "units": "单位名录.xlsx",
    "observed": "在用群清单.xlsx",
    "notices": "来文登记.xlsx",
    "approvals": "审批登记.xlsx",
    "people": "人员名单.xlsx",
    "classes": "班级名册.xlsx",
    "received": "收件登记.xlsx",
}
MADE = "made.json"
EXPECT = "expect"
NAMES = ("group_name", "group_name&group_no")
_STAMP = (2026, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")


class Kept:
    """What other programs made of our files, by the digest of the source: `made.json` beside a campaign."""

    def __init__(self, folder: Path) -> None:
        """Read what was made before."""
        self.folder = folder
        self.path = folder / MADE
        self.before = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        self.bytes = {name: path.read_bytes() for name in self.before if (path := folder / "收回" / name).exists()}
        self.now: dict[str, str] = {}

    def take(self, name: str, source: bytes, make: Callable[[bytes], bytes]) -> bytes:
        """Return the file as made before from the same source, else make it."""
        self.now[name] = hashlib.sha256(source).hexdigest()
        old = self.bytes.get(name)
        return old if old and self.before.get(name) == self.now[name] else make(source)

    def save(self) -> None:
        """Write `made.json`."""
        self.path.unlink(missing_ok=True)
        if self.now:
            self.path.write_text(json.dumps(self.now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write the campaigns named on the command line, or all."""
    names = sys.argv[1:] or [path.parent.name for path in sorted(HERE.glob("*/campaign.yaml"))]
    for name in names:
        campaign = yaml.safe_load((HERE / name / "campaign.yaml").read_text(encoding="utf-8"))
        write(campaign, HERE / name)
        print(name, len(campaign["returns"]))


def write(campaign: dict[str, Any], folder: Path) -> None:
    """Write one campaign below its folder."""
    profile = load_profile(campaign["profile"])
    kept = Kept(folder)
    collected = folder / "收回"
    shutil.rmtree(collected, ignore_errors=True)
    for entry in campaign["returns"]:
        path = collected / entry["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(entry, profile, collected, kept))
    kept.save()
    for source, name in SOURCES.items():
        if source in campaign:
            (folder / name).write_bytes(sheet(lines_of(campaign[source]), source))


def content(entry: dict[str, Any], profile: Profile, collected: Path, kept: Kept) -> bytes:
    """Return the bytes of one returned file."""
    if "copy_of" in entry:
        return (collected / entry["copy_of"]).read_bytes()
    if "zip" in entry:
        return zipped({member["file"]: content(member, profile, collected, kept) for member in entry["zip"]})
    if entry.get("bytes") == "lock":
        return b"\x05lock".ljust(165, b"\x00")
    if entry.get("bytes") == "truncated":
        return sheet([["名称", "账号"]], "登记表")[:900]
    book = drawn(entry, profile)
    saved = entry.get("save_as", "xlsx")
    if saved in {"xls", "ods"}:
        return kept.take(entry["file"], book, lambda source: converted(source, saved))
    if "password" in entry:
        return kept.take(entry["file"], book, lambda source: encrypt(source, entry["password"]))
    return book


def drawn(entry: dict[str, Any], profile: Profile) -> bytes:
    """Return the file as the unit drew it, before another program saves it in its own way."""
    saved = entry.get("save_as", "xlsx")
    if "sheet" in entry or "ledger" in entry:
        lines = entry.get("sheet") or lines_of(entry["ledger"])
        return csv_of(lines) if saved == "csv" else sheet(lines, "Sheet1")
    form = profile.form(entry["form"])
    rows = rows_of(entry)
    if saved == "docx":
        return still(draw_docx(form, rows))
    if saved == "csv":
        return csv_of(table_of(form, rows))
    return still(draw(form, rows) if entry.get("retyped") else render(form, profile, rows=rows))


def rows_of(entry: dict[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a form as typed: what the head says is said in each, what is expected in none."""
    rows = [dict.fromkeys(NAMES, entry["nil"])] if "nil" in entry else entry.get("rows", [])
    typed = [{**entry.get("head", {}), **row} for row in rows]
    return [{key: str(value) for key, value in row.items() if key != EXPECT} for row in typed]


def lines_of(table: dict[str, Any]) -> list[list[Any]]:
    """Return the lines of a table: what stands above it, its headings, its rows; the column `expect` is left out."""
    at = [number for number, name in enumerate(table["columns"]) if name != EXPECT]
    body = [table["columns"], *table["rows"]]
    below = table.get("below", [])
    return [*table.get("above", []), *([line[number] for number in at] for line in body), *below]


def csv_of(lines: list[list[str]]) -> bytes:
    """Return the lines as Excel in China saves a csv."""
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return text.encode("gb18030")


def sheet(rows: list[list[Any]], title: str) -> bytes:
    """Return a plain workbook of one sheet, all cells text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(["" if cell is None else str(cell) for cell in row])
    for column in page.columns:
        page.column_dimensions[column[0].column_letter].width = 18
    stream = io.BytesIO()
    book.save(stream)
    return still(stream.getvalue())


def still(package: bytes) -> bytes:
    """Return an office file without the moment it was written."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return zipped({name: _CHANGED.sub(rb"\g<1>2026-01-01T00:00:00Z\3", old.read(name)) for name in old.namelist()})


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of the members, all of one date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data)
    return stream.getvalue()


def converted(book: bytes, extension: str) -> bytes:
    """Return the workbook as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "return.xlsx"
        source.write_bytes(book)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", extension, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        return (Path(folder) / f"return.{extension}").read_bytes()


if __name__ == "__main__":
    main()
