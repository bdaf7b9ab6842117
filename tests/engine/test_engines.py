"""One map, three places: the answers are those of this machine, in their order, and the outcome is the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from deeds import act, count, refuse
from places import need
from sample_campaigns import SAMPLES, day_of, reconciled

from toolkit import load_profile, reconcile
from toolkit.comparison.match import buckets
from toolkit.engine import Died, Limits, open_engine
from toolkit.errors import UsageError
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.engine import Engine

LIMITS = Limits(memory=256 << 20, seconds=20.0)


def test_answers_come_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.map(count, ["群" * length for length in range(50)])) == list(range(50))


def test_nothing_to_do(engine: Engine) -> None:
    assert list(engine.map(count, [])) == []
    assert list(engine.isolated(count, [], LIMITS)) == []


def test_what_dies_is_named_and_its_neighbours_are_not_lost(engine: Engine) -> None:
    seen: list[int] = []

    answers = list(engine.isolated(act, [*range(20), "exit", *range(20), "memory", 7], LIMITS, on_done=seen.append))

    told = [answer.kind if isinstance(answer, Died) else answer for answer in answers]
    assert told == [*range(20), "crash", *range(20), "memory", 7]
    assert seen == list(range(1, 44))


def test_files_are_read_in_a_process_that_may_die(engine: Engine) -> None:
    (reader,) = engine.isolated(act, ["pid"], LIMITS)
    (mapper, *_) = engine.map(act, ["pid", "pid"])
    assert reader not in {os.getpid(), mapper}


def test_a_fault_of_ours_is_raised(engine: Engine) -> None:
    with pytest.raises(Exception, match="不该如此"):
        list(engine.map(refuse, [1, 2, 3]))


@pytest.mark.parametrize("profile", ["sccm-2022", "cqny-2021"])
def test_the_outcome_is_the_same_bytes(engine: Engine, profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Buckets so small that a sample fills several, which the workers then join."""
    monkeypatch.setattr(buckets, "ROWS", 20)
    monkeypatch.setattr(sys.modules["toolkit.register.rows.defaults"], "NAMES", 10)
    outcome = reconciled(profile, engine=engine)

    assert to_json(outcome) == (SAMPLES / profile / "expected" / "outcome.json").read_bytes()


@pytest.mark.parametrize("name", ["dask", pytest.param("spark", marks=pytest.mark.soak)])
def test_the_command_writes_the_same_files_and_says_nothing_of_engines(name: str, tmp_path: Path) -> None:
    need(name)
    folder = SAMPLES / "cqny-2021"
    arguments = [
        folder / "收回",
        "--previous",
        folder / "上年台账.xlsx",
        "--as-of",
        "2026-03-11",
        "--no-cache",
        "--quiet",
    ]

    ended = [
        subprocess.run(  # noqa: S603 - this very tool, on a sample of ours
            [sys.executable, "-m", "toolkit", *map(str, arguments), "--out", tmp_path / place, "--engine", place],
            capture_output=True,
            check=False,
        )
        for place in ("local", name)
    ]

    assert [(one.returncode, one.stdout, one.stderr) for one in ended] == [(1, b"", b"")] * 2
    here, there = (
        {str(path.relative_to(tmp_path / place)): path.read_bytes() for path in (tmp_path / place).rglob("*.*")}
        for place in ("local", name)
    )
    assert here == there


def test_a_scheduler_at_an_address(tmp_path: Path) -> None:
    """The workers of an address may be elsewhere: what they cannot open is read here, and they keep nothing."""
    need("dask")
    from distributed import LocalCluster

    cluster = LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, memory_limit=0, dashboard_address="127.0.0.1:0"
    )
    with cluster, open_engine(cluster.scheduler_address.replace("tcp://", "dask://")) as engine:
        assert (engine.jobs, engine.shares_disk) == (2, False)
        folder = SAMPLES / "cqny-2021"
        found = [
            to_json(
                reconcile(
                    folder / "收回",
                    as_of=day_of("cqny-2021"),
                    profile=load_profile("cqny-2021"),
                    engine=place,
                    jobs=1,
                    cache=tmp_path / "cache",
                )
            )
            for place in (engine, None)
        ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("name", "code"), [("dask://127.0.0.1:9", "engine-unreachable"), ("dask://nowhere", "engine-unreachable")]
)
def test_an_address_where_nobody_answers(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    need("dask")
    monkeypatch.setattr("toolkit.engine.dask.PATIENCE", "0.2s")
    with pytest.raises(UsageError) as told, open_engine(name):
        pass
    assert told.value.code == code


@pytest.mark.parametrize("name", ["abacus", "local://here", "", "Dask"])
def test_no_such_engine(name: str) -> None:
    with pytest.raises(UsageError, match="dask://HOST:PORT"), open_engine(name):
        pass


@pytest.mark.parametrize(("name", "module"), [("dask", "distributed"), ("spark", "pyspark")])
def test_an_extra_that_is_missing_is_named(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"reconcile-toolkit\[{name}\]"), open_engine(name):
        pass


def test_spark_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    need("spark")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="Java 17"), open_engine("spark"):
        pass
