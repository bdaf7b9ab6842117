"""定义的写法.md: every key, rule and parameter of a definition, on one page in Chinese, from the declarations.

What a thing is for stands in `schemas/explained.yaml`; how it is written is told by its type. The page is written by
`python dev.py schemas`, stands in the documentation, and is laid beside the YAML by `reconcile institution new`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.definitions.fitting import keys_of
from toolkit.findings.rules.parameters import EVERYWHERE, Names
from toolkit.findings.rules.table import RULES
from toolkit.regulations.forms import COMBINED, Drawing
from toolkit.regulations.own_words import OwnField
from toolkit.regulations.profile import Parameters, Regulation, Requirement
from toolkit.regulations.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.findings.rules.parameters import Parameter

PAGE = "定义的写法.md"
EXPLAINED = "explained.yaml"
_PLAIN: Mapping[Any, str] = {
    str: "文字",
    int: "整数",
    float: "数",
    bool: "true/false",
    dt.date: "日期（不加引号）",
    type(None): "null",
    Any: "",
}
_NAMED = {
    "platform": "平台",
    "form": "附表的代号",
    "requirement": "要求的编号",
    "requirement-or-rule": "要求的编号或规则名",
    "rule": "规则名",
    "day": '"月-日"',
    "variant": "情况",
}
_KINDS = {
    "text": "文字",
    "date": "日期",
    "int": "数",
    "count": "人数",
    "bool": "是否",
    "enum": "选项",
    "people": "人员",
    "number": "号码",
    "unit": "单位",
    "platform": "平台",
}
_SHAPES = {
    "conditions": "条件",
    "plain conditions": "条件",
    "deadline": "{days: 5, kind: workday}",
    "parts": "清单：institution、unit、栏目或 [词, 词]",
    "pattern": "正则表达式，单引号",
}


def page() -> str:
    """Return the page as it stands in `schemas/`."""
    told = explained()
    says = told["texts"]
    rules = ((f"`{one.name}`", told["rules"][one.name], _with(one.parameters)) for one in RULES)
    combined = "、".join(f"`{key}`" for key in COMBINED)
    parts = [
        says["head"],
        "## `regulation.yaml`\n",
        _table(("键", "写什么"), _keys(keys_of(Regulation), told["keys"])),
        "### 一条要求（`requirements` 里的一项）\n",
        _table(("键", "写什么"), _keys(keys_of(Requirement), told["requirement"])),
        says["parameters"],
        _table(("键", "写什么"), _keys(keys_of(Parameters), told["parameters"])),
        says["rules"],
        _table(("with", "写法", "意思"), _everywhere(told["everywhere"])),
        _table(("规则", "查什么", "with"), rules),
        says["fields"],
        _table(("键", "写什么"), _keys(keys_of(OwnField), told["own"])),
        says["forms"],
        f"能合写在一格里的只有：{combined}。\n",
        _table(("键", "写什么"), _keys(keys_of(Drawing), told["drawing"])),
        says["roles"],
        _table(("role", "是什么"), ((f"`{one}`", told["roles"][one]) for one in get_args(Role))),
    ]
    return "\n".join(parts)


def explained() -> Mapping[str, Mapping[str, str]]:
    """Return what `explained.yaml` says, part by part.

    Raises:
        DefinitionError: the file cannot be read as that.
    """
    return definitions.load(bundled.schemas_folder() / EXPLAINED, dict[str, dict[str, str]])


def _keys(names: Iterable[str], told: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((f"`{name}`", told[name]) for name in names)


def _everywhere(told: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    return ((f"`{name}`", written(one.type), told[name]) for name, one in EVERYWHERE.items() if name != "unless_rules")


def _with(parameters: Mapping[str, Parameter]) -> str:
    return "；".join(f"`{name}`{'＊' if one.needed else ''} {written(one.type)}" for name, one in parameters.items())


def written(kind: Any) -> str:
    """Return in Chinese how a value of a type is written."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _named(inner[1])
    if origin is Literal:
        return " / ".join(map(str, inner))
    if origin is list:
        return f"清单（{written(inner[0])}）"
    if origin is dict:
        return f"{{{written(inner[0])}: {written(inner[1])}}}" if inner[1] is not Any else "条件"
    return " 或 ".join(map(written, inner)) if inner else _PLAIN[kind]


def _named(told: Any) -> str:
    if not isinstance(told, Names):
        return _SHAPES.get(told, "文字")
    if told.what != "field":
        return _NAMED[told.what]
    kinds = (
        "文字类" if "text" in told.kinds and "enum" in told.kinds else "、".join(_KINDS[kind] for kind in told.kinds)
    )
    named = [word for word in told.also if word != "unit_raw"]
    also = f"，或 {'、'.join(named)}" if named else ""
    return f"{kinds}栏目{also}" if kinds else f"栏目{also}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
