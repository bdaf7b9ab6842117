"""What a cluster at an address makes of a campaign is what this machine makes of it, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import many_groups
import pytest
from clusters import cluster
from places import need

SCRIPT = Path(__file__).with_name("on_engine.py")
PARTED = {"join_named", "likeness", "_clusters"}
"""What goes to the engine in pieces: names joined, likely pairs, works looked for."""


def outcome(engine: str, folder: Path, piece: int, out: Path) -> tuple[bytes, dict[str, int]]:
    ended = subprocess.run(  # noqa: S603 - the script beside this file
        [sys.executable, str(SCRIPT), engine, str(folder), str(piece), str(out)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert ended.returncode == 0, ended.stderr
    sent = json.loads(ended.stdout.splitlines()[-1])
    return out.read_bytes(), {name.rpartition(".")[2]: count for name, count in sent.items()}


def same_on_a_cluster(kind: str, folder: Path, parted: set[str], *, rows: int, piece: int) -> None:
    many_groups.write(folder, rows)
    here, _ = outcome("local", folder, piece, folder / "local.json")
    with cluster(kind, folder) as address:
        there, sent = outcome(address, folder, piece, folder / f"{kind}.json")
    told = json.loads(here)
    assert there == here
    assert {name for name, count in sent.items() if count > 1} >= parted
    assert len(told["records"]) > rows * 0.9
    assert {one["verdict"] for one in told["records"]} >= {"renewed", "new", "duplicate"}
    assert {one["kind"] for one in told["duplicates"]} >= {"same-work", "same-name", "same-number-two-names"}
    assert told["suggestions"]


@pytest.mark.parametrize("kind", ["dask", "spark"])
def test_a_campaign_is_the_same_on_a_cluster_at_an_address(kind: str, tmp_path: Path) -> None:
    need(kind)
    same_on_a_cluster(kind, tmp_path, PARTED | {"read_names", "join"}, rows=400, piece=50)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["dask", "spark"])
def test_a_hundred_thousand_rows_are_the_same_on_a_cluster_at_an_address(kind: str, tmp_path: Path) -> None:
    """In pieces of the size they have in an office: names and numbers of so few rows fit in one."""
    need(kind)
    same_on_a_cluster(kind, tmp_path, PARTED, rows=100_000, piece=0)
