"""Two years of any number of groups as csv, by counting alone: some renamed, gone, new, filed twice, of one work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = "单位,群名称,平台,群号,群主,用途"
SUBJECTS = [
    "会计",
    "审计",
    "物流",
    "园艺",
    "翻译",
    "护理",
    "临床",
    "土木",
    "机械",
    "软件",
    "统计",
    "金融",
    "法学",
    "历史",
    "美术",
    "舞蹈",
    "体育",
    "考古",
]
WORKS = [
    "排课",
    "考务",
    "学籍",
    "教材",
    "报销",
    "采购",
    "值班",
    "招生",
    "就业",
    "资助",
    "心理",
    "宿管",
    "消防",
    "网络",
    "档案",
    "外事",
    "工会",
    "评估",
]
FOR = ["教师", "学生", "班长", "家长", "秘书", "导师", "骨干", "新生"]
A_UNIT = 40


def write(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write `收回/汇总.csv` and `上年.csv` below a folder, about so many rows each; return folder and file."""
    last, this = [], []
    for serial in range(rows):
        unit = _unit(serial)
        name, number, owner, work = _group(serial)
        platform = "QQ群" if number else "微信群"
        last.append((unit, name, platform, number, owner, work))
        this += _a_year_on(serial, (unit, name, platform, number, owner, work))
    collected = folder / "收回"
    collected.mkdir(parents=True)
    _save(collected / "汇总.csv", this)
    _save(folder / "上年.csv", last)
    return collected, folder / "上年.csv"


def _unit(serial: int) -> str:
    place = serial // A_UNIT
    subject = SUBJECTS[place % len(SUBJECTS)]
    return f"{'东南西北'[place // 18 % 4]}{'山河湖海'[place // 72 % 4]}{place // 288 or ''}{subject}学院"


def _group(serial: int) -> tuple[str, str, str, str]:
    place = serial % A_UNIT
    work = WORKS[(serial // 7 + place) % len(WORKS)]
    number = "" if serial % 2 else str(200_000_000 + serial * 7)
    owner = "赵钱孙李周吴郑王"[serial // 5 % 8] + "一二三四五六"[serial // 3 % 6]
    if place < A_UNIT // 2:
        name = f"2{2 + place % 4}级{SUBJECTS[serial // A_UNIT % len(SUBJECTS)]}{place // 4 + 1}班"
    else:
        name = f"{FOR[place % len(FOR)]}{work}{'群' if serial % 3 else '工作群'}"
    return name, number, owner, f"{work}联络"


def _a_year_on(serial: int, row: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return what became of a group: nothing, itself, another name, itself twice, or itself and a new one beside it."""
    unit, name, platform, number, owner, work = row
    became: dict[int, list[tuple[str, ...]]] = {
        0: [],
        3: [(unit, f"{name}（交流）", platform, "", owner, work)],
        4: [(unit, f"{name}（交流）", platform, "", owner, work)],
        7: [(unit, name.replace("群", "通知群"), platform, "", "", work)],
        11: [row, (unit, f"{name}2", platform, number, owner, work)],
        13: [row, (unit, f"新{name}", "QQ群", str(600_000_000 + serial), owner, work)],
        17: [row, row],
    }
    return became.get(serial % 23, [row])


def _save(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.write_text("\n".join([HEADINGS, *map(",".join, rows)]) + "\n", encoding="utf-8")
