"""However a telephone, an address or an identity number is spelt, nothing that is read by others repeats it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spellings import folded, identities, landlines, mails, mobiles, others

from toolkit.normalise.masking import masked, masked_number, without_identity_numbers

KINDS = {"mobile": mobiles(), "landline": landlines(), "mail": mails(), "identity": identities(), "other": others()}
ALL = [(kind, text, secret) for kind, told in KINDS.items() for text, secret in told]


def test_there_are_sixty_spellings_of_each_kind() -> None:
    assert {kind: len({text for text, _ in told}) >= 60 for kind, told in KINDS.items()} == dict.fromkeys(KINDS, True)


@pytest.mark.parametrize("kind", KINDS)
def test_no_spelling_gets_through(kind: str) -> None:
    assert [(text, masked(text)) for text, secret in KINDS[kind] if secret in folded(masked(text))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_masked_stays_as_it_is(kind: str) -> None:
    shown = [masked(text) for text, _ in KINDS[kind]]
    assert [masked(text) for text in shown] == shown


@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=5), st.sampled_from(["、", "；", "，", "\n", "和", " / "]))
def test_several_in_one_text_are_all_masked(told: list[tuple[str, str, str]], between: str) -> None:
    shown = folded(masked(between.join(text for _, text, _ in told)))
    assert [secret for _, _, secret in told if secret in shown] == []


@given(st.sampled_from(ALL), st.text(max_size=8), st.text(max_size=8))
def test_words_around_change_nothing(told: tuple[str, str, str], before: str, behind: str) -> None:
    _, text, secret = told
    # digits and Chinese numerals beside it make another number of it: they are not what is asked here
    around = [part for part in (before, behind) if not any(letter.isnumeric() or letter.isalnum() for letter in part)]
    if around == [before, behind]:
        assert secret not in folded(masked(f"{before}群主{text}处{behind}"))


@pytest.mark.parametrize(
    "text",
    [
        "群号123456789、987654321",
        "13. 123456789",
        "第13行 123456789 20人",
        "2026-03-11 2026-03-15 10:00",
        "2018.5.14-2019.6.15 3群",
        "2018/05/14 18:30，15人",
        "教务处20260311143000.xlsx",
        "登记表#2.xlsx",
        "周一二三四五六七",
        "信息学院2018级1班",
        "SCCM-2026-0001",
        "@全体成员",
        "张三@李四",
        "（第十三条）139人",
        "人数 15、20、30、45、678",
        "约 150 人，其中教师 12 人",
        "文苑路1号院3号楼业主群",
        "办公室教工群 31000012",
        "手机QQ群 310000011",
        "电话教工群310000011",
        "负责人 李四 20260301",
        "咨询QQ 62930001",
        "电话 2018-05-15",
        "办公室（3020）人数120",
        "联系方式：微信号 zhang2018",
        "139****0001",
        "139****0001;139****0002",
        "面积1,390,000平方米，预算13,900,000元",
        "人数：150；80；75",
        "一、二、三、四、五、六、七班",
        "1.39E+10",
        "“139”1级",
        "LOLO2018级",
        "群①31000001；②31000002",
        "139人；2018级；2019级",
        "星期一，二，三，四，五，六，日",
        "3390000001→310000002",
        "群号 13900002 150人",
        "QQ13900002 150",
        "约两三百人，二三四五六班",
        "章五、章二 139****0105、139****0102",
        "[310000001]；[310000002]",
        "老幺一家人群",
        "z****@example.com",
        "0557-****001",
        "QQ群+310000001",
        "加+310000001或310000002",
        "群1、310000001；群2、310000002",
        "QQ 86950001、86950002",
        "1班+3100001群",
        "C++ 100000001",
        "总数 120 + 35 + 60 人",
        "教务处老师群 310000012",
    ],
)
def test_what_is_nobodys_number_stays_letter_for_letter(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三 139 0000 0001", "张三 139****0001"),
        ("张三13900000001", "张三139****0001"),
        ("+86（139）0000-0001", "139****0001"),
        ("座机（0557）2340001", "座机0557-****001"),
        ("办公电话：2340001", "办公电话：****"),
        ("电话（内线）：62930001", "电话（内线）：****"),
        ("座机转张老师 6293-0001", "座机转张老师 ****"),
        ("联系人：王老师 2340001", "联系人：王老师 ****"),
        ("党政办公室62930001", "党政办公室****"),
        ("总机：8888 1234", "总机：****"),
        ("报修 2340001转3", "报修 ****转3"),
        ("zhang ＠ example.com", "z**** ＠ example.com"),
        ("一三九〇〇〇〇〇〇〇一", "139****0001"),
        ("500101-19900307-102X", "****"),
        ("6222 0210 0111 1014", "****"),
        ("护照E12341012", "护照****"),
        ("军官证 军字第1230001号", "军官证 军字第****号"),
        ("身份证 A120311(3)", "身份证 ****"),
        ("港澳居民身份证：C1203110（A）", "港澳居民身份证：****（A）"),
        ("0519-86950001/86950036", "0519-****0001/****"),
        ("电话：86950001、86950041或6950042", "电话：****、****或****"),
        ("13900000001/86950036", "139****0001/****"),
        ("内线690046", "内线****"),
        ("短号：6046", "短号：****"),
        ("宅电86950056", "宅电****"),
        ("☎ 86950091", "☎ ****"),
        ("李老师86950076", "李老师****"),
        ("家里电话在86950012", "家里电话在****"),
        ("+852 9123 0111", "****"),
        ("００８５２－９１２３０１１６", "****"),
        ("+853 6612 0001", "****"),
        ("+886-912-340-121，台湾", "****，台湾"),
        ("联系 +44 7700 900126", "联系 ****"),
        ("+61 (4) 1234 5678", "****"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_units_own_papers_keep_its_telephones() -> None:
    assert without_identity_numbers("139 0000 0001，500101 19900307 1003") == "139 0000 0001，****"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("13900000001", "13900000001"),
        ("QQ群：13900000001", "QQ群：13900000001"),
        ("13900000001、310000001", "13900000001、310000001"),
        ("139 0000 0001", "139****0001"),
        ("139、0000、1109", "139****1109"),
        ("139、0000-1807", "139****1807"),
        ("@163.com、13900002584", "@163.com、139****2584"),
        ("310000011、310000012", "310000011、310000012"),
        ("张三13900000001", "张三139****0001"),
        ("13900000001（群主手机）", "139****0001（群主手机）"),
        ("微信号13900000001", "微信号139****0001"),
        ("500101199003071001", "****"),
    ],
)
def test_one_run_of_digits_is_the_number_of_a_group(typed: str, shown: str) -> None:
    assert masked_number(typed) == shown
