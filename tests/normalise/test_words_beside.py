"""What stands in a cell beside the number or the platform that was read from it is told, never dropped."""

from __future__ import annotations

import pytest

from toolkit.normalise import numbers, platforms


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("123456789", ""),
        ("QQ：123 456 789", ""),
        ("群号123456789", ""),
        ("无", ""),
        ("微信群无群号", ""),
        ("123456789（张三建）", "张三建"),
        ("123456789 已停用", "已停用"),
    ],
)
def test_words_beside_a_number(text: str, beside: str) -> None:
    assert numbers.words_beside(text) == beside


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("QQ群", ""),
        ("微信群 2", ""),
        ("QQ群、微信群", ""),
        ("☑QQ群 □微信群", ""),
        ("其他", ""),
        ("飞书", "飞书"),
        ("QQ群（班主任用）", "班主任用"),
    ],
)
def test_words_beside_a_platform(text: str, beside: str) -> None:
    assert platforms.words_beside(text) == beside
