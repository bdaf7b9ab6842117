"""An institution of one's own, written as a folder of YAML, and what its units send: forms of ours, filled in.

school = institution(tmp_path, {"list": LIST, "cancel": CANCEL})
send(school, tmp_path / "收回" / "教务处.xlsx", "list", [{"unit": "教务处", "group_name": "教务处工作群"}])
told = run(school, tmp_path / "收回", previous=...)
"""

from __future__ import annotations

import datetime as dt
import io
import json
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

import openpyxl

from toolkit import Sources, load_profile, reconcile
from toolkit.forms.template import render
from toolkit.publish.deliver import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile

REGULATION = """\
    profile: {name}
    version: "2026-01-01/1"
    institution: {{name: 示例大学, short_names: [示大]}}
    document: {{title: 示例大学新媒体管理办法, number: 示大〔2026〕1号, effective: 2026-01-01}}
    parameters: {{{parameters}}}
    articles:
      - {{id: "一", title: 第一条, text: 每个群组须填写名称。}}
    requirements:
      - id: SD-1
        article: "一"
        clause: 第一条
        quote: 须填写名称
        title: 名称
        rule: required
        with: {{fields: [group_name]}}
        severity: error
        fields: [group_name]
"""


def institution(
    folder: Path,
    forms: Mapping[str, str],
    *,
    name: str = "shida-2026",
    parameters: str = "",
    requirements: str = "",
    **files: str,
) -> Profile:
    """Write the folder of an institution (`files` are further ones, `fields` for fields.yaml) and load it."""
    place = folder / name
    place.mkdir(parents=True)
    regulation = dedent(REGULATION).format(name=name, parameters=parameters) + indent(dedent(requirements), "  ")
    (place / "regulation.yaml").write_text(regulation, encoding="utf-8")
    for form, text in {**forms, **files}.items():
        (place / f"{form}.yaml").write_text(dedent(text), encoding="utf-8")
    return load_profile(place)


def send(profile: Profile, path: Path, form: str, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write one file of a unit: the blank form, filled in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(profile.form(form), profile, rows=[dict(row) for row in rows]))
    return path


def table(path: Path, *lines: Sequence[str]) -> Path:
    """Write a list of the department's: headings first."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def run(profile: Profile, collected: Path, *, as_of: str = "2026-04-01", **sources: Any) -> Outcome:
    """Reconcile what was collected."""
    return reconcile(collected, profile=profile, as_of=dt.date.fromisoformat(as_of), sources=Sources(**sources), jobs=1)


def files_of(outcome: Outcome, profile: Profile) -> Mapping[str, bytes]:
    """Return the files of a run by name."""
    return deliver(outcome, profile)


def told(outcome: Outcome, profile: Profile) -> dict[str, Any]:
    """Return outcome.json of a run."""
    answer: dict[str, Any] = json.loads(files_of(outcome, profile)["outcome.json"])
    return answer


def sheet(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by its headings."""
    rows = list(openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def verdicts(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the verdicts of the records, by the group's name."""
    found: dict[str, list[str]] = {}
    for record in told["records"]:
        found.setdefault(str(record["values"]["group_name"]), []).append(record["verdict"])
    return {name: sorted(each) for name, each in found.items()}


def fates(told: Mapping[str, Any]) -> dict[str, str]:
    """Return what became of last year's rows, by the group's name."""
    return {str(row["values"]["group_name"]): row["verdict"] for row in told["previous"]}


def said(told: Mapping[str, Any], rule: str) -> list[str]:
    """Return the messages of a rule."""
    return [one["message"] for one in told["findings"] if one["rule"] == rule]
