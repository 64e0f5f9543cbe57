#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""krait's memory against the size of its input: the peak resident set of the process.

    bench/cli_memory.py [--most 1G] [--json FILE] [--plot FILE.svg]

Streams of records of 1 MB up to --most, one string of 1 GB, an array of depth 10^6 and
an object of a million keys, all made on the way and fed through a pipe; --plot needs
matplotlib. A small C program starts krait, so that nothing but krait's memory counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import compare
import large

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("check", "compact", "pretty")
MB = 1_000_000
UNITS = {"M": MB, "G": 1000 * MB}
# Prints the peak of its child: the resident set high-water mark of wait4(2).
LAUNCHER = """
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int count, char** words) {
  struct rusage usage;
  int status = 0;
  pid_t child = fork();
  (void)count;
  if (child == 0) { execv(words[1], words + 1); _exit(127); }
  wait4(child, &status, 0, &usage);
  fprintf(stderr, "%d %ld\\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, usage.ru_maxrss);
  return 0;
}
"""


def stream(size: int) -> Iterator[bytes]:
    """NDJSON, the same 25 MB or less again and again."""
    lines = "\n".join(large.records()).encode() + b"\n"
    block = lines if size > len(lines) else lines[: lines.rfind(b"\n", 0, size) + 1]
    for _ in range(max(1, size // len(block))):
        yield block


def one_string(size: int) -> Iterator[bytes]:
    yield b'["'
    for _ in range(size // MB):
        yield b"x" * MB
    yield b'"]\n'


def nested(depth: int) -> Iterator[bytes]:
    yield b"[" * depth
    yield b"]" * depth


def keys(count: int) -> Iterator[bytes]:
    yield b"{"
    for start in range(0, count, 1000):
        members = (b'"key%07d":%d' % (n, n) for n in range(start, start + 1000))
        yield (b"," if start else b"") + b",".join(members)
    yield b"}"


def peak_kb(launcher: Path, command: list[str], pieces: Iterator[bytes]) -> int:
    with subprocess.Popen(
        [str(launcher), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        for piece in pieces:
            child.stdin.write(piece)
        child.stdin.close()
        words = child.stderr.read().split()
    if int(words[-2]) != 0:
        raise SystemExit(f"{' '.join(command)}: exit {int(words[-2])}")
    return int(words[-1])


def plot(rows: list[dict[str, object]], path: Path) -> None:
    import matplotlib  # noqa: PLC0415

    matplotlib.use("svg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(7, 4))
    for form in FORMS:
        points = [r for r in rows if r["input"] == "stream" and r["form"] == form]
        axes.plot(
            [r["size"] for r in points], [r["peak_kb"] / 1000 for r in points], "o-", label=form
        )
    axes.axhline(8, linestyle="--", color="grey", label="the bar: 8 MB")
    axes.set(xscale="log", xlabel="bytes of input", ylabel="peak resident, MB", ylim=(0, 10))
    axes.legend()
    figure.savefig(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--krait", type=Path, default=ROOT / "build" / "release" / "krait")
    add("--most", default="1G", help="of the streams (1G); M and G are 10^6 and 10^9")
    add("--json", type=Path, metavar="FILE", help="write the raw results there")
    add("--plot", type=Path, metavar="FILE", help="draw the streams")
    options = parser.parse_args()
    most = int(options.most[:-1]) * UNITS[options.most[-1]]
    sizes = [size for size in (10**n for n in range(6, 12)) if size <= most]
    inputs = [("stream", size, stream) for size in sizes]
    inputs += [("one string", 1000 * MB, one_string), ("depth", MB, nested), ("keys", MB, keys)]
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="krait-memory-") as name:
        launcher = Path(name) / "launcher"
        (Path(name) / "launcher.c").write_text(LAUNCHER)
        subprocess.run(["cc", "-O2", "-o", launcher, Path(name) / "launcher.c"], check=True)
        for what, size, make in inputs:
            for form in FORMS:
                command = [str(options.krait.resolve(strict=True)), form, "-j", "1"]
                command += ["--max-depth", "2000000"] if what == "depth" else []
                # Indented, it would be terabytes.
                command += ["--indent", "0"] if (what, form) == ("depth", "pretty") else []
                peak = peak_kb(launcher, command, make(size))
                rows.append({"input": what, "size": size, "form": form, "peak_kb": peak})
                print(f"{what:10} {size:>12} {form:8} {peak / 1000:7.1f} MB", flush=True)
    compare.write_json(options.json, rows)
    if options.plot is not None:
        plot(rows, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
