"""The files of a run are the same whatever number of processes writes them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from campaigns import Written, run
from report_outcome import campaign

from toolkit.publish.deliver import LEDGER, REPORT, deliver
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path


def test_one_process_and_several_write_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        {"单位": unit, "群名称": f"{unit}{number}号群", "群号": "12a4"}
        for unit in ("教务处", "图书馆", "学工处")
        for number in range(3)
    ]
    outcome = run(Written("sccm-2022", "", hit=False, title="", says={"群": rows}), tmp_path)
    alone, together = (deliver(outcome, load_profile(outcome.profile), jobs=jobs) for jobs in (1, 3))
    assert sum(name.startswith("反馈/") for name in alone) == 3
    assert list(alone) == list(together)
    assert [name for name, content in alone.items() if content != together[name]] == []


def test_each_file_is_the_one_its_name_says() -> None:
    outcome = campaign()
    files = deliver(outcome, load_profile(outcome.profile), jobs=2)
    assert _sheets(files[LEDGER])[0] == "台账"
    assert _sheets(files[REPORT])[0] == "总览"


def _sheets(workbook: bytes) -> list[str]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        assert package.testzip() is None
    return openpyxl.load_workbook(io.BytesIO(workbook)).sheetnames
