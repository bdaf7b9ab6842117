"""Groups as they are meant, and the ways people type them (requirements.md, section 4).

`group(form, rng, …)` invents one group: for every answer of the form what is typed into its cell, and for every field
what a careful clerk reads there. Values and their spellings are drawn together, so that no reader of ours is asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from toolkit.regulations.forms import Answer, Form

Typed = str | int | dt.date
Person = dict[str, str]

UNITS = {
    "教务处": ("教务处", "教务 处"),
    "图书馆": ("图书馆", "图书馆\u3000"),
    "党委宣传部": ("宣传部", "党委宣传部"),
    "后勤保障处": ("后勤处", "后勤保障处"),
    "计算机科学与技术学院": ("计科院", "计算机学院", "计算机科学与技术学院"),
    "马克思主义学院": ("马院", "马克思主义.学院", "马克思主义学院"),
    "继续教育学院": ("继续教育学院", "成人教育学院"),
    "学生工作部": ("学工部", "学生工作部"),
}
"""Canonical names with the spellings a roster knows (short names, an old name) or that only differ in spaces."""
ROSTER = """
    单位                 | 简称       | 曾用名       | 应报
    教务处               |            |              | 是
    图书馆               |            |              | 是
    党委宣传部           | 宣传部     |              | 是
    后勤保障处           | 后勤处     |              | 是
    计算机科学与技术学院 | 计科院     | 计算机学院   | 是
    马克思主义学院       | 马院       |              | 是
    继续教育学院         |            | 成人教育学院 | 是
    学生工作部           | 学工部     |              | 是
