"""About 400 damaged, encrypted and lying files: each is read or refused by name, and none does harm to its neighbours.

The corpus is not part of the project: HOSTILE_CORPUS names its folder, else `../shared/hostile/corpus` is looked for.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from test_grids import simple

from toolkit.engine import Died, map_isolated
from toolkit.intake.discover import Found, discover, fetch
from toolkit.intake.grids import Unreadable, read_workbook

CORPUS = Path(os.environ.get("HOSTILE_CORPUS", Path(__file__).parents[3] / "shared" / "hostile" / "corpus"))
GOOD = "good-%d.xlsx"
REASONS = {"corrupt", "encrypted", "not-a-workbook", "too-large", "archive-limits"}
FORMATS = {"xlsx", "xlsb", "biff8", "ods"}
SIGNS = {
    "vba-macro": "macro",
    "xlm-macro": "macro",
    "external-link": {"external-link", "dde"},
    "embedded-object": "embedded-object",
    "hidden-sheet": "hidden-sheet",
}

pytestmark = pytest.mark.skipif(
    not (CORPUS / "index.csv").is_file(), reason="no corpus of hostile files: set HOSTILE_CORPUS to its folder"
)


def summary(found: Found) -> tuple[str, set[str], str]:
    """Return reason or "", the codes of the warnings, and the text of the first cells, read in a worker."""
    try:
        book = read_workbook(found.path, fetch(found))
    except Unreadable as fault:
        return fault.note.code, {note.code for note in fault.warnings}, ""
    first = next((row for grid in book.grids for row in grid.rows if row), ())
    return "", {note.code for note in book.warnings}, "".join(first)


@pytest.fixture(scope="module")
def index() -> dict[str, dict[str, str]]:
    with (CORPUS / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def found() -> tuple[Found, ...]:
    return discover(CORPUS)


@pytest.fixture(scope="module")
def sweep(found: tuple[Found, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, set[str], str]]:
    """Read the whole corpus in one pool, a good file after every tenth."""
    folder = tmp_path_factory.mktemp("good")
    todo = [one for one in found if one.status == "candidate"]
    for number in range(len(todo) // 10):
        path = folder / (GOOD % number)
        path.write_bytes(simple())
        todo.insert(number * 11, Found(path.name, path))
    answers = list(map_isolated(summary, todo, jobs=2, memory_limit=1 << 30, seconds=15))
    return {
        one.path: ("too-large", set(), "") if isinstance(answer, Died) else answer
        for one, answer in zip(todo, answers, strict=True)
    }


def test_every_file_is_named_once(found: tuple[Found, ...]) -> None:
    listed = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file())
    assert sorted(one.path for one in found if one.member is None) == listed


def test_every_file_is_read_or_refused_with_a_reason_of_the_contract(
    sweep: dict[str, tuple[str, set[str], str]],
) -> None:
    assert {reason for reason, _, _ in sweep.values()} <= REASONS | {""}


def test_good_files_between_hostile_ones_are_read(sweep: dict[str, tuple[str, set[str], str]]) -> None:
    good = {path: text for path, (_, _, text) in sweep.items() if path.startswith("good-")}
    assert len(good) > 30
    assert set(good.values()) == {"教务处"}


def test_encrypted_files_are_told_as_such(
    index: dict[str, dict[str, str]], sweep: dict[str, tuple[str, set[str], str]]
) -> None:
    wrong = [
        file
        for file, about in index.items()
        if about["expected"] == "encrypted" and file in sweep
        if sweep[file][0] != "encrypted" and not (sweep[file][0] == "" and "readable" in about["also_ok"])
    ]
    assert wrong == []


def test_encrypted_files_open_with_their_words() -> None:
    words = {
        "roo__encrypted-letmein.ods": "letmein",
        "msoffcrypto__xor_password_123456789012345.xls": "123456789012345",
        "exceldatareader__standard_AES128_SHA1_ECB_pwd_password.xlsx": "password",
        "excelize__encryptSHA512.xlsx": "password",
        "poi__protected_passtika.xlsb": "tika",
        "poi__35897-type4.xls": "freedom",
    }
    shut = []
    for name, word in words.items():
        try:
            read_workbook(name, (CORPUS / "encrypted" / name).read_bytes(), passwords=("wrong", word))
        except Unreadable:
            shut.append(name)
    assert shut == []


def test_what_can_be_read_is_read(
    index: dict[str, dict[str, str]], sweep: dict[str, tuple[str, set[str], str]]
) -> None:
    refused = [
        file
        for file, about in index.items()
        if about["expected"] == "readable" and not about["also_ok"] and about["type"] in FORMATS
        if sweep[file][0] != ""
    ]
    assert refused == []


def test_what_must_be_rejected_gives_no_table_or_a_plain_text(
    index: dict[str, dict[str, str]], sweep: dict[str, tuple[str, set[str], str]]
) -> None:
    """Text and Word files hold no form: the next stage says so. All others must be refused here."""
    read = [
        file
        for file, about in index.items()
        if about["expected"].startswith("must-be-rejected") and not about["also_ok"]
        if file in sweep and sweep[file][0] == "" and not about["type"].startswith(("text", "docx"))
    ]
    assert read == []


@pytest.mark.parametrize("category", sorted(SIGNS))
def test_suspicious_content_is_warned_about(
    category: str, index: dict[str, dict[str, str]], sweep: dict[str, tuple[str, set[str], str]]
) -> None:
    """At least 95 % of a category; a file that cannot be read or is no workbook is warned about by its refusal."""
    wanted = SIGNS[category] if isinstance(SIGNS[category], set) else {SIGNS[category]}
    files = [file for file, about in index.items() if about["category"] == category and sweep[file][0] == ""]
    silent = [file for file in files if not wanted & sweep[file][1]]
    assert len(silent) * 20 <= len(files), silent
