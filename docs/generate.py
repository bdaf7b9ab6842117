"""The reference pages, written from the code each time the documentation is built: they cannot fall behind it.

python docs/generate.py FOLDER        writes them without building (`docs/conf.py` calls `write` before each build)

Commands and options come from click, rules from their functions and the profiles, sentences from the catalogues, fields
from the vocabulary, the values of `outcome.json` from the constants the code checks them against. What each key of
`outcome.json` means stands in `parts/outcome.yaml`; `tests/test_docs_reference.py` sees that none is missing.
"""

from __future__ import annotations

import inspect
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from toolkit.cli.commands import build
from toolkit.comparison import duplicates
from toolkit.findings import laws
from toolkit.findings.articles import MEMBERS, compliance
from toolkit.findings.conclude import UNASKED
from toolkit.findings.rules.table import BY_HAND, IN_CELLS, RULES
from toolkit.messages import sentences, word
from toolkit.model import SEVERITIES, frames
from toolkit.regulations.fields import PERSON_PARTS, vocabulary
from toolkit.regulations.profile import load_profile, profile_ids
from toolkit.report import outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from toolkit.findings.articles import ArticleRow
    from toolkit.regulations.fields import Field

HERE = Path(__file__).resolve().parent
NOTE = "<!-- 由 docs/generate.py 生成，请不要手改。 -->\n"
CATALOGUES = {
    "findings": ("检查结果", "Findings"),
    "files": ("文件和行的说明", "Files and rows"),
    "errors": ("运行不了时说的话", "When it cannot run"),
}
KINDS = {
    "text": "文字",
    "date": "日期（精确到填写的程度）",
    "count": "人数（下限、上限、原文）",
    "int": "整数",
    "bool": "是、否、空",
    "people": "人员名单",
    "platform": "平台",
    "number": "群号",
    "unit": "单位",
    "enum": "选项",
}
VALUES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "files[].status": (outcome.FILE_STATUSES, "file"),
    "records[].verdict": (frames.RECORDS, "verdict"),
    "records[].basis": (("filing_no", "group_no", "unit_name", "decision"), "basis"),
    "previous[].verdict": (frames.PREVIOUS, "verdict"),
    "duplicates[].kind": (duplicates.KINDS, "duplicate"),
    "units[].status": (laws.UNIT_STATUSES, "unit"),
    "findings[].severity": (SEVERITIES, "severity"),
    "not_compared[]": (tuple(UNASKED.values()), ""),
}
"""The keys of `outcome.json` with a fixed list of values, and where report.yaml words them (`<stem>-<value>`)."""


