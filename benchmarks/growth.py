"""How the cost of a whole run grows with the rows, stage by stage: CPU seconds, and the exponent between two sizes.

`PYTHONPATH=. python3 benchmarks/growth.py [--rows 10000 50000 200000] [--shapes plain lacking faulty unlike]
[--kind parquet]`

A stage grows as `rows ** exponent`; 1 is in proportion, 2 doubles with four times the work. Each size is a process of
its own, so that its peak memory is its own too. The shapes are what has grown faster than the rows before: lists that
lack columns, a finding in every group, names of which no two are alike.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from stages import STAGES

HERE = Path(__file__).resolve().parent
SHAPES = ("plain", "lacking", "faulty", "unlike")
FULL = (
    "单位", "群名称", "平台", "群号", "归口类别", "群主", "群主手机", "管理员", "人数", "第一责任人", "创建日期",
    "用途",
)  # fmt: skip
FEW = ("单位", "群名称", "平台", "群号", "人数")
WORK = ("教学", "科研", "党务", "学工", "团学", "实训", "就业", "招生", "后勤", "工会", "评估", "竞赛")
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
GROUPS = 40
"""So many groups a unit has, however large the register."""


def main() -> None:
    """Make the lists, run the command on each, print a table a shape; or be one of the runs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 50_000, 200_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=SHAPES)
    parser.add_argument("--kind", choices=("parquet", "csv", "xlsx"), default="parquet")
    asked = parser.parse_args()
    for shape in asked.shapes:
        found = [grown(rows, shape, asked.kind) for rows in asked.rows]
        print(f"\n{shape}, {asked.kind}: CPU s at {', '.join(f'{rows:,}' for rows in asked.rows)}; exponent\n")
        print("\n".join(table(asked.rows, found)))


def grown(rows: int, shape: str, kind: str) -> dict[str, float]:
    """Return the CPU seconds of each stage of one run, its peak memory (`MiB`) and the bytes of its outcome a row."""
    with tempfile.TemporaryDirectory() as folder:
        collected, previous = make(Path(folder), rows, shape, kind)
        command = [sys.executable, str(HERE / "stages.py"), str(collected), str(previous), str(Path(folder) / "out")]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(told.splitlines()[-1]))


def table(sizes: list[int], found: list[dict[str, float]]) -> list[str]:
    """Return a line a stage: its seconds at every size, and the exponent from the smallest that can be told."""
    heads = ["stage", *(f"{rows:,}" for rows in sizes), "exponent"]
    lines = [f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
    for stage in (*STAGES, "all", "MiB", "bytes a row"):
        costs = [one.get(stage, 0.0) for one in found]
        lines.append(f"| {stage} | " + " | ".join(f"{cost:,.2f}" for cost in costs) + f" | {exponent(sizes, costs)} |")
    return lines


def exponent(sizes: list[int], costs: list[float]) -> str:
    """Return how the cost grows over the last step; "" for what is too small to say."""
    if len(sizes) < 2 or min(costs[-2:]) < 0.05:
        return ""
    return f"{math.log(costs[-1] / costs[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"


def make(folder: Path, rows: int, shape: str, kind: str, seed: int = 5) -> tuple[Path, Path]:
    """Write this year's list below `收回` and last year's beside it; return both. The rows are invented."""
    rng = random.Random(seed)
    headings = FEW if "lacking" in shape else FULL
    now, then = [], []
    for serial in range(rows):
        row = _group(rng, serial, shape)
        now.append([row[name] for name in headings])
        if serial % 20:
            then.append([_before(rng, row)[name] for name in headings])
    collected = folder / "收回"
    collected.mkdir(parents=True)
    write(collected / f"汇总.{kind}", headings, now)
    write(folder / f"上年.{kind}", headings, then)
    return collected, folder / f"上年.{kind}"


def _group(rng: random.Random, serial: int, shape: str) -> dict[str, str]:
    unit = f"{HAN[serial // GROUPS % len(HAN)]}{HAN[serial // GROUPS // len(HAN) % len(HAN)]}学院"
    unit += "" if serial < GROUPS * len(HAN) ** 2 else f"{serial // GROUPS // len(HAN) ** 2}分院"
    what = "".join(rng.choices(HAN, k=6)) if "unlike" in shape else WORK[serial % len(WORK)]
    qq = rng.random() < 0.5
    owner = rng.choice("赵钱孙李周吴郑王") + "".join(rng.choices("伟芳娜敏静丽强磊军洋勇艳", k=2))
    return {
        "单位": unit, "群名称": f"{unit}{what}{serial % GROUPS // len(WORK) + 1}组工作群",
        "平台": "QQ群" if qq else "微信群", "群号": str(100_000_000 + serial) if qq else "", "归口类别": "教工",
        "群主": owner,
        "群主手机": f"1390000{serial % 10000:03d}" if "faulty" in shape else f"1390000{serial % 10000:04d}",
        "管理员": owner, "人数": str(rng.randint(8, 149)), "第一责任人": owner,
        "创建日期": f"20{rng.randint(15, 24)}-{rng.randint(1, 12):02d}-15", "用途": "通知联络",
    }  # fmt: skip


def _before(rng: random.Random, row: dict[str, str]) -> dict[str, str]:
    if rng.random() < 0.1:
        return row | {"群名称": row["群名称"].replace("工作群", "交流群"), "群号": ""}
    return row


def write(path: Path, headings: tuple[str, ...], rows: list[list[str]]) -> None:
    """Write a list in the format that the name says."""
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table(dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True))), path)
    elif path.suffix == ".csv":
        import csv

        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows])
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet("汇总")
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
        book.close()


if __name__ == "__main__":
    main()
