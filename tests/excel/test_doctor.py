"""自检: each thing that can be wrong in an office is told with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolkit import __version__
from toolkit.cli import run
from toolkit.excel.doctor import Facts, examine, gather, lines

if TYPE_CHECKING:
    from pathlib import Path

READY = Facts(
    system="Windows",
    python=(3, 12, 4),
    executable=r"C:\venv\Scripts\pythonw.exe",
    xlwings="0.37.8",
    excel="yes",
    macros=2,
    workbook=__version__,
    interpreter=__file__,
    blocked=False,
)


def test_an_office_that_is_ready_has_nothing_to_do() -> None:
    told = lines(examine(READY))
    assert not [line for line in told if line.startswith("✗")]
    assert told[-1] == "都准备好了，可以使用。"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"python": (3, 9, 1)}, "安装 3.11"),
        ({"executable": r"C:\Users\x\AppData\Local\Microsoft\WindowsApps\python.exe"}, "应用商店"),
        ({"xlwings": ""}, "pip install xlwings"),
        ({"xlwings": "0.33.20"}, "至少要 0.37.5"),
        ({"excel": "no"}, "没有找到微软 Excel"),
        ({"excel": "wps"}, "xlwings 不支持 WPS"),
        ({"macros": 4}, "信任中心"),
        ({"workbook": "0.0.9"}, "另写一份"),
        ({"interpreter": r"C:\没有\pythonw.exe"}, "不在这台电脑上"),
        ({"blocked": True}, "解除锁定"),
        ({"system": "Linux", "excel": None}, "没有微软 Excel"),
        ({"system": "Darwin", "runpython": False, "macros": None}, "xlwings runpython install"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(wrong: dict[str, object], told: str) -> None:
    bad = [line for line in lines(examine(replace(READY, **wrong))) if line.startswith("✗")]
    assert len(bad) == 1
    assert told in bad[0]
    assert "doctor-" not in "".join(lines(examine(replace(READY, **wrong)), "en"))  # words in both languages


def test_a_button_that_works_proves_excel() -> None:
    facts = replace(READY, system="Linux", excel=None, inside=True)
    assert not [check for check in examine(facts) if check.grade != "good"]


def test_this_machine_can_be_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gather().python >= (3, 11)
    workbook = tmp_path / "我的 控制台.xlsm"
    assert run(["excel", "new", str(workbook)]) == 0
    assert run(["excel", "doctor", str(workbook)]) in {0, 1}
    told = capsys.readouterr().out
    assert f"同为 {__version__} 版" in told
    assert "记下的 Python 在" in told