def write(folder: Path) -> None:
    """Write every page into `folder`; a page that is as it was keeps its time, so that it is not built again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / f"{name}.md", NOTE + "\n" + page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def commands_zh() -> str:
    """Return the commands and their options in Chinese."""
    return _commands("zh", "# 命令和选项\n\n不写 `--lang en` 时，说明和消息都是中文。退出状态在页末。\n")


def commands_en() -> str:
    """Return the commands and their options in English."""
    return _commands("en", "# Commands and options\n\nAs `--lang en` (or `RECONCILE_LANG=en`) shows them.\n")


def _commands(lang: str, head: str) -> str:
    parts = [head]
    for path, command in _walk(build(lang), ("reconcile",)):
        context = click.Context(command, info_name=" ".join(path))
        usage = " ".join([*path, *command.collect_usage_pieces(context)])
        parts += [f"## `{' '.join(path)}`\n", f"{command.help or ''}\n", f"```text\n{usage}\n```\n"]
        found = (param.get_help_record(context) for param in command.params if isinstance(param, click.Option))
        parts.append(_table(_OPTIONS[lang], ((f"`{record[0]}`", record[1]) for record in found if record)))
    parts.append(_status(lang))
    return "\n".join(parts)


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _walk(below, (*path, name))


_OPTIONS = {"zh": ("选项", "说明"), "en": ("option", "meaning")}
_STATUS = {
    "zh": (
        "## 退出状态\n",
        ("状态", "意思"),
        "对完了，没有要退回的",
        "对完了，有“须改正”的问题或缺报的单位",
        "没有运行：命令写错、定义读不懂、结果写不进去",
        "程序出错，记录文件的位置在那一句话里",
    ),
    "en": (
        "## Exit status\n",
        ("status", "meaning"),
        "reconciled, nothing to send back",
        "reconciled; there are errors to send back or units missing",
        "it could not run: usage, a definition, an output that cannot be written",
        "a fault of ours; the line names the log",
    ),
}


def _status(lang: str) -> str:
    title, head, *meanings = _STATUS[lang]
    return "\n".join([title, _table(head, ((str(number), text) for number, text in enumerate(meanings)))])


def outcome_keys() -> str:
    """Return every key of `outcome.json`: what it holds, and the values it can take."""
    told = described()
    rows = ((f"`{key}`", entry["zh"] + _values(key), entry["en"]) for key, entry in told.items())
    head = (HERE / "parts" / "outcome.md").read_text(encoding="utf-8")
    return head + "\n" + _table(("键", "意思和取值", "English"), rows)


@cache
def described() -> dict[str, dict[str, str]]:
    """Return what `parts/outcome.yaml` says of each key (`files[].path`, `totals.*`)."""
    found: dict[str, dict[str, str]] = yaml.safe_load((HERE / "parts" / "outcome.yaml").read_text(encoding="utf-8"))
    return found


def _values(key: str) -> str:
    if key not in VALUES:
        return ""
    values, stem = VALUES[key]
    worded = ((value, word("report", f"{stem}-{value}") if stem else "") for value in values)
    return "：" + "、".join(f"`{value}`" + (f" {text}" if text and "-" not in text else "") for value, text in worded)


def rules() -> str:
    """Return the rules the code knows, and the requirements of every profile that use them."""
    parts = ["# 规则和要求\n", (HERE / "parts" / "rules.md").read_text(encoding="utf-8"), "## 规则\n"]
    users: dict[str, list[str]] = {}
    for name in profile_ids():
        for row in compliance(load_profile(name)):
            users.setdefault(row.requirement.rule, []).append(row.requirement.id)
    without_function = {
        IN_CELLS: "Checked cell by cell (`toolkit/findings/validate.py`).",
        BY_HAND: "Listed, never carried out.",
    }
    entries = [
        (rule.name, inspect.getdoc(rule.function) or "" if callable(rule.function) else without_function[rule.function])
        for rule in RULES
    ]
    rows = ((f"`{name}`", doc.split("\n\n")[0], "、".join(dict.fromkeys(users.get(name, ())))) for name, doc in entries)
    parts.append(_table(("规则", "做什么（代码里的说明）", "用它的要求"), rows))
    parts += [_profile(name) for name in profile_ids()]
    return "\n".join(parts)


def _profile(name: str) -> str:
    profile = load_profile(name)
    told = profile.regulation
    title = f"## {told.institution.name}（`{name}`）\n"
    document = f"《{told.document.title}》{told.document.number}，版本 {told.version}。\n"
    rows = (_requirement(row) for row in compliance(profile) if row.article != "tool")
    head = ("编号", "条款", "检查什么", "规则", "级别", "另需材料", "English")
    return "\n".join([title, document, _table(head, rows)])


def _requirement(row: ArticleRow) -> tuple[str, ...]:
    asked = row.requirement
    sources = "、".join(f"`--{need}`" for need in row.needs if need != MEMBERS)
    level = word("report", f"severity-{asked.severity}")
    return asked.id, asked.clause, asked.title, f"`{asked.rule}`", level, sources, asked.english


def messages() -> str:
    """Return the sentences of the catalogues a user meets, by code."""
    parts = ["# 消息\n", (HERE / "parts" / "messages.md").read_text(encoding="utf-8")]
    for name, (zh, en) in CATALOGUES.items():
        rows = ((f"`{code}`", entry["zh"], entry["en"]) for code, entry in sentences(name).items())
        parts += [f"## {zh}（{en}，`{name}.yaml`）\n", _table(("代号", "中文", "English"), rows)]
    return "\n".join(parts)


def figures() -> str:
    """Return the page of the figures: what each is called, what it counts, and where its rows stand."""
    from toolkit.report.figures import DEFINITIONS

    head = "# 数字\n\n屏幕、各表、网页、简报、控制台和 `outcome.json` 里的数字都从这张表来，一样东西只有一个数。\n\n"
    told = sentences("figures")
    rows = (
        (
            told[one.code]["zh"],
            told[f"{one.code}-counts"]["zh"],
            sentences("report")[f"sheet-{one.sheet}"]["zh"] if one.sheet else "",
            sentences("report")[f"source-{one.wants}"]["zh"] if one.wants else "",
            f"`{one.code}`",
        )
        for one in DEFINITIONS
    )
    return head + _table(("名称", "数的是什么", "列在哪张表", "需要", "在 totals.figures 里"), rows)


def fields() -> str:
    """Return the canonical fields with their headings and the labels people use."""
    known, written = vocabulary(), "表上的其他写法"
    rows = (
        (f"`{name}`", entry.zh, entry.en, _kind(entry), "、".join(entry.labels)) for name, entry in known.fields.items()
    )
    parts = ((part, known.parts[part]) for part in PERSON_PARTS)
    people = ((f"`{part}`", entry.zh, entry.en, "、".join(entry.labels)) for part, entry in parts)
    head = (HERE / "parts" / "fields.md").read_text(encoding="utf-8")
    own = _table(("名称", "中文", "English", "类型", written), rows)
    of_people = _table(("名称", "中文", "English", written), people)
    return f"# 栏目词汇\n\n{head}\n## 栏目\n\n{own}\n## 人员的各部分\n\n{of_people}"


def _kind(entry: Field) -> str:
    return KINDS[entry.kind] + ("：" + "、".join(entry.options) if entry.options else "")


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *([_cell(str(cell)) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands_zh,
    "commands-en": commands_en,
    "outcome": outcome_keys,
    "rules": rules,
    "messages": messages,
    "fields": fields,
    "figures": figures,
}


if __name__ == "__main__":
    write(Path(sys.argv[1]))
