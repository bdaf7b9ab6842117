"""Yardstick (a): parse every workbook of a folder with bare python-calamine, and nothing else."""

import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

cells = 0
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        cells += sum(len(row) for row in book.get_sheet_by_name(name).to_python())
print(cells)
