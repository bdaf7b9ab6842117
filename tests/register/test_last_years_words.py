"""What last year's list says in words of its own: near ones are taken, all of them are kept and told."""

from __future__ import annotations

import pytest
from drawing import cells, returned, run, workbook

from toolkit import load_profile
from toolkit.findings.wording import sentence
from toolkit.normalise.units import UnitIndex
from toolkit.register.previous import load_previous

STATES = """
    word                 | taken
    正常                 | in use
    在用                 | in use
    停用                 | unused
    已解散               | gone
    取消                 | gone
    长期不用             | unused, kept
    早已不用             | unused, kept
    基本不用了           | unused, kept
    无人使用             | unused, kept
    没有人用             | unused, kept
    暂停使用             | unused, kept
    闲置                 | unused, kept
    僵尸群               | unused, kept
    并入教师群           | gone, kept
    已合并到学工群       | gone, kept
    没有了               | gone, kept
    不存在               | gone, kept
    已撤                 | gone, kept
    2025年6月已解散，王老师经手 | gone, kept
    正常（改名）         | in use, kept
    很少用               | said nothing, kept
    不常用               | said nothing, kept
    没有停用             | said nothing, kept
    待解散               | said nothing, kept
    拟合并到学工群       | said nothing, kept
    换群了               | said nothing, kept
    已转学生处           | said nothing, kept
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    rows = [(row["word"], row["taken"]) for row in cells(STATES)]
    table = "\n".join(f"教务处 | 教务处{word}{number}群 | {word}" for number, (word, _) in enumerate(rows))
    path = workbook(tmp_path_factory.mktemp("last") / "上年.xlsx", f"单位 | 群名称 | 状态\n{table}")
    ledger = load_previous(path, load_profile("cqny-2021"), UnitIndex())
    frame = ledger.frame
    told = {text for _, _, text, _ in ledger.taken.words} if ledger.taken else set()
    found = {}
    columns = (frame[name].tolist() for name in ("disposition", "unused", "is_active", "other"))
    for (word, _), end, unused, active, other in zip(rows, *columns, strict=True):
        state = "gone" if end else "unused" if unused else "in use" if active is True else "said nothing"
        assert (word in other) == (word in told), word
        found[word] = f"{state}, kept" if word in other else state
    return found


@pytest.mark.parametrize(("word", "taken"), [(row["word"], row["taken"]) for row in cells(STATES)])
def test_a_state_is_taken_by_its_nearness_and_kept_as_it_was_said(read: dict[str, str], word: str, taken: str) -> None:
    assert read[word] == taken


def test_what_could_not_be_read_is_told_once_and_stays_with_its_group() -> None:
    last = """
        单位   | 群名称 | 建群时间 | 状态
        教务处 | 甲群   | 2018年春 | 长期不用
        教务处 | 乙群   | 老群     | 长期不用
        教务处 | 丙群   | 2019-03  | 正常
        """
    outcome = run(returned("a.xlsx", "cqny-2021/register", "unit | group_name\n教务处 | 丙群"), previous=last)
    (told,) = [one for one in outcome.findings if one.facts.get("variant") == "words"]
    said = sentence(told)
    assert "“状态”的“长期不用”（2处，按停用算）" in said
    assert "“建群时间”的“老群”（1处，没有读出）" in said
    assert outcome.previous_verdicts["verdict"].tolist() == ["dissolved", "dissolved", "renewed"]
    assert outcome.previous.frame["other"].tolist() == [
        '{"建群时间": "2018年春", "状态": "长期不用"}',
        '{"建群时间": "老群", "状态": "长期不用"}',
        "",
    ]


def test_a_list_in_plain_words_is_told_of_nothing() -> None:
    last = "单位 | 群名称 | 状态\n教务处 | 甲群 | 在用"
    outcome = run(returned("a.xlsx", "cqny-2021/register", "unit | group_name\n教务处 | 甲群"), previous=last)
    assert not [one for one in outcome.findings if one.facts.get("variant") == "words"]
