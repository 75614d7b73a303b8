"""Rules on Apache Spark: a session, on this machine or a cluster, and two ways to evaluate in it.

`in_parts` hands the parts of a dataset to Spark's workers, and each evaluates its parts with Polars: the workers need Python
with Hepatica. `natively` turns the rules into Spark's own queries: the workers need nothing but Spark, yet each variable of a
study takes some jobs, so that it is far slower.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pyarrow as pa

from hepatica.errors import HepaticaError
from hepatica.rules.columnar import evaluate, evaluate_batches
from hepatica.rules.rule_set import RuleSet

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL: Final = "local[*]"
SHUFFLED: Final = "spark.sql.shuffle.partitions"
SHARE: Final = 50_000
"""Subjects in a partition of Spark's own queries, at most."""

SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    # a stack trace for every column expression costs several calls to Java each
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.log.level": "ERROR",
}
ON_THIS_MACHINE: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@contextmanager
def session(
    master: str | None = None, memory: str | None = None, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[SparkSession]:
    """A Spark session: the one that is running already, or a new one that ends with the block.

    master: URL of the cluster; `local[*]`, all cores of this machine, if left out. memory: of the driver, such as "4GB".
    settings: of Spark, beside or instead of those made here.
    Raises HepaticaError where PySpark or Java is missing or Spark does not start.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise HepaticaError("PySpark is not installed", do="pip install 'hepatica[spark]'") from error
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    if not _java():
        raise HepaticaError("Spark needs Java, and there is none", do="install Java 17 or newer, or set JAVA_HOME")
    with tempfile.TemporaryDirectory(prefix="hepatica-spark-") as place:
        spark = _start(master or LOCAL, memory, settings, Path(place))
        try:
            yield spark
        except (PySparkException, Py4JError) as error:
            words = [line for line in str(error).splitlines() if line.strip()]
            do = "the workers must be able to read the data, and need Python with Hepatica"
            raise HepaticaError(f"Spark cannot answer ({words[-1].strip()})", where=master or LOCAL, do=do) from error
        finally:
            spark.stop()
            _end_java()


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def _start(master: str, memory: str | None, settings: Mapping[str, str], place: Path) -> SparkSession:
    """A session whose messages go to a file in `place`, not to the terminal."""
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    wanted = SETTINGS | {"spark.local.dir": str(place), "spark.sql.warehouse.dir": str(place / "warehouse")}
    if master.startswith("local"):
        wanted |= ON_THIS_MACHINE
    if memory is not None:
        wanted["spark.driver.memory"] = memory.upper().removesuffix("B")
    wanted |= settings
    conf = SparkConf().setMaster(master).setAppName("hepatica").setAll(list(wanted.items()))
    log = place / "spark.log"
    try:
        with log.open("wb") as messages:
            gateway = launch_gateway(conf, {"stderr": messages})  # type: ignore[no-untyped-call]  # PySpark types it so
        context = SparkContext(conf=conf, gateway=gateway)
        if master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
            context.pythonExec = sys.executable  # the workers' Python: this one, with everything that is installed
        return SparkSession(context)
    except (PySparkException, Py4JError, OSError, ValueError) as error:
        _end_java()
        do = "check the address of the master and the memory"
        raise HepaticaError(f"Spark does not start ({_complaint(log) or error})", where=master, do=do) from error


def _complaint(log: Path) -> str:
    """The last thing Spark complained of."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line.partition("ERROR ")[2] for line in lines if "ERROR " in line]
    return (errors or lines or [""])[-1]


def _end_java() -> None:
    """End the Java process, which PySpark would keep, with its memory, until Python ends."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    SparkContext._gateway = SparkContext._jvm = None
    if gateway is not None:
        gateway.shutdown()
        process = gateway.proc
        process.stdin.close()
        process.wait()


# ---------------------------------------------------------------- frames of Spark


def read(spark: SparkSession, files: list[Path]) -> DataFrame:
    """Parquet files as a Spark frame; the workers must be able to read them."""
    return spark.read.parquet(*(path.resolve().as_uri() for path in files))


def sent(spark: SparkSession, frame: pl.DataFrame) -> DataFrame:
    """A frame in memory as a Spark frame."""
    return spark.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))


# ---------------------------------------------------------------- two ways to evaluate


def natively(asked: RuleSet, facts: DataFrame, subjects: DataFrame, count: int) -> pl.DataFrame:
    """The frame of `evaluate`, computed by Spark; count: number of subjects."""
    spark = facts.sparkSession
    usual = spark.conf.get(SHUFFLED)
    # every step of every variable is parted again: Spark's usual 200 parts are mostly empty and cost more than they hold
    spark.conf.set(SHUFFLED, str(max(spark.sparkContext.defaultParallelism, -(-count // SHARE))))
    try:
        return _fetched(evaluate(asked.rules, facts, subjects, asked.context, reached=asked.reached))
    finally:
        spark.conf.set(SHUFFLED, str(usual))


def in_parts(asked: RuleSet, spark: SparkSession, files: Sequence[tuple[Path, Path]]) -> pl.DataFrame:
    """The frame of `evaluate`, computed part by part by Spark's Python workers, with Polars.

    files: of each part the facts and the subjects, Parquet that the workers can read; each subject whole in one part.
    """
    answered = "".join(f", `{name}` boolean" for name in (*asked.rules, *asked.reached))
    # a task plans the rules once, for all its parts
    tasks = min(len(files), max(1, spark.sparkContext.defaultParallelism))
    numbers = spark.range(0, len(files), 1, tasks)
    places = [(str(facts.resolve()), str(subjects.resolve())) for facts, subjects in files]
    return _fetched(numbers.mapInArrow(_Part(asked, places), f"subject string{answered}")).sort("subject")


class _Part:
    """Evaluates the rules for the parts whose numbers come; sent to the workers."""

    def __init__(self, asked: RuleSet, places: Sequence[tuple[str, str]]) -> None:
        self.asked, self.places = asked, places

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        numbers = (number for batch in batches for number in batch.column(0).to_pylist())
        files = (self.places[number] for number in numbers)
        scans = ((pl.scan_parquet(facts), pl.scan_parquet(subjects)) for facts, subjects in files)
        for found in evaluate_batches({"": self.asked}, scans, together=1):
            frame: pl.DataFrame = found[""]
            yield from frame.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


def _fetched(found: Any) -> pl.DataFrame:
    """Spark's rows here, in Polars."""
    frame = pl.from_arrow(found.toArrow())
    assert isinstance(frame, pl.DataFrame)
    return frame
