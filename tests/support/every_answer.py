"""The groups of every verdict, the questions about them, and what each answer comes to: tables for a test.

Every verdict has a unit of its own (续报系 …). `then` is last year's register, `now` what came in; the group that is
decided about is 通知群.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.register.decisions.sheet import WHEREABOUTS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Block(NamedTuple):
    """The groups of all verdicts as they were and as they came in, and how the question about each is put."""

    then: str
    now: str
    kind: str
    questions: str
    lists: Mapping[str, str] = {}


# --- is it a group of last year: 相似建议, 疑似换号 --------------------

PAIRED = Block(
    then="""
        unit   | group_name | group_no  | owner.name
        续报系 | 通知群     | 310000011 | 张一
        续报系 | 旧通知群   | 310000012 |
        变更系 | 通知群     | 310000021 | 张一
        变更系 | 旧通知群   | 310000022 |
        换号系 | 通知群     | 310000031 |
        新增系 | 旧通知群   | 310000041 |
        补报系 | 旧通知群   | 310000051 |
        老校系 | 旧通知群   | 310000061 |
        重复系 | 考务群     | 310000071 |
        重复系 | 旧通知群   | 310000072 |
        注销系 | 旧通知群   | 310000081 |
    """,
    now="""
        unit   | group_name | group_no  | owner.name | created_on | disposition
        续报系 | 通知群     | 310000011 | 张一       |            |
        变更系 | 通知群     | 310000021 | 李二       |            |
        换号系 | 通知群     | 310000033 |            |            |
        新增系 | 通知群     | 310000043 |            | 2025-09-01 |
        补报系 | 通知群     | 310000053 |            | 2020-09-01 |
        首报系 | 通知群     | 310000063 |            |            |
        重复系 | 考务群     | 310000071 |            |            |
        重复系 | 通知群     | 310000071 |            |            |
        注销系 | 通知群     | 310000083 |            |            | 注销
    """,
    kind="",
    questions="""
        verdict    | 单位   | 群名称 | 群号      | 上年单位 | 上年群名称 | 上年群号
        renewed    | 续报系 | 通知群 | 310000011 | 续报系   | 旧通知群   | 310000012
        changed    | 变更系 | 通知群 | 310000021 | 变更系   | 旧通知群   | 310000022
        renumbered | 换号系 | 通知群 | 310000033 | 换号系   | 通知群     | 310000031
        new        | 新增系 | 通知群 | 310000043 | 新增系   | 旧通知群   | 310000041
        late       | 补报系 | 通知群 | 310000053 | 补报系   | 旧通知群   | 310000051
        no_history | 首报系 | 通知群 | 310000063 | 老校系   | 旧通知群   | 310000061
        duplicate  | 重复系 | 通知群 |           | 重复系   | 旧通知群   | 310000072
        cancelled  | 注销系 | 通知群 | 310000083 | 注销系   | 旧通知群   | 310000081
    """,
)
SAME, OTHER, LATER = "是 换号 填错", "否 新建", "待定"
"""Answers that come to the same: it is one group, it is another, nobody knows yet."""
PAIRED_CELLS = """
    verdict    | answer | record     | previous     | state   | why
    renewed    | SAME   | renewed    | unaccounted  | idle    | a number proves who it is: nothing is left to decide
    renewed    | OTHER  | renewed    | unaccounted  | idle    | likewise
    renewed    | LATER  | renewed    | unaccounted  | idle    | likewise
    changed    | SAME   | changed    | unaccounted  | idle    | likewise
    changed    | OTHER  | changed    | unaccounted  | idle    | likewise
    changed    | LATER  | changed    | unaccounted  | idle    | likewise
    renumbered | SAME   | renewed    | renewed      | applied | the same group: a number alone makes no 变更
    renumbered | OTHER  | new        | unaccounted  | applied | another group; of the old one nobody knows
    renumbered | LATER  | renumbered | renumbered   | open    | both sides wait
    new        | SAME   | changed    | changed      | applied | 更名
    new        | OTHER  | new        | unaccounted  | applied | and it is suggested no more
    new        | LATER  | new        | unaccounted  | open    |
    late       | SAME   | changed    | changed      | applied | it was filed last year, under another name
    late       | OTHER  | late       | unaccounted  | applied | it was there and nobody filed it
    late       | LATER  | late       | unaccounted  | open    |
    no_history | SAME   | changed    | changed      | applied | 划转: the unit it came from sent nothing
    no_history | OTHER  | no_history | unit_missing | applied |
    no_history | LATER  | no_history | unit_missing | open    |
    duplicate  | SAME   | duplicate  | unaccounted  | idle    | a copy is no group that could be another
    duplicate  | OTHER  | duplicate  | unaccounted  | idle    | likewise
    duplicate  | LATER  | duplicate  | unaccounted  | idle    | likewise
    cancelled  | SAME   | cancelled  | dissolved    | applied | what the unit took off was that one
    cancelled  | OTHER  | cancelled  | unaccounted  | applied |
    cancelled  | LATER  | cancelled  | unaccounted  | open    |
