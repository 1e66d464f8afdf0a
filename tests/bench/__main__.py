"""``python -m tests.bench [reports] [ticks] [memory] [firm]``: all of them when none is named."""

import sys
import tempfile
from pathlib import Path

from tests.bench import firm, memory, reports, ticks
from tests.bench.parts import databases

PARTS = {"reports": reports.measure, "ticks": ticks.measure, "memory": memory.measure, "firm": firm.measure}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="incidente-bench-") as folder, databases(Path(folder)) as urls:
        for part in wanted:
            for line in PARTS[part](urls):
                print(line, flush=True)  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
