"""Write the control workbook that `templates/` holds: `python -m toolkit.excel.build [FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.definitions.bundled import templates_folder
from toolkit.excel.build import NAME, build

(Path(sys.argv[1]) if len(sys.argv) > 1 else templates_folder() / NAME).write_bytes(build())
