"""Yardstick (b): what an analyst would write with plain pandas: read all, clean a little, join, write four sheets.

`plain_script.py 收回 上年台账.xlsx OUT.xlsx [READER WRITER]`: openpyxl both, as most write it; calamine and xlsxwriter,
as the best would.
"""

import sys
from pathlib import Path

import pandas as pd

collected, previous, out = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
reader, maker = sys.argv[4:6] or ("openpyxl", "openpyxl")
frames = []
for path in sorted(collected.glob("*.xlsx")):
    frame = pd.read_excel(path, header=2, dtype=str, engine=reader)
    frame["文件"] = path.name
    frames.append(frame)
now = pd.concat(frames, ignore_index=True)
last = pd.read_excel(previous, dtype=str, engine=reader)
for frame in (now, last):
    frame["群号"] = frame["群号"].fillna("").str.strip().where(lambda text: text.str.fullmatch(r"\d{5,11}"), "")
    frame["键"] = frame["单位"].str.strip() + "|" + frame["群名称"].str.replace(r"\s", "", regex=True)
now["人数"] = pd.to_numeric(now["人数"], errors="coerce")
numbered = now[now["群号"] != ""].merge(last[last["群号"] != ""], on="群号", how="left", suffixes=("", "_上年"))
named = now[now["群号"] == ""].merge(last, on="键", how="left", suffixes=("", "_上年"))
both = pd.concat([numbered, named], ignore_index=True)
both["结论"] = both["单位_上年"].isna().map({True: "新增", False: "续报"})
both.loc[both["群主_上年"].notna() & (both["群主"] != both["群主_上年"]), "结论"] = "变更"
gone = last[~last["键"].isin(now["键"])]
duplicated = now[(now["群号"] != "") & now.duplicated("群号", keep=False)]
with pd.ExcelWriter(out, engine=maker) as writer:
    both.to_excel(writer, sheet_name="对账", index=False)
    gone.to_excel(writer, sheet_name="去向待核", index=False)
    duplicated.to_excel(writer, sheet_name="重复", index=False)
    now[now["人数"] > 150].to_excel(writer, sheet_name="超员", index=False)
print(both["结论"].value_counts().to_dict())
