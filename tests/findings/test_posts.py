"""A title is looked at word by word: which post it is, and of what."""

from __future__ import annotations

import pytest

from toolkit.findings.rules.posts import holds

HEADS = ("书记", "院长", "主任", "处长", "部长", "馆长", "主席", "负责人")
BUT = ("副", "助理")


@pytest.mark.parametrize(
    ("title", "unit", "is_head"),
    [
        ("主任", "能源系", True),
        ("系主任", "能源系", True),
        ("能源系主任", "能源系", True),
        ("党总支书记", "能源系", True),
        ("系党总支书记", "能源系", True),
        ("直属党支部书记", "图书馆", True),
        ("馆长", "图书馆", True),
        ("院长、教授", "能源工程学院", True),
        ("教授、院长", "能源工程学院", True),
        ("党委书记兼院长", "能源工程学院", True),
        ("副主任（主持工作）", "能源系", True),
        ("党政办公室主任", "党政办公室", True),
        ("办公室主任", "党政办公室", True),
        ("单位负责人", "后勤处", True),
        ("班主任", "能源系", False),
        ("教研室主任", "能源系", False),
        ("实验室主任", "能源系", False),
        ("办公室主任", "能源系", False),
        ("副主任", "能源系", False),
        ("主任助理", "能源系", False),
        ("分管副院长", "能源工程学院", False),
        ("学生党支部组织委员", "能源系", False),
        ("辅导员", "能源系", False),
        ("教师", "能源系", False),
    ],
)
def test_who_is_the_head_of_a_unit(title: str, unit: str, *, is_head: bool) -> None:
    assert holds(title, HEADS, but=BUT, head_of=unit) is is_head


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("辅导员", True),
        ("专职辅导员", True),
        ("带班辅导员", True),
        ("讲师/辅导员", True),
        ("学生辅导员助理", False),
        ("班主任", False),
    ],
)
def test_who_is_a_counsellor(title: str, *, is_one: bool) -> None:
    assert holds(title, ("辅导员",)) is is_one
