"""The whole demonstration run without installation: simulate, screen, assign, derive, analyse, report."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.common import measure, report


def command(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-c", "from hepatica.cli import main; main()", *words], check=True, capture_output=True
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def simulate() -> float:
            command("simulate", "NCT07120750", "--seed", "1", "--subjects", "332", "-o", str(folder / "data"))
            return 332.0

        def run() -> float:
            command("run", "NCT07120750", "--data", str(folder / "data"), "-o", str(folder / "result"))
            return float((folder / "result" / "report.html").stat().st_size)

        timings = [measure("simulate, 332 subjects", simulate, runs=1), measure("run, to the report", run, runs=1)]
    report("The demonstration, two commands from a cold start", "demo", list(timings))


if __name__ == "__main__":
    main()
