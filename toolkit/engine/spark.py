"""Work on Spark: threads of this machine that each have a Python worker, or the cluster of a master at an address.

Plain RDDs carry it: `pyspark.pandas` does not import beside pandas 3, and nothing here is a table of Spark's.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.engine.shares import ByShares, version
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")


class Spark(ByShares):
    """A map over Spark; `opened_spark` makes it."""

    def __init__(self, context: Any, *, shares_disk: bool) -> None:
        """Keep the context of a cluster."""
        self._context, self.shares_disk = context, shares_disk
        self.jobs = int(context.defaultParallelism)

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what `function` makes of each item, one a task, when all are done."""
        if items:
            yield from self._context.parallelize(list(items), len(items)).map(function).collect()


@contextmanager
def opened_spark(address: str, *, jobs: int | None) -> Iterator[Spark]:
    """Open Spark on this machine, or with the master at HOST:PORT.

    Raises:
        UsageError: pyspark or Java is missing, nobody answers, or the workers have another version of this toolkit.
    """
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
    except ImportError:
        raise UsageError("engine-extra", engine="spark", extra="spark") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise UsageError("engine-no-java")
    with ExitStack() as stack:
        private = stack.enter_context(tempfile.TemporaryDirectory())
        conf = _configured(SparkConf(), address, jobs or os.cpu_count() or 1, private)
        try:
            with _hushed():
                context = SparkContext(conf=conf)
        except (PySparkException, OSError) as error:
            raise UsageError("engine-unreachable", engine="spark", address=address or "local") from error
        stack.callback(context.stop)
        if address:
            _same_version(context)
        yield Spark(context, shares_disk=not address)


@contextmanager
def _hushed() -> Iterator[None]:
    """Start Java without its notices on standard error, which it keeps to its end; faults come as exceptions."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _configured(conf: Any, address: str, jobs: int, private: str) -> Any:
    """Return the configuration: quiet, without a page of its own, and here with this very Python and toolkit."""
    conf.setAppName("reconcile-toolkit").setMaster(f"spark://{address}" if address else f"local[{jobs}]")
    conf.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false").set("spark.log.level", "OFF")
    if not address:
        os.environ["PYSPARK_PYTHON"] = sys.executable
        conf.set("spark.local.dir", private)
        conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
        ours = str(Path(__file__).resolve().parents[2])
        conf.setExecutorEnv("PYTHONPATH", os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH")))))
    return conf


def _same_version(context: Any) -> None:
    from py4j.protocol import Py4JJavaError

    ours = version()
    try:
        (theirs,) = context.parallelize([0], 1).map(_version).collect()
    except Py4JJavaError as error:
        if "ModuleNotFoundError" not in str(error):
            raise UsageError("engine-lost", engine="spark", detail=type(error).__name__) from error
        theirs = ""
    if theirs != ours:
        raise UsageError("engine-other-version", engine="spark", ours=ours, theirs=theirs)


def _version(_item: int) -> str:
    return version()