"""

# --- who keeps it: 两单位报同一群 --------------------

DISPUTED = Block(
    then="""
        unit   | group_name | group_no  | owner.name
        对方系 | 值班群     | 310000099 |
        续报系 | 通知群     | 310000011 | 张一
        变更系 | 通知群     | 310000021 | 张一
        换号系 | 通知群     | 310000031 |
        新增系 | 教务群     | 310000041 |
        补报系 | 教务群     | 310000051 |
        注销系 | 通知群     | 310000081 |
    """,
    now="""
        unit   | group_name | group_no  | owner.name | created_on | disposition
        续报系 | 通知群     | 310000011 | 张一       |            |
        变更系 | 通知群     | 310000021 | 李二       |            |
        换号系 | 通知群     | 310000033 |            |            |
        新增系 | 通知群     | 310000043 |            | 2025-09-01 |
        补报系 | 通知群     | 310000053 |            | 2020-09-01 |
        首报系 | 通知群     | 310000063 |            |            |
        注销系 | 通知群     | 310000081 |            |            | 注销
        对方系 | 值班群     | 310000099 |            |            |
        对方系 | 群甲       | 310000011 |            | 2025-09-01 |
        对方系 | 群乙       | 310000021 |            | 2025-09-01 |
        对方系 | 群丙       | 310000033 |            | 2025-09-01 |
        对方系 | 群丁       | 310000043 |            | 2025-09-01 |
        对方系 | 群戊       | 310000053 |            | 2025-09-01 |
        对方系 | 群己       | 310000063 |            | 2025-09-01 |
        对方系 | 群辛       | 310000081 |            | 2025-09-01 |
        重复系 | 通知群     | 310000099 |            |            |
    """,
    kind="same-number-two-units",
    questions="""
        verdict    | 单位           | 群名称         | 群号
        renewed    | 续报系\\n对方系 | 通知群\\n群甲   | 310000011\\n310000011
        changed    | 变更系\\n对方系 | 通知群\\n群乙   | 310000021\\n310000021
        renumbered | 换号系\\n对方系 | 通知群\\n群丙   | 310000033\\n310000033
        new        | 新增系\\n对方系 | 通知群\\n群丁   | 310000043\\n310000043
        late       | 补报系\\n对方系 | 通知群\\n群戊   | 310000053\\n310000053
        no_history | 首报系\\n对方系 | 通知群\\n群己   | 310000063\\n310000063
        duplicate  | 重复系\\n对方系 | 通知群\\n值班群 | 310000099\\n310000099
        cancelled  | 注销系\\n对方系 | 通知群\\n群辛   | 310000081\\n310000081
    """,
)
DISPUTED_CELLS = """
    verdict    | answer | record     | fellow    | previous    | state   | why
    renewed    | OWN    | renewed    | duplicate | renewed     | applied | the unit that last year names keeps it
    renewed    | RIVAL  | duplicate  | changed   | changed     | applied | 划转 and 更名
    renewed    | SETTLE | renewed    | duplicate | renewed     | applied | a number is a fact: last year speaks
    renewed    | LATER  | renewed    | duplicate | renewed     | open    | till then both stay in 台账
    changed    | OWN    | changed    | duplicate | changed     | applied |
    changed    | RIVAL  | duplicate  | changed   | changed     | applied |
    changed    | SETTLE | changed    | duplicate | changed     | applied |
    changed    | LATER  | changed    | duplicate | changed     | open    |
    renumbered | OWN    | renumbered | duplicate | renumbered  | applied | the old number is still asked about
    renumbered | RIVAL  | duplicate  | new       | unaccounted | applied | of its old group nobody knows
    renumbered | SETTLE | renumbered | duplicate | renumbered  | applied |
    renumbered | LATER  | renumbered | duplicate | renumbered  | open    |
    new        | OWN    | new        | duplicate | -           | applied |
    new        | RIVAL  | duplicate  | new       | -           | applied |
    new        | SETTLE | new        | duplicate | -           | applied | the first that was read
    new        | LATER  | new        | duplicate | -           | open    |
    late       | OWN    | late       | duplicate | -           | applied |
    late       | RIVAL  | duplicate  | new       | -           | applied | its founding is not told
    late       | SETTLE | late       | duplicate | -           | applied |
    late       | LATER  | late       | duplicate | -           | open    |
    no_history | OWN    | no_history | duplicate | -           | applied |
    no_history | RIVAL  | duplicate  | new       | -           | applied |
    no_history | SETTLE | no_history | duplicate | -           | applied |
    no_history | LATER  | no_history | duplicate | -           | open    |
    duplicate  | OWN    | changed    | duplicate | changed     | applied | the copy is the group: 划转
    duplicate  | RIVAL  | duplicate  | renewed   | renewed     | applied |
    duplicate  | SETTLE | duplicate  | renewed   | renewed     | applied |
    duplicate  | LATER  | duplicate  | renewed   | renewed     | open    |
    cancelled  | OWN    | cancelled  | duplicate | dissolved   | applied | its own unit took it off
    cancelled  | RIVAL  | duplicate  | changed   | changed     | applied | it lives on with the other
    cancelled  | SETTLE | cancelled  | duplicate | dissolved   | applied |
    cancelled  | LATER  | cancelled  | duplicate | dissolved   | open    |
