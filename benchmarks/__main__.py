"""Run every benchmark: `python -m benchmarks`."""

from __future__ import annotations

import subprocess
import sys

NAMES = (
    "cox", "kaplan_meier", "log_rank", "log_rank_trials", "rules", "one_subject", "screening", "registry",
    "quality_of_life", "ctcae", "response", "demo",
)  # fmt: skip


def main() -> None:
    for name in NAMES:
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
