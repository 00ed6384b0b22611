"""Five files, each taken in by a process that dies before each of its words to the database: what is found then, and in the end.

uv run python -m bench.killing
"""

import time

from bench import log, store

GOAL = "0 partial, 0 lost, 0 doubled"


def main() -> None:
    """Let each file die at each of its words, then take it in; count what was found in part, and what came out otherwise."""
    lines = [
        f"Goal: {GOAL}.",
        "",
        "| file | words | found in part | came out otherwise | seconds |",
        "|---|---|---|---|---|",
    ]
    with store.own_store():
        from tests.prompts.killing import FILES, die, everything, look, undisturbed

        for file in FILES:
            began, whole, before, drafts = time.perf_counter(), undisturbed(file), look(), file.drafts()
            _, commit = die(file, drafts, at=None)
            partial = 0
            for word in range(1, commit + 1):
                died = die(file, drafts, at=word)
                assert died == ("died", word)
                partial += look() != before
            file.receive()
            otherwise = everything() != whole
            lines.append(f"| {file} | {commit} | {partial} | {int(otherwise)} | {time.perf_counter() - began:.0f} |")
    log.write("killing", "uv run python -m bench.killing", lines)


if __name__ == "__main__":
    main()
