"""Which licences an office installs with the wheel: only permissive ones may stand among its run-time dependencies.

    python dev.py licences            the licences; then known vulnerabilities, where their database can be reached

The wheel is installed into an environment of its own, so that what is looked at is what an office gets, all of it,
transitively. pip-licenses reads the licences, pip-audit asks the databases of PyPI and OSV. A database that cannot be
reached is said, and is never a clean result.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "licences"
ALLOWED = {
    "0BSD": "BSD without conditions",
    "Apache-2.0": "permissive, with a patent grant",
    "Apache Software License": "as Apache-2.0, named by classifier",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "BSD License": "permissive; olefile (two clauses) and xlwings (three clauses) name it by classifier only",
    "CC0-1.0": "public domain; a table inside numpy",
    "MIT": "permissive",
    "MIT-0": "MIT without attribution",
    "MIT License": "permissive",
    "PSF-2.0": "the licence of Python itself, permissive",
    "Python Software Foundation License": "as PSF-2.0, named by classifier (defusedxml)",
    "Zlib": "permissive; code inside numpy",
}
"""Every licence that may stand there, and why; anything else fails, an unknown one too."""


def main() -> int:
    """Print the licences and what is known of vulnerabilities; 0 when no licence is refused and none is found."""
    python = _installed()
    refused = licences(python)
    return int(bool(refused) or vulnerable(python))


def licences(python: Path) -> list[str]:
    """Print a line a package and return those whose licence is not on the list."""
    command = [sys.executable, "-m", "piplicenses", "--python", str(python), "--from=mixed", "--format=json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    refused = []
    for entry in told:
        wrong = terms_refused(entry["License"])
        print(f"{'REFUSED' if wrong else 'ok':8}{entry['Name']} {entry['Version']}: {entry['License']}")
        if wrong:
            refused.append(entry["Name"])
    print(f"{len(told)} packages, {len(refused)} refused")
    return refused


def terms_refused(expression: str) -> list[str]:
    """Return what keeps a licence off the list: of A OR B one has to be on it, of A AND B (or A; B) both."""
    wrong = []
    for part in re.split(r" AND |; ", expression.replace("(", "").replace(")", "")):
        choices = [choice.strip() for choice in part.split(" OR ")]
        if not any(choice in ALLOWED for choice in choices):
            wrong.append(part)
    return wrong


def vulnerable(python: Path) -> bool:
    """Print what pip-audit knows and return whether it found something; where it could ask nobody, print that."""
    packages = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    answered = False
    for service in ("pypi", "osv"):
        command = [sys.executable, "-m", "pip_audit", "--path", packages, "-s", service, "--format", "json"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        try:
            told = json.loads(done.stdout)["dependencies"]
        except (json.JSONDecodeError, KeyError):
            continue
        asked = [entry for entry in told if "vulns" in entry]
        found = [entry for entry in asked if entry["vulns"]]
        if asked:
            answered = True
            print(f"pip-audit ({service}): {len(asked)} packages asked about, {len(found)} with known vulnerabilities")
        for entry in found:
            print(f"  {entry['name']} {entry['version']}: {', '.join(vuln['id'] for vuln in entry['vulns'])}")
        if found:
            return True
    if not answered:
        print("pip-audit: NOT RUN, no vulnerability database could be reached from here; this is no clean result")
    return False


def _installed() -> Path:
    shutil.rmtree(PLACE, ignore_errors=True)
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(PLACE)], check=True)
    python = next(PLACE.glob("[bS]*/python*"))
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", str(python), str(ROOT)], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
