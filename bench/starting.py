"""`keepsight demo` on a fresh folder until it serves, and again.

uv run python -m bench.starting
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench import log

PORT = "8765"
PATIENCE_SECONDS = 120
AS_THE_SCRIPT = [sys.executable, "-m", "keepsight.cli"]


def main() -> None:
    """Start twice; the second start must find everything that the first one made."""
    lines = ["| start | seconds until the sign-in page answers |", "|---|---|"]
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as folder:
        Path(folder).chmod(0o755)
        environment = {**os.environ, "KEEPSIGHT_HOME": folder}
        for which in ("first", "second"):
            lines.append(f"| {which} | {_start(environment):.1f} |")
        subprocess.run([*AS_THE_SCRIPT, "stop"], env=environment, check=True, capture_output=True)
    log.write("starting", "uv run python -m bench.starting", lines)


def _start(environment: dict[str, str]) -> float:
    began = time.perf_counter()
    demo = subprocess.Popen([*AS_THE_SCRIPT, "demo", "--port", PORT], env=environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < PATIENCE_SECONDS:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/") as answer:
                    assert answer.status == 200
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.1)
        raise SystemExit("It did not serve in time.")
    finally:
        demo.terminate()
        demo.wait()


if __name__ == "__main__":
    main()
