"""A dated log: what was run, on what, and what came out."""

import datetime as dt
import os
import platform
import subprocess
from pathlib import Path

LOGS = Path(__file__).parent / "logs"


def write(name: str, command: str, lines: list[str]) -> None:
    """Print the lines, and write them to `logs/<day>-<name>.md` with the machine and the commit."""
    now = dt.datetime.now(dt.UTC)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    head = [
        f"# {name}, {now:%Y-%m-%d %H:%M} UTC",
        "",
        f"- command: `{command}`",
        f"- commit: {commit.stdout.strip() or 'before the first'}",
        f"- machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        f"- load when it began to write this: {load}",
        "",
    ]
    LOGS.mkdir(exist_ok=True)
    text = "\n".join(head + lines) + "\n"
    (LOGS / f"{now:%Y-%m-%d}-{name}.md").write_text(text, encoding="utf-8")
    print(text)