"""

# --- one name under two numbers: 同单位同名 --------------------

TWICE = Block(
    then="""
        unit   | group_name | group_no  | owner.name
        续报系 | 通知群     | 310000011 | 张一
        变更系 | 通知群     | 310000021 | 张一
        换号系 | 通知群     | 310000031 |
        新增系 | 教务群     | 310000041 |
        补报系 | 教务群     | 310000051 |
        重复系 | 通知群     | 310000071 |
        注销系 | 通知群     | 310000081 |
    """,
    now="""
        unit   | group_name | group_no  | owner.name | created_on | disposition
        续报系 | 通知群     | 310000011 | 张一       |            |
        续报系 | 通知群     | 310000012 | 张一       |            |
        变更系 | 通知群     | 310000021 | 李二       |            |
        变更系 | 通知群     | 310000022 | 李二       |            |
        换号系 | 通知群     | 310000032 |            |            |
        换号系 | 通知群     | 310000033 |            |            |
        新增系 | 通知群     | 310000042 |            | 2025-09-01 |
        新增系 | 通知群     | 310000043 |            | 2025-09-01 |
        补报系 | 通知群     | 310000052 |            | 2020-09-01 |
        补报系 | 通知群     | 310000053 |            | 2020-09-01 |
        首报系 | 通知群     | 310000062 |            |            |
        首报系 | 通知群     | 310000063 |            |            |
        重复系 | 通知群     | 310000071 |            |            |
        重复系 | 通知群     | 310000072 |            |            |
        重复系 | 通知群     | 310000071 |            |            |
        注销系 | 通知群     | 310000081 |            |            | 注销
        注销系 | 通知群     | 310000082 |            |            |
    """,
    kind="same-name",
    questions="""
        verdict    | 单位           | 群名称         | 群号
        renewed    | 续报系\\n续报系 | 通知群\\n通知群 | 310000011\\n310000012
        changed    | 变更系\\n变更系 | 通知群\\n通知群 | 310000021\\n310000022
        renumbered | 换号系\\n换号系 | 通知群\\n通知群 | 310000032\\n310000033
        new        | 新增系\\n新增系 | 通知群\\n通知群 | 310000042\\n310000043
        late       | 补报系\\n补报系 | 通知群\\n通知群 | 310000052\\n310000053
        no_history | 首报系\\n首报系 | 通知群\\n通知群 | 310000062\\n310000063
        duplicate  | 重复系\\n重复系 | 通知群\\n通知群 | 310000071\\n310000072
        cancelled  | 注销系\\n注销系 | 通知群\\n通知群 | 310000081\\n310000082
    """,
)
TWICE_CELLS = """
    verdict    | answer | record     | fellow     | previous    | state   | why
    renewed    | FIRST  | renewed    | duplicate  | renewed     | applied |
    renewed    | SECOND | duplicate  | renewed    | renewed     | applied | the number was wrong in both years
    renewed    | 是     | renewed    | duplicate  | renewed     | applied | last year's register says which
    renewed    | 否     | renewed    | new        | renewed     | applied | two groups
    renewed    | 待定   | renewed    | new        | renewed     | open    |
    changed    | FIRST  | changed    | duplicate  | changed     | applied |
    changed    | SECOND | duplicate  | changed    | changed     | applied |
    changed    | 是     | changed    | duplicate  | changed     | applied |
    changed    | 否     | changed    | new        | changed     | applied |
    changed    | 待定   | changed    | new        | changed     | open    |
    renumbered | FIRST  | renumbered | duplicate  | renumbered  | applied | the old number is still asked about
    renumbered | SECOND | duplicate  | renumbered | renumbered  | applied |
    renumbered | 是     | renumbered | duplicate  | renumbered  | applied |
    renumbered | 否     | renumbered | new        | renumbered  | applied | the first is asked about
    renumbered | 待定   | renumbered | new        | renumbered  | open    | likewise
    new        | FIRST  | new        | duplicate  | -           | applied |
    new        | SECOND | duplicate  | new        | -           | applied |
    new        | 是     | new        | duplicate  | -           | applied |
    new        | 否     | new        | new        | -           | applied |
    new        | 待定   | new        | new        | -           | open    |
    late       | FIRST  | late       | duplicate  | -           | applied |
    late       | SECOND | duplicate  | late       | -           | applied |
    late       | 是     | late       | duplicate  | -           | applied |
    late       | 否     | late       | late       | -           | applied |
    late       | 待定   | late       | late       | -           | open    |
    no_history | FIRST  | no_history | duplicate  | -           | applied |
    no_history | SECOND | duplicate  | no_history | -           | applied |
    no_history | 是     | no_history | duplicate  | -           | applied |
    no_history | 否     | no_history | no_history | -           | applied |
    no_history | 待定   | no_history | no_history | -           | open    |
    duplicate  | FIRST  | duplicate  | duplicate  | renewed     | applied | 310000071 was typed twice: one copy more
    duplicate  | SECOND | duplicate  | renewed    | renewed     | applied |
    duplicate  | 是     | duplicate  | duplicate  | renewed     | applied |
    duplicate  | 否     | duplicate  | new        | renewed     | applied |
    duplicate  | 待定   | duplicate  | new        | renewed     | open    |
    cancelled  | FIRST  | cancelled  | new        | dissolved   | idle    | one is off already: nothing is asked
    cancelled  | SECOND | cancelled  | new        | dissolved   | idle    |
    cancelled  | 是     | cancelled  | new        | dissolved   | idle    |
    cancelled  | 否     | cancelled  | new        | dissolved   | idle    |
    cancelled  | 待定   | cancelled  | new        | dissolved   | idle    |
