"""Clusters as an office has them: a scheduler with a worker, or a master with one, each a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READY = 120
"""Seconds after which a process that is not ready will not be."""


@contextmanager
def cluster(kind: str, folder: Path) -> Iterator[str]:
    """Start a cluster of `dask` or `spark` with two workers' worth of processes; its address as a user gives it."""
    starters = {"dask": _dask, "spark": _spark}
    with starters[kind](folder) as address:
        yield address


@contextmanager
def _dask(folder: Path) -> Iterator[str]:
    dask = [sys.executable, "-m", "dask"]
    serve = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with _started(serve, r"tcp://(127\.0\.0\.1:\d+)", folder) as address:
        work = [*dask, "worker", f"tcp://{address}", "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
        with _started([*work, "--memory-limit", "0"], r"Registered to:\s*(\S+)", folder):
            yield f"dask://{address}"


@contextmanager
def _spark(folder: Path) -> Iterator[str]:
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    (scala,) = (home / "jars").glob("scala-library-*.jar")
    told = {"SPARK_HOME": str(home), "SPARK_SCALA_VERSION": ".".join(scala.stem.split("-")[-1].split(".")[:2])}
    java = ["java", "-cp", str(home / "jars" / "*"), "-Xmx512m"]
    run = [*java, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    with _started(run, r"(spark://127\.0\.0\.1:\d+)", folder) as address:
        worker = [*java, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0"]
        size = ["--cores", "2", "--memory", "2g", "--work-dir", str(folder / "work")]
        with _started([*worker, *size, address], r"(Successfully registered)", folder, **told):
            yield address


@contextmanager
def _started(command: Sequence[str], ready: str, folder: Path, **environment: str) -> Iterator[str]:
    """Run a process until it says that it is ready; what it says on is taken, so that it never waits for a reader."""
    with subprocess.Popen(  # noqa: S603 - the commands above
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=folder,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONUNBUFFERED": "1", **environment},
    ) as process:
        said: list[str] = []
        found: list[str] = []
        event = threading.Event()
        reader = threading.Thread(target=_read, args=(process, re.compile(ready), said, found, event), daemon=True)
        reader.start()
        try:
            event.wait(READY)
            assert found, "".join(said[-40:])
            yield found[0]
        finally:
            process.kill()
            reader.join()


def _read(
    process: subprocess.Popen[str], ready: re.Pattern[str], said: list[str], found: list[str], event: threading.Event
) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if not found and (match := ready.search(line)):
            found.append(match[1])
            event.set()
    event.set()
