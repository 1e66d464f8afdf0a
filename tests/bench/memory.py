"""What `run` holds in memory at rest."""

import time

import psutil  # type: ignore[import-untyped]

from tests.bench.parts import HOST, free_port, process, wait_for
from tests.world import BOT_TOKEN, CARMEN, INCIDENTS, SECRET

MEBI = 1 << 20


def measure(urls: dict[str, str]) -> list[str]:
    """The unique set of all its processes together, and the resident set of the one that works."""
    lines = []
    for name, url in urls.items():
        port, slack_port = free_port(), free_port()
        environment = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"http://{HOST}:{slack_port}/api/",
            "DATABASE_URL": url,
            "INCIDENTS_CHANNEL": INCIDENTS,
            "ADMINS": CARMEN,
        }
        with (
            process("tests.bench.serve", "slack", str(slack_port)),
            process("bot", "run", "--port", str(port), **environment) as one,
        ):
            wait_for(f"http://{HOST}:{port}/readyz")
            time.sleep(6)  # a tick has passed
            whole = psutil.Process(one.pid)
            family = [whole, *whole.children(recursive=True)]
            own = sum(each.memory_full_info().uss for each in family) / MEBI
            most = max(each.memory_info().rss for each in family) / MEBI
            lines.append(f"memory of `run` at rest, {name}: {own:.0f} MiB of its own, largest process {most:.0f} MiB")
    return lines
