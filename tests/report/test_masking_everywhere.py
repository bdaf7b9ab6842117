"""The same list of spellings, typed wherever a unit can type, and looked for in every output and on the screen."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from drawing import workbook
from spellings import folded, identities, landlines, mails, mobiles, others

from toolkit import cli
from toolkit.normalise.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
HEAD = [
    *("单位", "群名称", "平台", "群号", "群主", "群主手机", "管理员", "人数", "创建日期", "用途", "备注", "星座"),
    "备案编号",
]
SPELT = [*mobiles(), *landlines(), *mails(), *identities(), *others()]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run over rows with each spelling in another place, some in names of units, sheets and files."""
    import openpyxl

    desk = tmp_path_factory.mktemp("desk")
    (desk / "收回").mkdir()
    for part in range(0, len(SPELT), 40):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        named = re.sub(r"[\n/\\?*\[\]:']", "", SPELT[part][0])[:25]
        sheet.title = f"表{named}"
        unit = f"教务处{named}"
        sheet.append([TITLE])
        sheet.append(HEAD)
        for number, (text, _) in enumerate(SPELT[part : part + 40]):
            row = [
                unit,
                f"群{number}",
                "QQ群",
                f"3100{part:03}{number:02}",
                "章一",
                "",
                "",
                60,
                "2019-09-01",
                "通知",
                "",
                "",
                text if number % 2 else "",
            ]
            for place in {1, 4, 5, 6, 7, 8, 9, 10, 11} if number % 4 == 0 else {4 + number % 3, 9 + number % 3, 5}:
                row[place] = text if place != 1 else f"群{number}（{text}打听）组"
            sheet.append(row)
        book.save(desk / "收回" / f"{named}.xlsx")
    units = [text.replace("|", "").replace("\n", "") for text, _ in SPELT[::9]]
    workbook(desk / "名录.xlsx", "\n".join(["单位 | 应报", *(f"未报处{unit} | 是" for unit in units)]))
    return desk, "".join(_run(desk))


def _run(desk: Path) -> Iterator[str]:
    import contextlib

    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        asked = [
            "run",
            str(desk / "收回"),
            "--profile",
            "cqny-2021",
            "--as-of",
            "2026-05-01",
            "--no-cache",
            "--jobs",
            "1",
        ]
        assert cli.run([*asked, "--units", str(desk / "名录.xlsx")]) in {0, 1}
        for path in sorted((desk / "收回").iterdir())[:2]:
            assert cli.run(["check", str(path), "--profile", "cqny-2021", "--as-of", "2026-05-01"]) in {0, 1}
    yield told.getvalue()


def _pieces(name: str, content: bytes) -> Iterator[str]:
    """Yield the texts of a file one by one: folded together two neighbours would look like one number."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for part in book.namelist():
                yield from re.findall(r">([^<>]+)<", book.read(part).decode("utf-8", "replace"))
                yield from re.findall(r'(?:Target|name)="([^"]*)"', book.read(part).decode("utf-8", "replace"))
        return
    text = content.decode("utf-8")
    if name == "outcome.json":
        told = json.loads(text)
        for file in told["files"]:
            file["path"] = ""
        for row in (*told["records"], *told["previous"]):  # digits beside a name count as the number of its group
            row["values"]["group_no"] = row["values"]["group_nos"] = ""
        text = json.dumps(told, ensure_ascii=False)
    text = re.sub(r"\[[\d,\[\]-]*\]", "", text)  # places in a table: one after the other they may look like anything
    yield from re.split(r'(?<!\\)"|\n', text)


def test_no_spelling_gets_into_any_output_for_others(said: tuple[Path, str]) -> None:
    out = said[0] / "对账结果"
    secrets = {secret for _, secret in SPELT}
    found = []
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        found += [(name, secret) for secret in secrets if secret in folded(name)]
        if name.startswith(("台账", "反馈/")):  # the register, and a unit's own papers
            continue
        for piece in _pieces(name, path.read_bytes()):
            plain = folded(piece)
            found += [(name, piece[:99]) for secret in secrets if secret in plain]
    assert found == []


def test_the_way_of_a_file_stands_in_its_path_alone(said: tuple[Path, str]) -> None:
    """The real name is needed once, to find the file; where it is shown to people it is masked."""
    out = said[0] / "对账结果"
    private = [path.name for path in (said[0] / "收回").iterdir() if masked(path.name) != path.name]
    assert private
    told = json.loads((out / "outcome.json").read_text(encoding="utf-8"))
    assert set(private) <= {file["path"] for file in told["files"]}
    for file in told["files"]:
        file["path"] = ""
    texts = [json.dumps(told, ensure_ascii=False), (out / "对账报告.html").read_text(encoding="utf-8"), said[1]]
    assert [name for name in private for text in texts if name in text] == []


def test_no_identity_number_is_written_at_all(said: tuple[Path, str]) -> None:
    out = said[0] / "对账结果"
    secrets = {secret for _, secret in identities()}
    texts = {
        (path.name, piece)
        for path in [out / "台账.xlsx", *(out / "反馈").iterdir()]
        for piece in _pieces(path.name, path.read_bytes())
    }
    assert [(name, piece) for name, piece in texts for secret in secrets if secret in folded(piece)] == []


def test_no_spelling_gets_onto_the_screen(said: tuple[Path, str]) -> None:
    assert len(said[1].splitlines()) > 20
    lines = [(line, folded(line)) for line in said[1].splitlines()]
    assert [line for line, plain in lines for _, secret in SPELT if secret in plain] == []
