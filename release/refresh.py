"""Everything in the repository that is made from something else, made anew.

    python dev.py refresh          in an environment that has the toolkit (`pip install -e ".[dev]"`)

JSON Schemas from the code, templates and control workbook from the definitions, the table of coverage from requirements
and cases, the samples' files from their `campaign.yaml`. What is as it was is written byte for byte as it was. Expected
outcomes are not touched: whether a new one is right is for a person to say (`python samples/meant.py`, then `--write`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Write them one after the other; 1 when one of the scripts failed."""
    from toolkit.findings.json_schema import write
    from toolkit.forms.template import generate

    write()
    generate(ROOT / "templates")
    scripts = (["-m", "toolkit.excel.build"], ["tests/support/coverage_table.py"], ["samples/make.py"])
    return max(_python(*script) for script in scripts)


def _python(*arguments: str) -> int:
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    return min(subprocess.run([sys.executable, *arguments], cwd=ROOT, env=place, check=False).returncode, 1)


if __name__ == "__main__":
    sys.exit(main())
