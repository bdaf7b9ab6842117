"""Names of groups: which spellings are one name, which names can never be one group, which are the same a year on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.names import names as parted
from toolkit.names.names import KINDS, VETOES, canonical_name, conflict, rolled, same, told_apart
from toolkit.names.tokens import grammar, steps_for

TWO_GROUPS = {
    "building": """第三宿舍楼群/第四宿舍楼群 第3宿舍楼/第4宿舍楼 宿舍楼3通知/宿舍楼4通知 三号宿舍楼/第4宿舍
        女3宿舍/女4宿舍
        第三教学楼群/第四教学楼群 三教/四教 三教群聊/四教群聊 A教学楼/B教学楼 教学楼A/教学楼B 3号教学楼/3号宿舍楼
        第三学生公寓/第四学生公寓 三公寓群/四公寓群 18公寓/19公寓 甲栋/乙栋 丙座/丁座 Ａ栋/B栋 ①栋/②栋 Ⅰ栋/Ⅱ栋
        一〇一栋/一〇二栋
        3单元/4单元 第三单元/第四单元 东单元/西单元 东楼/西楼 主楼群/东楼群 老楼/新楼 东教学楼/西教学楼
        5-301宿舍/53-01宿舍
        第一食堂/第二食堂 三舍群聊/四舍群聊""",
    "campus": """后勤(东区)群/后勤(西区)群 南区后勤群/北区后勤群 南校后勤群/北校后勤群 东校甲群/西校甲群
        本部后勤群/新区后勤群
        老校区/新校区 主校/分校 南苑通知/北苑通知 通知群（东）/通知群(西) 东区/西校区 东区3栋/西区3栋""",
    "cohort": """二〇二四级甲群/二〇二五级甲群 二零二四级甲群/2025级甲群 二四级甲群/二五级甲群 二○二四届/2025届
        二十四级/二十五级
        高一甲群/高二甲群 高一/高二 高三一班/高二一班 初一/初二 计科21-1班/计科22-1班 计科21（1）/计科22（1）""",
    "year": "二〇二四年/二〇二五年 二〇二四学年/2025学年 二〇二四-二〇二五学年/二〇二五-二〇二六学年",
    "class_seq": """一〇班/一一班 Ⅰ班/Ⅱ班 IV班/V班 高三一班/高三二班 一、二班/三、四班 1-2班/12班 一、二班/十二班
        计科21-1班/计科21-2班 第一党支部/第二党支部 第一党支部/第一团支部 党支部一/党支部二 1支部/2党支部 二三班/二四班
        二三班/23班 一二班/12班 1班/1组 自考助学班（1）/自考助学2班""",
    "group_seq": """通知群（甲）/通知群（乙） 通知甲群/通知乙群 新生总群/新生分群 总群/分群 总群/2群 总群/1群
        通知甲群/通知2群""",
}
NEW = ["〇", "甲", "东", "主", "楼", "教", "单元", "宿舍楼", "第三学生公寓", "高", "总", "分", "苑", "园", "校"]
"""Pieces of names, whose order is by chance."""
ONE_NAME = """二〇二四级通知群/2024级通知群 二零二四级/24级 二○二四级/2024级 二O二四级/2024级 二○○四级/2004级
        一○班/10班 二四级通知群/24级通知群
        二十四级通知/24级通知 10班/一〇班
    一百零一班/101班 十一班/11班 1、2班/1-2班 一、二班/1-2班 Ⅱ班/2班 II班/二班 ①栋/1栋 第三宿舍楼/3宿舍楼
        三号宿舍楼/第3宿舍楼
    宿舍楼3/宿舍楼（3） 甲栋/甲幢 通知甲群/通知群（甲） 三教/第三教学楼 二〇二四年/2024年
        二〇二四—二〇二五学年/2024-2025学年
    5-301宿舍/5-301宿舍 12-4宪法/12·4宪法
    计科21-1班/计科2101 计科21-1/计科2021级1班 会计21（2）/会计2102 会计21（2）班/会计21-02班 护理213班/护理2021级3班
        软工22—3班/软工22级（3）班 物流19～4班/物流1904 21-1班/2021级1班 2023-2班/23级2班
    第一党支部/党支部一 学生党支部（二）/学生第二党支部 机关第3党支部/机关党支部3 志愿第一小组/志愿小组一
    自考助学班（1）/自考助学1班 培训班二/培训2班 二三班/二（3）班 五年制/5年制 四年制班/4年制班"""
NO_TOKENS = """东南大学 西北工作群 教务群 高一致 提高一步 最高一级 北区块链群 三教九流 三教合一 一教到底 统一教学群
        第一教研 三教师群 中区域群
    新区域协作 西楼梦群 东楼兰 丁香楼 统一单元 主教练 助教群 东校友群 老校友群 新校长 北校长群 新校园 东西区 地区
        社区 四六级考务群
    三二级 一二九群 一二九运动群 甲乙通知群 园丁群 机甲群 甲方群 总群主 总群众 部分群众 高一致性"""


def couples(text: str) -> list[tuple[str, str]]:
    """Return the couples of a table: names without spaces, a stroke in the middle."""
    halves = [word.split("/") for word in text.split()]
    return [("/".join(one[: len(one) // 2]), "/".join(one[len(one) // 2 :])) for one in halves]


@pytest.mark.parametrize(
    ("one", "other", "kind"), [(*two, kind) for kind, text in TWO_GROUPS.items() for two in couples(text)]
)
def test_the_number_of_a_part_however_written_forbids(one: str, other: str, kind: str) -> None:
    a, b = canonical_name(one), canonical_name(other)
    assert told_apart(a, b) == told_apart(b, a) == kind
    assert conflict(a, b) == conflict(b, a) == ("" if kind == "year" else kind)
    assert not same(a, b)


@pytest.mark.parametrize(("one", "other"), couples(ONE_NAME))
def test_a_number_is_the_same_however_written(one: str, other: str) -> None:
    assert same(canonical_name(one), canonical_name(other))


@pytest.mark.parametrize("typed", NO_TOKENS.split())
def test_other_words_of_the_same_letters_are_no_tokens(typed: str) -> None:
    name = canonical_name(typed)
    assert (name.rest, name.marks) == (typed, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [("5-301", "53-01"), ("5-301室", "53-01室"), ("101教室", "10-1教室"), ("1.5组", "15组"), ("3+2专班", "32专班")],
)
def test_punctuation_between_digits_parts_them(one: str, other: str) -> None:
    assert not same(canonical_name(one), canonical_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("后勤群", "南区后勤群"),
        ("南区后勤群", "南校区后勤群"),
        ("新生群", "新生总群"),
        ("新生群", "新生分群"),
        ("通知群", "通知甲群"),
        ("通知群", "通知群（乙）"),
        ("维修群", "三公寓维修群"),
        ("迎新群", "迎新2群"),
        ("赛艇队", "赛艇队（北京）"),
        ("云南", "合肥/云南"),
        ("东区/食堂值班", "东校区/食堂值班"),
        ("计科一、二班", "计科一、三班"),
        ("迎新群2023", "迎新群"),
    ],
)
def test_a_token_of_one_side_only_forbids_nothing(one: str, other: str) -> None:
    a, b = canonical_name(one), canonical_name(other)
    assert conflict(a, b) == conflict(b, a) == ""
    assert not same(a, b)


PLAIN = [
    "2018级计算机1班工作群",
    "计科1801-05班",
    "9栋宿舍群",
    "迎新2群",
    "校友群(北京)",
    "23-24学年迎新QQ群",
    "教工群",
]
NAMES = st.sampled_from(PLAIN) | st.text(
    st.sampled_from("18级届班栋群一二北京QqＱ(（）)年-计科①🎉 号楼东校区微信c+已满"), max_size=12
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０１８级计算机　1班", "2018级计算机1班"),
        ("2018级计算机1班", "18级计算机一班"),
        ("2018级计算机1班", "2018届计算机（1）班"),
        ("18级计科1班", "计科1801"),
        ("18计科1班", "计科1801班"),
        ("计科1801-05班", "计科1801-1805班"),
        ("一（12）班", "1(12)班"),
        ("英语1611班", "英语 1611 班"),
        ("9栋宿舍群", "九栋宿舍群"),
        ("9号楼宿舍群", "9栋宿舍群"),
        ("迎新1群", "迎新一群"),
        ("迎新群①", "迎新群1"),
        ("迎新群（二）", "迎新2群"),
        ("校友群（北京）", "校友群(北京)"),
        ("校友群（北京）", "校友群 北京"),
        ("23-24学年迎新群", "2023-2024学年迎新群"),
        ("18年迎新群", "2018年迎新群"),
        ("工作群👍🎉", "工作群"),
        ("工作\u200b群\ue000", "工作群"),
        ("工作群\u3000", "工作群"),
        ("计算机学院·工作群", "计算机学院—工作群"),
        ("統一戰線工作群", "统一战线工作群"),
        ("MBA工作群", "ｍｂａ工作群"),
        ("第三党支部", "第3党支部"),
        ("【计科】工作群", "计科工作群"),
        ("【23】级计科1班", "2023级计科1班"),
        ("计科（2023）级1班", "23级计科1班"),
        ("（2024）年迎新群", "2024年迎新群"),
        ("[2024]学年选课群", "2024学年选课群"),
    ],
)
def test_spelling_makes_no_other_name(one: str, other: str) -> None:
    assert same(canonical_name(one), canonical_name(other))
    assert conflict(canonical_name(one), canonical_name(other)) == ""


@pytest.mark.parametrize(
    ("typed", "name", "status"),
    [
        ("工作群（已解散）", "工作群", "已解散"),
        ("工作群(目前无法搜索)", "工作群", "目前无法搜索"),
        ("工作群（已满）", "工作群", "已满"),
        ("工作群（限2018级新生加入）", "工作群", "限2018级新生加入"),
        ("工作群(2000人快满)", "工作群", "2000人快满"),
        ("工作群 本群已满，请加二群", "工作群", "本群已满,请加二群"),
        ("工作群-已满", "工作群", "已满"),
        ("工作群已解散", "工作群", "已解散"),
        ("工作群（2群，已满）", "工作2群", "2群,已满"),
        ("（已解散）", "已解散", ""),
        ("工作群（目前无法按群号查找）", "工作群", "目前无法按群号查找"),
        ("工作群（邀请制）", "工作群", "邀请制"),
        ("工作群（需群主审核）", "工作群", "需群主审核"),
        ("工作群（已并入学生会群）", "工作群", "已并入学生会群"),
        ("工作群（暂不对外开放）", "工作群", "暂不对外开放"),
        ("工作群（只加本科生）", "工作群", "只加本科生"),
        ("工作群（满500人）", "工作群", "满500人"),
        ("工作群（闭群）", "工作群", "闭群"),
        ("工作群-请加二群", "工作群", "请加二群"),
        ("工作群 不再使用", "工作群", "不再使用"),
        ("工作群（失效）", "工作群", "失效"),
        ("工作群 已过期", "工作群", "已过期"),
        ("工作群（群主已换）", "工作群", "群主已换"),
        ("工作群（原管理员已调离）", "工作群", "原管理员已调离"),
        ("工作群（2019级已毕业）", "工作群", "2019级已毕业"),
        ("工作群（扫码进群）", "工作群", "扫码进群"),
        ("工作群（非本院勿入）", "工作群", "非本院勿入"),
        ("工作群（群号搜索不到）", "工作群", "群号搜索不到"),
        ("工作群（审批中）", "工作群", "审批中"),
        ("工作群（仅在编教师）", "工作群", "仅在编教师"),
        ("工作群（群主离职）", "工作群", "群主离职"),
        ("工作群（480/500人）", "工作群", "480/500人"),
        ("工作群（闲置）", "工作群", "闲置"),
        ("工作群（加群审核组）", "工作群加群审核组", ""),
        ("工作群（清华附中）", "工作群清华附中", ""),
        ("工作群（失效分析）", "工作群失效分析", ""),
        ("工作群（负责人）", "工作群负责人", ""),
        ("工作群（退休老师）", "工作群退休老师", ""),
        ("工作群（备用）", "工作群备用", ""),
        ("工作群（本校已录新生）", "工作群本校已录新生", ""),
        ("工作群（烈士已故亲属）", "工作群烈士已故亲属", ""),
        ("食堂-过期食品处理群", "食堂-过期食品处理群", ""),
        ("工作群（未来学院）", "工作群未来学院", ""),
        ("工作群（不动产）", "工作群不动产", ""),
        ("工作群（满族）", "工作群满族", ""),
        ("工作群（无人机）", "工作群无人机", ""),
        ("工作群（应用化学）", "工作群应用化学", ""),
        ("工作群（加工中心）", "工作群加工中心", ""),
        ("工作群（先进制造）", "工作群先进制造", ""),
        ("工作群（学分制改革）", "工作群学分制改革", ""),
        ("工作群（新生）", "工作群新生", ""),
        ("教务处-未缴费学生管理群", "教务处-未缴费学生管理群", ""),
    ],
)
def test_what_became_of_the_group_is_kept_aside(typed: str, name: str, status: str) -> None:
    assert same(canonical_name(typed), canonical_name(name))
    assert canonical_name(typed).status == status


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        ("计科1班", "计科2班", "class_seq"),
        ("计科1801", "计科1802", "class_seq"),
        ("第一党支部", "第二党支部", "class_seq"),
        ("甲班", "乙班", "class_seq"),
        ("计科1班", "计科1组", "class_seq"),
        ("9栋", "29栋", "building"),
        ("A栋", "B栋", "building"),
        ("迎新1群", "迎新二群", "group_seq"),
        ("迎新群①", "迎新群②", "group_seq"),
        ("交流群A", "交流群B", "group_seq"),
        ("迎新群", "迎新1群", ""),
        ("18级新生群", "19级新生群", "cohort"),
        ("大一新生群", "大二新生群", "cohort"),
        ("18级新生群", "18届新生群", ""),
        ("迎新1、2群", "迎新3、4群", "group_seq"),
        ("计科1-2班", "计科2-3班", ""),
        ("保定校区教工群", "教工群（保定）", ""),
        ("保定校区教工群", "教工群（北京）", "campus"),
        ("江安校区教工群", "望江校区教工群", "campus"),
        ("教务处江安校区群", "江安校区教务群", ""),
        ("晚自习江安校区群", "江安校区自习群", ""),
        ("信息中心江安校区群", "信息中心望江校区群", "campus"),
        ("主校区教工群", "校本部教师群", ""),
        ("北苑宿管群", "北苑校区宿管员群", ""),
        ("北苑校区宿管群", "南苑校区宿管群", "campus"),
        ("校本部教工群", "分校教工群", "campus"),
        ("龙子湖校区教工群", "教职工龙子湖校区群", ""),
        ("湖北老乡群", "云南老乡群", ""),
        ("2023年迎新群", "2024年迎新群", ""),
        ("23-24学年迎新群", "24-25学年迎新群", ""),
        ("校友群（北京）", "校友群（保定）", "campus"),
        ("东校区教工群", "西校区教工群", "campus"),
        ("教工QQ群", "教工微信群", "platform"),
        ("教工QQ群", "教工群", ""),
        ("计算机学院教工群", "计算机学院学生群", ""),
    ],
)
def test_one_differing_token_forbids_whatever_the_likeness(one: str, other: str, veto: str) -> None:
    a, b = canonical_name(one), canonical_name(other)
    assert conflict(a, b) == conflict(b, a) == veto
    assert not same(a, b) or one == "18级新生群"


@pytest.mark.parametrize(
    ("last_year", "this_year", "verdict"),
    [
        ("23-24学年迎新群", "24-25学年迎新群", "rolled"),
        ("2018级新生群", "2019级新生群", "rolled"),
        ("2018级1班", "2019级1班", "rolled"),
        ("2018级1班", "2019级2班", "renamed"),
        ("2018级新生群", "2018级新生群", "renamed"),
        ("2018级新生群", "新生群", "renamed"),
        ("2018级新生群", "2019级家长群", "renamed"),
        ("2021级毕业群", "2021级（2025届）毕业群", "renamed"),
    ],
)
def test_only_a_year_moved(last_year: str, this_year: str, verdict: str) -> None:
    assert rolled(canonical_name(last_year), canonical_name(this_year)) is (verdict == "rolled")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("统一组织群", "统一组织群"),
        ("三八妇女群", "三八妇女群"),
        ("五四青年群", "五四青年群"),
        ("十佳歌手群", "十佳歌手群"),
        ("班主任群", "班主任群"),
        ("985高校群", "985高校群"),
        ("四川音乐学院教工群", "四川音乐学院教工群"),
        ("计科2001", "计科|class_seq=1|cohort=20"),
        ("计科21-22班", "计科|class_seq=21,22"),
        ("3号楼21-1", "21|building=3|group_seq=1"),
        ("附小201班", "附小|class_seq=1|cohort=20"),
        ("201班", "|class_seq=201"),
        ("培训班2群", "培训班群|group_seq=2"),
        ("2008校友群", "校友群|year=2008"),
        ("2018①群", "群|group_seq=1|year=2018"),
        ("🎉🎉", "🎉🎉"),
        ("", ""),
    ],
)
def test_words_that_look_like_tokens_are_none(typed: str, key: str) -> None:
    assert canonical_name(typed).key == key


@pytest.mark.parametrize(
    ("one", "other"),
    [("C++学习群", "C学习群"), ("35+教师群", "35-教师群"), ("60+老年群", "60老年群"), ("1+X证书", "1X证书")],
)
def test_a_plus_is_no_punctuation_behind_a_digit_or_a_language(one: str, other: str) -> None:
    assert not same(canonical_name(one), canonical_name(other))


@pytest.mark.parametrize(("one", "other"), [("退休一支部", "退休第一党支部"), ("1组", "1小组"), ("一队", "第一大队")])
def test_a_shorter_word_for_a_part_forbids_nothing(one: str, other: str) -> None:
    assert not conflict(canonical_name(one), canonical_name(other))


def test_the_units_own_name_in_front_is_no_part_of_the_name() -> None:
    unit = ("川护", "四川护理职业学院")
    named = canonical_name("川护教职工群", unit_words=unit)
    assert same(named, canonical_name("教职工群"))
    assert named.tokens["unit"] == "川护"
    assert canonical_name("川护", unit_words=unit).rest == "川护"


@given(NAMES, NAMES)
def test_equal_keys_are_equal_rests_and_tokens(one: str, other: str) -> None:
    a, b = canonical_name(one), canonical_name(other)
    assert same(a, b) == (a.rest == b.rest and a.marks == b.marks)
    assert not same(a, b) or conflict(a, b) == ""
    assert conflict(a, b) in {"", *VETOES}
    assert told_apart(a, b) in {"", *KINDS}
    assert not conflict(a, b) or told_apart(a, b)
    assert conflict(a, b) == conflict(b, a)
    assert rolled(a, b) == rolled(b, a)
    assert not (same(a, b) and rolled(a, b))


@given(st.sampled_from(PLAIN), st.sampled_from(["🎉", "\u3000", "（已满）", "\u200b", "。", " (目前无法搜索)"]))
def test_what_is_added_to_a_name_without_meaning_adds_nothing(name: str, addition: str) -> None:
    wide = name.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert canonical_name(f"{wide}{addition}").key == canonical_name(name).key


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_taken_apart(text: str) -> None:
    name = canonical_name(text)
    assert set(name.tokens) <= set(KINDS)
    assert bool(name.key) or not name.marks


@given(NAMES)
def test_no_step_of_the_grammar_misses_its_cue(text: str) -> None:
    for step in grammar().steps:
        for found in step.pattern.finditer(text.casefold()):
            assert not step.cues.isdisjoint(found[0]), step


@given(st.text("第120184级届班年群组团队栋号楼层区一二三甲bivq()-、~至abc 北京校区微信钉钉本硕", max_size=14))
def test_no_step_is_left_out_that_would_match(text: str) -> None:
    left = set(grammar().steps) - set(steps_for(frozenset(text)))
    assert not [step for step in left if step.pattern.search(text)]


@settings(deadline=None)
@given(
    st.sampled_from(["计算机学院", "教务处", "学生会", "北京学院", "东校区管理处", "企业微信部", "江北院", "校本部"]),
    st.lists(
        st.sampled_from([*"0123一二三班级群栋号大研aA区处部会(), -", "校区", "微信", "北京", "2023级", *NEW]),
        max_size=6,
    ),
)
def test_a_name_behind_its_unit_is_taken_apart_as_in_one_piece(unit: str, parts: list[str]) -> None:
    name = unit + "".join(parts)

    assert parted._apart(name) == parted._taken_apart(name)
