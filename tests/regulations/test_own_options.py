"""Options that only one regulation has: those its rules ask for are read, offered and counted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_sixth_institution import FORM, REGULATION

from toolkit import load_profile
from toolkit.register.rows.kinds import read_option

if TYPE_CHECKING:
    from pathlib import Path

BY_KIND = """  - id: EX-1b
    article: "一"
    clause: 第一条
    quote: 群组人数不超过200人
    title: 交流类
    rule: over-size
    with: {limit: 500, when: {category: [交流娱乐类, 兴趣小组类]}}
    severity: warning
    fields: [member_count]
"""


def regulated(folder: Path) -> Path:
    folder.mkdir()
    (folder / "register.yaml").write_text(FORM, encoding="utf-8")
    head, mark, rest = REGULATION.partition("requirements:\n")
    (folder / "regulation.yaml").write_text(head + mark + BY_KIND + rest, encoding="utf-8")
    return folder


def test_what_a_rule_asks_for_is_an_option(tmp_path: Path) -> None:
    profile = load_profile(regulated(tmp_path / "example-2026"))

    assert profile.options_of("category")[-2:] == ("交流娱乐类", "兴趣小组类")
    own = profile.options.get("category", {})
    assert read_option("交流娱乐类", profile.options_of("category"), own).value == "交流娱乐类"
    near = read_option("兴趣小组", profile.options_of("category"), own)
    assert (near.value, near.fault) == ("兴趣小组类", "near-option")
    assert read_option("其他类别", profile.options_of("category"), own).fault == "unlisted-option"
