"""Fuzz everything that the product reads back, for a bounded time.

    python -m tests.fuzz [--seconds 300] [--seed N] [--target NAME ...] [--keep DIR]
    python -m tests.fuzz --replay FILE --target NAME

Prints the seed; the same seed gives the same cases. Bad ones are kept as files. Exit code 0 where
nothing was found.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.fuzz.campaign import campaign
from tests.fuzz.child import problem_of
from tests.fuzz.targets import TARGETS


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--target", nargs="+", choices=sorted(TARGETS), default=[])
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--replay", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    if chosen.replay:
        with tempfile.TemporaryDirectory() as folder:
            data = chosen.replay.read_bytes()
            problem = problem_of(TARGETS[chosen.target[0]], data, Path(folder))
        print(problem or "read, or refused, as it should be")
        return int(bool(problem))
    print(f"seed {chosen.seed}", flush=True)
    bad = 0
    for found in campaign(chosen.seconds, chosen.seed, chosen.keep, tuple(chosen.target)):
        print(
            f"{found.target:16} {found.count:8,} cases  {len(found.problems)} problems", flush=True
        )
        for problem in found.problems:
            print(f"    {problem}", flush=True)
        bad += len(found.problems)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
