"""Forms to hand out never go among returns; the lists that an office keeps in its year's folder are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.findings.definition import load_profile
from toolkit.tasks import returned

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "单位,群名称,平台,群号,群主,群主手机,人数,创建日期,用途\n"


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as an office has it: lists of many units beside the folder of returns."""
    monkeypatch.setattr(returned, "_everybodys", set)
    folder = tmp_path / "2026年群组备案"
    (folder / "收回").mkdir(parents=True)
    for unit in ("教务处", "图书馆", "团委"):
        (folder / "收回" / f"{unit}.csv").write_text(HEAD + line(unit), encoding="utf-8")
    for name in ("2025年汇总表", "在用群清单", "台账备份"):
        rows = "".join(map(line, ("教务处", "图书馆", "团委", "保卫处")))
        (folder / f"{name}.csv").write_text(HEAD + rows, encoding="utf-8")
    return folder


def line(unit: str) -> str:
    return f"{unit},{unit}工作群,QQ群,310000011,章一,13900000001,60,2019-09-01,发布通知\n"


@pytest.mark.parametrize("place", ["下发", "下发/2026", "../下发2026", "."])
def test_beside_the_returns_is_no_place_among_them(year: Path, place: str) -> None:
    out = (year / place).resolve()
    returned.see_that_forms_go_elsewhere(out, load_profile("cqny-2021"), named=[], names=["教务处.xlsx"])


@pytest.mark.parametrize("place", ["收回", "收回/下发", "收回/a/b"])
def test_among_the_returns_is_refused(year: Path, place: str) -> None:
    with pytest.raises(UsageError) as refused:
        returned.see_that_forms_go_elsewhere(year / place, load_profile("cqny-2021"), named=[], names=["教务处.xlsx"])
    assert refused.value.facts["folder"] == str(year / "收回")
