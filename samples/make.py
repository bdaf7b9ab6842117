"""Write the sample campaigns: `python samples/make.py [PROFILE …]` turns each `campaign.yaml` into workbooks.

A return is our own template filled in (`render`), or the annex retyped by hand (`retyped: true`), saved as xlsx, xls or
ods (by LibreOffice), docx or csv. What it writes is committed; the script stays so that anyone can see how it came
about.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from retyped import draw, draw_docx, table_of

from toolkit.deliver import encrypt
from toolkit.regulations import Profile, load_profile
from toolkit.template import render

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
    collected = folder / "收回"
    shutil.rmtree(collected, ignore_errors=True)
    for entry in campaign["returns"]:
        path = collected / entry["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(entry, profile, collected))
    for source, name in SOURCES.items():
        if source in campaign:
            (folder / name).write_bytes(sheet([campaign[source]["columns"], *campaign[source]["rows"]], source))


def content(entry: dict[str, Any], profile: Profile, collected: Path) -> bytes:
    """Return the bytes of one returned file."""
    if "copy_of" in entry:
        return (collected / entry["copy_of"]).read_bytes()
    if "sheet" in entry:
        return sheet(entry["sheet"], "Sheet1")
    if entry.get("bytes") == "lock":
        return b"\x05lock".ljust(165, b"\x00")
    if entry.get("bytes") == "truncated":
        return sheet([["名称", "账号"]], "登记表")[:900]
    form = profile.form(entry["form"])
    head = {key: str(value) for key, value in entry.get("head", {}).items()}
    rows = [{**head, **{key: str(value) for key, value in row.items()}} for row in entry.get("rows", [])]
    if "nil" in entry:
        rows = [{**head, "group_name": entry["nil"]}]
    saved = entry.get("save_as", "xlsx")
    if saved == "docx":
        return draw_docx(form, rows)
    if saved == "csv":
        text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in table_of(form, rows))
        return text.encode("gb18030")
    book = draw(form, rows) if entry.get("retyped") else render(form, profile, rows=rows)
    if saved in {"xls", "ods"}:
        return converted(book, saved)
    return encrypt(book, entry["password"]) if "password" in entry else book


def sheet(rows: list[list[Any]], title: str) -> bytes:
    """Return a plain workbook of one sheet, all cells text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(["" if cell is None else str(cell) for cell in row])
    for column in page.columns:
        page.column_dimensions[column[0].column_letter].width = 18
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        book.save(path)
        return path.read_bytes()


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
