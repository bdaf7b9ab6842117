"""What the sample campaigns are meant to show, against what a run says.

    python samples/meant.py [--write] [PROFILE …]

`expect:` in a campaign.yaml is, for a file, its status and the code of its reason; for a row, its verdict and the
requirements that have a finding on it (`rejected` for a row that is not taken, `blank` for an empty one, `confirms` for
a row of a roll-up that the unit filed itself); for a row of last year its verdict; for a unit its status.
`--write` keeps the whole outcome in `expected/outcome.json`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from make import EXPECT, NAMES, SOURCES

from toolkit import Sources, reconcile
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
PROFILES = tuple(path.parent.name for path in sorted(HERE.glob("*/campaign.yaml")))
_NO_RECORD = {"rejected", "confirms", "blank"}


def main() -> int:
    """Print what differs; return 1 when anything does."""
    write = "--write" in sys.argv
    names = [name for name in sys.argv[1:] if name != "--write"] or list(PROFILES)
    found = 0
    for name in names:
        outcome = run(name)
        if write:
            kept(name).parent.mkdir(exist_ok=True)
            kept(name).write_bytes(outcome)
        differing = differences(campaign(name), json.loads(outcome))
        found += len(differing)
        print(f"{name}: {len(differing)}", *differing, sep="\n  ")
    return int(bool(found))


def campaign(name: str) -> dict[str, Any]:
    """Return the readable page of a campaign."""
    return yaml.safe_load((HERE / name / "campaign.yaml").read_text(encoding="utf-8"))


def kept(name: str) -> Path:
    """Return where the whole outcome of a campaign is kept."""
    return HERE / name / "expected" / "outcome.json"


def run(name: str) -> bytes:
    """Return the outcome.json of a campaign, read anew."""
    folder = HERE / name
    given = {source: folder / file for source, file in SOURCES.items() if (folder / file).exists()}
    page = campaign(name)
    outcome = reconcile(folder / "收回", as_of=page["as_of"], profile=page["profile"], sources=Sources(**given), jobs=1)
    return to_json(outcome)


def differences(page: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """Return what a campaign shows otherwise than its page says; empty when all is as meant."""
    looks = (_files, _rows, _previous, _units, _clusters)
    return [line for look in looks for line in look(page, told)]


def pairs(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (group, verdict) for every row that gives a record."""
    for _, entry in entries(page["returns"]):
        yield from ((group, verdict) for group, verdict, _ in meant_rows(entry))


def entries(returns: list[dict[str, Any]], archive: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every returned file with its path, the members of an archive after it."""
    for entry in returns:
        path = archive + entry["file"]
        yield path, entry
        yield from entries(entry.get("zip", []), f"{path}!/")


def meant_rows(entry: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (group, verdict, requirements) of the rows of a file that give records."""
    if "ledger" in entry:
        columns = entry["ledger"]["columns"]
        at = next(number for number, name in enumerate(columns) if name in {"群名称", "工作群名称", "群全称"})
        rows = [(row[at], row[columns.index(EXPECT)]) for row in entry["ledger"]["rows"]]
    else:
        rows = [
            (next((row[name] for name in NAMES if name in row), ""), row.get(EXPECT)) for row in entry.get("rows", [])
        ]
    for group, expect in rows:
        verdict, *requirements = (expect or "rejected").split()
        if verdict not in _NO_RECORD:
            yield group, verdict, requirements


def _files(page: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    listed = {file["path"]: file for file in told["files"]}
    meant = dict(entries(page["returns"]))
    for path in sorted(listed.keys() ^ meant.keys()):
        yield f"{path}: {'not meant' if path in listed else 'not listed'}"
    for path, entry in meant.items():
        file = listed.get(path)
        if file is None:
            continue
        says = " ".join(filter(None, (file["status"], (file["reason"] or {}).get("code"))))
        if says != entry.get(EXPECT):
            yield f"{path}: {says}, meant {entry.get(EXPECT)} ({(file['reason'] or {}).get('text')})"


def _rows(page: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    rules = _requirements(told, "records")
    for path, entry in entries(page["returns"]):
        records = [record for record in told["records"] if record["source"]["file"] == path]
        rows = list(meant_rows(entry))
        if len(records) != len(rows):
            names = [record["values"]["group_name"] for record in records]
            yield f"{path}: {len(records)} records {names}, meant {[row[0] for row in rows]}"
            continue
        for record, (group, verdict, requirements) in zip(records, rows, strict=True):
            name = record["values"]["group_name"] or ""
            if name not in group:
                yield f"{path}: {name}, meant {group}"
            if record["verdict"] != verdict:
                yield f"{path} › {name}: {record['verdict']} ({record['basis']} {record['previous']}), meant {verdict}"
            for requirement in set(requirements) - rules[record["id"]]:
                yield f"{path} › {name}: no {requirement}, only {sorted(rules[record['id']])}"


def _requirements(told: dict[str, Any], side: str) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for finding in told["findings"]:
        for name in finding[side]:
            found[name].add(finding["requirement"])
    return found


def _previous(page: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    rules = _requirements(told, "previous")
    columns = page["previous"]["columns"]
    meant = page["previous"]["rows"]
    if len(meant) != len(told["previous"]):
        yield f"last year: {len(told['previous'])} rows, meant {len(meant)}"
        return
    for row, line in zip(told["previous"], meant, strict=True):
        verdict, *requirements = line[columns.index(EXPECT)].split()
        name = f"last year › {row['values']['group_name']}"
        if row["verdict"] != verdict:
            yield f"{name}: {row['verdict']} ({row['record']}), meant {verdict}"
        for requirement in set(requirements) - rules[row["id"]]:
            yield f"{name}: no {requirement}, only {sorted(rules[row['id']])}"


def _units(page: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    columns = page["units"]["columns"]
    meant = {line[0]: line[columns.index(EXPECT)] for line in page["units"]["rows"]} | page.get("also_units", {})
    says = {unit["unit"]: unit["status"] for unit in told["units"]}
    for unit in sorted(meant.keys() | says.keys()):
        if meant.get(unit) != says.get(unit):
            yield f"{unit}: {says.get(unit)}, meant {meant.get(unit)}"


def _clusters(page: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    name_of = {record["id"]: record["values"]["group_name"] for record in told["records"]}
    says = Counter((one["kind"], tuple(sorted(name_of[name] for name in one["records"]))) for one in told["duplicates"])
    meant = Counter((one["kind"], tuple(sorted(one["groups"]))) for one in page["duplicates"])
    for kind, groups in sorted((says - meant).elements()):
        yield f"{kind}: {groups}, not meant"
    for kind, groups in sorted((meant - says).elements()):
        yield f"{kind}: {groups}, not found"


if __name__ == "__main__":
    sys.exit(main())