"""

# --- what became of it: 去向待核 --------------------

GONE = Block(
    then="""
        unit   | group_name | group_no  | owner.name
        续报系 | 通知群     | 310000011 | 张一
        变更系 | 通知群     | 310000021 | 张一
        换号系 | 通知群     | 310000031 |
        解散系 | 通知群     | 310000041 |
        去向系 | 通知群     | 310000051 |
        沿用系 | 通知群     | 310000061 |
        缺报系 | 通知群     | 310000071 |
        两行系 | 通知群     | 310000081 |
        两行系 | 通知群     | 310000081 |
    """,
    now="""
        unit   | group_name | group_no  | owner.name
        续报系 | 通知群     | 310000011 | 张一
        变更系 | 通知群     | 310000021 | 李二
        换号系 | 通知群     | 310000032 |
        解散系 | 教务群     | 310000042 |
        去向系 | 教务群     | 310000052 |
        两行系 | 通知群     | 310000081 |
    """,
    kind=WHEREABOUTS,
    questions="""
        verdict      | 单位   | 群名称 | 群号
        renewed      | 续报系 | 通知群 | 310000011
        changed      | 变更系 | 通知群 | 310000021
        renumbered   | 换号系 | 通知群 | 310000031
        dissolved    | 解散系 | 通知群 | 310000041
        unaccounted  | 去向系 | 通知群 | 310000051
        carried      | 沿用系 | 通知群 | 310000061
        unit_missing | 缺报系 | 通知群 | 310000071
        repeated     | 两行系 | 通知群 | 310000081
    """,
    lists={
        "notices": "类型 | 单位 | 群名称 | 群号\n解散 | 解散系 | 通知群 | 310000041\n无变更 | 沿用系 | |",
        "roster": "单位\n续报系\n变更系\n换号系\n解散系\n去向系\n沿用系\n缺报系\n两行系",
    },
)
GONE_CELLS = """
    verdict      | answer | previous     | state   | why
    renewed      | 已解散 | renewed      | idle    | it was filed: there is nothing to find out
    renewed      | 并入   | renewed      | idle    |
    renewed      | 仍在用 | renewed      | idle    |
    renewed      | 漏报   | renewed      | idle    |
    renewed      | 待定   | renewed      | idle    |
    changed      | 已解散 | changed      | idle    | likewise
    changed      | 并入   | changed      | idle    |
    changed      | 仍在用 | changed      | idle    |
    changed      | 漏报   | changed      | idle    |
    changed      | 待定   | changed      | idle    |
    renumbered   | 已解散 | renumbered   | idle    | it is asked on 疑似换号
    renumbered   | 并入   | renumbered   | idle    |
    renumbered   | 仍在用 | renumbered   | idle    |
    renumbered   | 漏报   | renumbered   | idle    |
    renumbered   | 待定   | renumbered   | idle    |
    dissolved    | 已解散 | dissolved    | applied | the unit said the same
    dissolved    | 并入   | dissolved    | applied |
    dissolved    | 仍在用 | dissolved    | applied | the unit's notice stands
    dissolved    | 漏报   | dissolved    | applied |
    dissolved    | 待定   | dissolved    | open    |
    unaccounted  | 已解散 | dissolved    | applied |
    unaccounted  | 并入   | dissolved    | applied | it lives on in another group
    unaccounted  | 仍在用 | carried      | applied | in force as it stood
    unaccounted  | 漏报   | unaccounted  | applied | the unit has to file it
    unaccounted  | 待定   | unaccounted  | open    |
    carried      | 已解散 | dissolved    | applied | somebody knows better than 无变更
    carried      | 并入   | dissolved    | applied |
    carried      | 仍在用 | carried      | applied |
    carried      | 漏报   | carried      | applied |
    carried      | 待定   | carried      | open    |
    unit_missing | 已解散 | dissolved    | applied | though its unit sent nothing
    unit_missing | 并入   | dissolved    | applied |
    unit_missing | 仍在用 | carried      | applied |
    unit_missing | 漏报   | unit_missing | applied | the unit has to file
    unit_missing | 待定   | unit_missing | open    |
    repeated     | 已解散 | repeated     | idle    | the other row has the verdict, and the group came
    repeated     | 并入   | repeated     | idle    |
    repeated     | 仍在用 | repeated     | idle    |
    repeated     | 漏报   | repeated     | idle    |
    repeated     | 待定   | repeated     | idle    |
"""


SETS = {"SAME": SAME.split(), "OTHER": OTHER.split(), "LATER": [LATER], "SETTLE": ["是", "否"]}
ANSWERS = {
    "paired": {*SAME.split(), *OTHER.split(), LATER},
    "disputed": {"OWN", "RIVAL", "是", "否", LATER},
    "twice": {"FIRST", "SECOND", "是", "否", LATER},
    "gone": {"已解散", "并入", "仍在用", "漏报", LATER},
}
BLOCKS = {"paired": PAIRED, "disputed": DISPUTED, "twice": TWICE, "gone": GONE}
DRAWN = {"paired": PAIRED_CELLS, "disputed": DISPUTED_CELLS, "twice": TWICE_CELLS, "gone": GONE_CELLS}
