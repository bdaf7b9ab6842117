"""A mistake in an office's own regulation is told with its file and its place, never passed over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_sixth_institution import FORM, REGULATION, group

from toolkit import cli, load_profile
from toolkit.template import render

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, regulation: str) -> Path:
    folder.mkdir()
    (folder / "register.yaml").write_text(FORM, encoding="utf-8")
    (folder / "regulation.yaml").write_text(regulation, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("rule: over-size", "rule: oversize", ["EX-1", "oversize", "SCHEMA.md"]),
        ("english: size", "englsh: size", ["regulation.yaml", "{line}", "englsh"]),
        ('article: "一"\n', 'article: "二"\n', ["EX-1", "二"]),
        ("severity: warning", "severity: wrong", ["regulation.yaml", "{line}", "severity"]),
    ],
)
def test_reconcile_rules_tells_a_slip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, said: list[str]
) -> None:
    slipped = REGULATION.replace(right, wrong, 1)
    folder = written(tmp_path / "example-2026", slipped)
    line = slipped[: slipped.index(wrong)].count("\n") + 1

    assert cli.run(["rules", "--profile", str(folder)]) == 2

    told = capsys.readouterr().err
    assert [word for word in said if word.format(line=line) not in told] == []
    assert len(told.splitlines()) == 1


def test_a_run_does_not_begin_to_judge_by_a_rule_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = load_profile(written(tmp_path / "right", REGULATION))
    returned = tmp_path / "教务处.xlsx"
    returned.write_bytes(render(good.form("register"), good, rows=[group("教务处工作群", "100000001", "260")]))
    slipped = written(tmp_path / "example-2026", REGULATION.replace("over-size", "oversize"))

    assert cli.run(["check", str(returned), "--profile", str(slipped)]) == 2
    assert "oversize" in capsys.readouterr().err