"""
_TOPICS = (
    *("通知", "考务", "值班", "迎新", "党建", "科研", "就业", "资助", "读者", "维修", "安全", "实验室"),
    *("2023级1班", "2023级2班", "18计科3班", "研究生", "班主任", "工会", "离退休", "招生咨询", "社团联合会"),
)
_NAMES = ("张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十", "欧阳明", "买买提·艾力", "陈思远", "林小雨")
_TITLES = ("处长", "科员", "辅导员", "副教授", "主任", "干事")
_TEXTS = (
    "日常工作通知",
    "教学安排与答疑",
    "发布会议、考试通知",
    "服务全体师生",
    "学生管理（含请假）",
    "信息报送\n值班安排",
)


@dataclass
class Group:
    """One group: `typed` by answer key, `meant` by field; lines of one answer are parted by a line break."""

    typed: dict[str, Typed] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)


class Maker:
    """Makes groups for one form; all chance comes from `rng`."""

    def __init__(self, form: Form, rng: random.Random) -> None:
        """Start with no number and no name given away."""
        self.form = form
        self.rng = rng
        self._count = 0

    def group(self, unit: str, answers: Iterable[Answer]) -> Group:
        """Return the next group of a unit, with every answer typed."""
        self._count += 1
        made = Group()
        answers = list(answers)
        parts: dict[str, list[str]] = {}
        for answer in answers:
            for key in answer.key.split("&"):
                stem, _, part = key.partition(".")
                if vocabulary()[stem].kind == "people":
                    parts.setdefault(stem, []).append(part)
        free = list(_NAMES)
        self.rng.shuffle(free)
        people = {stem: self._people(stem, told, free) for stem, told in parts.items()}
        for stem, persons in people.items():
            made.meant[stem] = persons
        for answer in answers:
            made.typed[answer.key] = self._typed(answer, unit, people, made)
        return made

    def _typed(self, answer: Answer, unit: str, people: dict[str, list[Person]], made: Group) -> Typed:
        if "&" in answer.key:
            return self._joined(answer.key, unit, people, made)
        stem, _, part = answer.key.partition(".")
        if stem in people:
            if part:
                return "\n".join(person.get(part, "") for person in people[stem])
            return self._cell_of(people[stem])
        text, meaning = self._value(stem, answer, unit)
        made.meant[stem] = meaning
        return text

    def _value(self, name: str, answer: Answer, unit: str) -> tuple[Typed, Any]:  # noqa: PLR0911 - a kind, a way
        if name == "platform":
            return self._platform(answer)
        if name == "group_name":
            return self._name(unit)
        if name == "unit":
            return self.rng.choice(UNITS[unit]), unit
        kind = vocabulary()[name].kind
        if kind == "date":
            return self._signed(answer) if answer.signature else self._date()
        if kind == "bool" and answer.options:
            yes = self.rng.random() < 0.7
            return self.rng.choice((self._boxes(answer.options, "是" if yes else "否"), "是" if yes else "否")), yes
        if kind == "enum":
            chosen = self.rng.choice(vocabulary()[name].options)
            return chosen, chosen
        made: Callable[[str], tuple[Typed, Any]] = {
            "number": self._number,
            "count": self._size,
            "int": self._int,
            "bool": self._yes_no,
        }.get(kind, self._text)
        return made(name)

    def _name(self, unit: str) -> tuple[str, str]:
        name = f"{unit[:4]}{self.rng.choice(_TOPICS)}{self._count}群"
        style = self.rng.choice(("{}", "{}", "{}", "{}\u3000", " {}", "\U0001f339{}\U0001f339", "{}\u200b", "\ue000{}"))
        return style.format(name), name

    def _number(self, _: str) -> tuple[Typed, str | None]:
        if self.rng.random() < 0.2:
            return self.rng.choice(("", "无", "微信群", "邀请制", "/")), None
        number = str(self.rng.randint(10_000_000, 2_999_999_999))
        wide = number.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
        styles = (
            number,
            int(number),
            f"QQ：{number}",
            f"群号:{number}",
            f" {number} ",
            wide,
            f"`{number}",
            f"{number}.0",
        )
        return self.rng.choice(styles), number

    def _size(self, _: str) -> tuple[Typed, tuple[int | None, int | None]]:
        n = self.rng.randint(3, 480)
        about = ((9 * n) // 10, -((-11 * n) // 10))
        wide = str(n).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
        styles: tuple[tuple[Typed, tuple[int | None, int | None]], ...] = (
            *((n, (n, n)), (f"{n}人", (n, n)), (f"{n} ", (n, n)), (wide, (n, n)), (f"{n}.0", (n, n))),
            *((f"约{n}人", about), (f"{n}人左右", about), (f"{n}+", (n, None))),
        )
        return self.rng.choice(styles)

    def _int(self, name: str) -> tuple[Typed, int]:
        n = self.rng.randint(1, 40)
        if name == "followers" and self.rng.random() < 0.5:
            return f"{n / 10:.1f}万", n * 1000
        return self.rng.choice((n, str(n), f"{n}个" if name != "followers" else f"{n}人")), n

    def _date(self) -> tuple[Typed, str]:
        y, m, d = self.rng.randint(2012, 2024), self.rng.randint(1, 12), self.rng.randint(1, 28)
        day, month, year = f"{y}-{m:02}-{d:02}", f"{y}-{m:02}", f"{y}"
        styles: tuple[tuple[Typed, str], ...] = (
            *(
                (f"{y}年{m}月{d}日", day),
                (f"{y}.{m}.{d}", day),
                (f"{y}/{m}/{d}", day),
                (day, day),
                (dt.date(y, m, d), day),
            ),
            *((f"{y}{m:02}{d:02}", day), (f"{y}-{m:02}", month), (f"{y}/{m}", month), (f"{y}年{m}月", month)),
            *((f"{y}.{m:02}", month), (f"{y}年", year), (f"{y} 年 {m} 月 {d} 日", day), (year, year)),
            (f"{_chinese(y)}年{'一二三四五六七八九'[m % 9]}月", f"{y}-{m % 9 + 1:02}"),
        )
        return self.rng.choice(styles)

    def _signed(self, answer: Answer) -> tuple[str, str | None]:
        if self.rng.random() < 0.4:
            return answer.printed, None
        y, m, d = self.rng.randint(2019, 2025), self.rng.randint(1, 12), self.rng.randint(1, 28)
        told = f"{y}年{m}月{d}日"
        return self.rng.choice((f"{self.rng.choice(_NAMES)}  {told}", told, f"同意。负责人签字：{told}")), (
            f"{y}-{m:02}-{d:02}"
        )

    def _yes_no(self, name: str) -> tuple[str, bool]:
        yes = self.rng.random() < 0.7
        more = {"is_active": ("正常", "停用"), "has_rules": ("已建", "未建"), "verified": ("已认证", "未认证")}.get(
            name
        )
        styles = ("是", "√", "✓", "✔", "对", "Y", "☑", "■") if yes else ("否", "×", "N")
        return self.rng.choice((*styles, more[not yes]) if more else styles), yes

    def _text(self, _: str) -> tuple[str, str]:
        text = self.rng.choice(_TEXTS)
        return self.rng.choice((text, f"{text} ", f"\u3000{text}")), text

    def _platform(self, answer: Answer) -> tuple[str, str]:
        offered = [option.replace(" ", "") for option in answer.options]
        chosen = self.rng.choice(("QQ群", "微信群"))
        if not offered:
            return self.rng.choice(
                {"QQ群": ("QQ群", "QQ", "qq群", "QQ 群"), "微信群": ("微信群", "微信")}[chosen]
            ), chosen
        spelt = next((option for option in answer.options if option.replace(" ", "") in {chosen, chosen[:2]}), "")
        boxes = self._boxes(answer.options, spelt or "其他")
        return (boxes if spelt else boxes + self.rng.choice(("QQ群", "：QQ", " QQ群"))), chosen

    def _boxes(self, options: tuple[str, ...], ticked: str) -> str:
        on, off = self.rng.choice((("☑", "□"), ("√", "□"), ("■", "□"), ("✔", "□"), ("[√]", "[ ]")))
        after = self.form.drawing.box == "after"
        told = [(on if option == ticked else off, option) for option in options]
        return " ".join(f"{option}{mark}" if after else f"{mark}{option}" for mark, option in told)

    def _people(self, stem: str, parts: list[str], free: list[str]) -> list[Person]:
        alone = any(part not in {"", "name"} for part in parts) and stem != "admins"
        count = 1 if alone or self.rng.random() < 0.6 else self.rng.choice((2, 2, 3))
        names = [free.pop() for _ in range(count)]
        if not any(parts):
            with_phones = self.rng.random() < 0.7
            return [{"name": name} | ({"mobile": self._mobile()} if with_phones else {}) for name in names]
        made = {"mobile": self._mobile, "office_phone": self._office, "email": self._email}
        made["title"] = lambda: self.rng.choice(_TITLES)
        told = [part for part in PERSON_PARTS[1:] if part in parts]
        return [{"name": name} | {part: made[part]() for part in told} for name in names]

    def _mobile(self) -> str:
        return f"1390000{self.rng.randint(1, 9999):04}"

    def _office(self) -> str:
        return f"0557-287{self.rng.randint(1000, 9999)}"

    def _email(self) -> str:
        return f"user{self.rng.randint(1, 99)}@example.edu.cn"

    def _cell_of(self, persons: list[Person]) -> str:
        style = self.rng.choice(
            ("{name} {mobile}", "{name}：{mobile}", "{name}（{mobile}）", "{name}{mobile}", "{name}\n{mobile}")
        )
        if "mobile" not in persons[0]:
            return self.rng.choice(("、", "，", "\n", " / ")).join(person["name"] for person in persons)
        return self.rng.choice(("\n", "；", "、")).join(style.format(**person) for person in persons)

    def _joined(self, key: str, unit: str, people: dict[str, list[Person]], made: Group) -> str:
        if key == "group_name&group_no":
            name = f"{unit[:4]}{self.rng.choice(_TOPICS)}{self._count}群"
            number = str(self.rng.randint(10_000_000, 2_999_999_999))
            made.meant |= {"group_name": name, "group_no": number}
            return self.rng.choice(("{}（{}）", "{}({})", "{}：{}", "{} {}", "{}\n{}", "{}\n群号：{}")).format(
                name, number
            )
        if key == "platform&purpose":
            told, platform = self.rng.choice((("微信", "微信群"), ("QQ群", "QQ群"), ("微信群", "微信群")))
            purpose = self.rng.choice(_TEXTS[:4])
            made.meant |= {"platform": platform, "purpose": purpose}
            return f"{told}{self.rng.choice(('，', chr(10), '；'))}{purpose}"
        if key == "member_count&member_scope":
            n, scope = self.rng.randint(5, 300), self.rng.choice(("全体教职工", "各班班长", "本院学生"))
            made.meant |= {"member_count": (n, n), "member_scope": scope}
            return self.rng.choice((f"{n}人，{scope}", f"{n}人\n{scope}", f"{scope}，{n}人"))
        owner, admin = people["owner"][:1], people["admins"][:1]
        made.meant |= {"owner": owner, "admins": admin}
        if key == "owner&admins":
            styles = (
                "群主：{0}；管理员：{1}",
                "群主{0}、管理员{1}",
                "{0}（群主）、{1}（管理员）",
                "群主：{0}\n管理员：{1}",
            )
            return self.rng.choice(styles).format(owner[0]["name"], admin[0]["name"])
        return f"{owner[0]['mobile']}{self.rng.choice(('、', chr(10)))}{admin[0]['mobile']}"


def _chinese(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
