#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the command line of krait and of its peers: user and system time of processes.

    bench/cli.py                          the large inputs, and what of --small is there
    bench/cli.py --isa avx2 --isa sse42   krait once more with that instruction set

Every program reads a file and writes to /dev/null, on one core, one at a time. In each
round all of them take turns in a new random order; the best round counts, as noise only
adds. A peer that needed more than --patience times the least of a first round takes
part in no other. A peer is taken from --peer-dir, then PATH; one that is missing is
named. With --jobs 2, krait alone on two cores: elapsed time against one core's.

yajl, jq, jaq, qj and json.tool validate (qj laxly), jsonxf and bench_minify (simdjson's
minify) do not. For `check`, who has no command for it does what costs him least.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import compare
import large

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "release"
FORMS = ("check", "compact", "pretty")
SMALL_BYTES = 8_000_000  # below it a run is over before the clock has settled
SMALL_REPEATS = 40  # so it runs so many times a round

Command = Callable[[str, Path], list[str] | None]  # (form, file) to words


@dataclass(frozen=True)
class Tool:
    """A program and how it is asked."""

    name: str
    command: Command
    reads_stdin: bool = False
    environment: dict[str, str] = field(default_factory=dict)


def find(name: str, folders: Sequence[Path]) -> str | None:
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return str(folder / name)
    return shutil.which(name)


def krait_command(binary: str) -> Command:
    return lambda form, path: [binary, form, "-j", "1", str(path)]


def filter_command(binary: str) -> Command:
    """jq and those who take its arguments."""

    def command(form: str, path: Path) -> list[str]:
        words = {"check": ["empty"], "compact": ["-c", "."], "pretty": ["."]}[form]
        return [binary, *words, str(path)]

    return command


def yajl_command(verify: str, reformat: str) -> Command:
    def command(form: str, path: Path) -> list[str]:
        stream = ["-s"] if path.stem.endswith("_lines") else []
        if form == "check":
            return [verify, "-q", *stream]
        return [reformat, *(["-m"] if form == "compact" else []), *stream]

    return command


def jsonxf_command(binary: str) -> Command:
    def command(form: str, path: Path) -> list[str]:
        return [binary, *([] if form == "pretty" else ["-m"]), "-i", str(path)]

    return command


def minify_command(binary: str) -> Command:
    return lambda form, path: None if form == "pretty" else [binary, str(path)]


def json_tool_command(form: str, path: Path) -> list[str]:
    words = ["--indent", "2"] if form == "pretty" else ["--compact"]
    lines = ["--json-lines"] if path.stem.endswith("_lines") else []
    return [sys.executable, "-m", "json.tool", "--no-ensure-ascii", *words, *lines, str(path)]


def find_tools(options: argparse.Namespace) -> list[Tool]:
    """krait, and those of its peers that are there."""
    folders = [*options.peer_dir, BUILD / "bench"]
    krait = str(options.krait.resolve(strict=True))
    tools = [Tool("krait", krait_command(krait))]
    for isa in options.isa:
        tools.append(Tool(f"krait {isa}", krait_command(krait), False, {"KRAIT_ISA": isa}))
    makers: list[tuple[str, list[str], Callable[..., Command], bool]] = [
        ("yajl", ["json_verify", "json_reformat"], yajl_command, True),
        ("jq", ["jq"], filter_command, False),
        ("jaq", ["jaq"], filter_command, False),
        ("qj", ["qj"], filter_command, False),
        ("jsonxf", ["jsonxf"], jsonxf_command, False),
        ("simdjson", ["bench_minify"], minify_command, False),
    ]
    for name, programs, make, reads_stdin in makers:
        found = [find(program, folders) for program in programs]
        if missing := [p for p, path in zip(programs, found, strict=True) if path is None]:
            print(f"absent: {name} ({', '.join(missing)})", file=sys.stderr)
        else:
            tools.append(Tool(name, make(*found), reads_stdin))
    tools.append(Tool("json.tool", json_tool_command))
    return [tool for tool in tools if tool.name not in options.skip]


@dataclass
class Row:
    """An input in a form, and the samples of each tool: CPU seconds a run."""

    path: Path
    form: str
    samples: dict[str, list[float]] = field(default_factory=dict)

    def best(self, name: str) -> float:
        return min(self.samples[name])


def run_once(tool: Tool, form: str, path: Path, null: int) -> tuple[float, float] | None:
    """CPU seconds and elapsed ones; None where the tool has no such form or fails."""
    words = tool.command(form, path)
    if words is None:
        return None
    source = os.open(path, os.O_RDONLY) if tool.reads_stdin else null
    streams = [(os.POSIX_SPAWN_DUP2, fd, n) for n, fd in enumerate((source, null, null))]
    start = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ | tool.environment, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    elapsed = time.perf_counter() - start
    if source != null:
        os.close(source)
    return (usage.ru_utime + usage.ru_stime, elapsed) if status == 0 else None


def measure(tools: list[Tool], rows: list[Row], options: argparse.Namespace) -> None:
    """Round after round, so that a slow spell of the machine hits everybody."""
    rng = random.Random(options.seed)
    null = os.open(os.devnull, os.O_RDWR)
    slow: set[tuple[str, str, str]] = set()
    for number in range(options.rounds):
        for row in rows:
            repeats = SMALL_REPEATS if row.path.stat().st_size < SMALL_BYTES else 1
            turns = [t for t in tools if (t.name, row.form, row.path.name) not in slow]
            for tool in rng.sample(turns * repeats, len(turns) * repeats):
                done = run_once(tool, row.form, row.path, null)
                if done is not None:
                    row.samples.setdefault(tool.name, []).append(done[0])
                elif number == 0:
                    slow.add((tool.name, row.form, row.path.name))
            least = min(map(min, row.samples.values()))
            slow |= {
                (name, row.form, row.path.name)
                for name in row.samples
                if row.best(name) > options.patience * least
            }


def cell(row: Row, name: str) -> str:
    if name not in row.samples:
        return ""
    seconds = row.best(name)
    size = row.path.stat().st_size
    if size < SMALL_BYTES:
        return f"{seconds * 1e3:.2f} ms"
    return f"{size / seconds / 1e9:.3g}"


def report(rows: list[Row], names: list[str]) -> str:
    """A markdown table: GB/s of input, milliseconds for small files."""
    lines = ["| input | " + " | ".join(names) + " | best peer / krait |"]
    lines.append("|---|" + "---:|" * (len(names) + 1))
    for row in rows:
        peers = {n: row.best(n) for n in row.samples if not n.startswith("krait")}
        fastest = min(peers, key=lambda name: peers[name], default=None)
        ratio = ""
        if fastest is not None and "krait" in row.samples:
            ratio = f"**{peers[fastest] / row.best('krait'):.2f}** ({fastest})"
        cells = [cell(row, name) for name in names]
        lines.append(f"| {row.path.stem} {row.form} | " + " | ".join(cells) + f" | {ratio} |")
    return "\n".join(lines)


def measure_jobs(rows: list[Row], options: argparse.Namespace) -> list[dict[str, object]]:
    """krait with one job and with several, on as many cores: best elapsed seconds."""
    binary = str(options.krait.resolve(strict=True))
    null = os.open(os.devnull, os.O_RDWR)
    results: list[dict[str, object]] = []
    for row in rows:
        best: dict[int, float] = {}
        for _ in range(options.rounds):
            for jobs in (1, options.jobs):
                tool = Tool(
                    "krait", lambda form, path, j=jobs: [binary, form, "-j", str(j), str(path)]
                )
                done = run_once(tool, row.form, row.path, null)
                if done is not None:
                    best[jobs] = min(best.get(jobs, done[1]), done[1])
        ratio = best[1] / best[options.jobs]
        results.append({"input": row.path.stem, "form": row.form, "elapsed": best, "times": ratio})
        print(f"{row.path.stem} {row.form}: {ratio:.2f} times as fast with -j {options.jobs}")
    return results


def version(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[0] if done.returncode == 0 else ""


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--krait", type=Path, default=BUILD / "krait")
    add("--peer-dir", type=Path, action="append", default=[], help="looked at before PATH")
    add("--large", type=Path, default=large.FOLDER, help="where the large inputs are, or go")
    add("--small", type=Path, action="append", default=[], help="more inputs, of any size")
    add("--only", action="append", default=[], help="inputs whose name has this in it")
    add("--form", action="append", choices=FORMS, default=[], help="check, compact, pretty")
    add("--isa", action="append", default=[], help="krait with this instruction set, too")
    add("--skip", action="append", default=[], metavar="NAME", help="not this tool")
    add("--rounds", type=int, default=5)
    add("--patience", type=float, default=6, help="a slower peer runs in one round only")
    add("--jobs", type=int, default=0, help="compare one job with this many instead")
    add("--core", type=int, default=max(os.sched_getaffinity(0)), help="the one to use")
    add("--seed", type=int, default=1, help="of the order")
    add("--json", type=Path, metavar="FILE", help="write the raw results there")
    return parser.parse_args()


def main() -> int:
    options = parse_options()
    paths = large.write(options.large) + options.small
    if options.only:
        paths = [p for p in paths if any(word in p.name for word in options.only)]
    rows = [Row(path, form) for path in paths for form in options.form or FORMS]
    for path in paths:
        path.read_bytes()  # into the page cache
    raw: dict[str, object] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "kernel": platform.release(),
        "krait": version([str(options.krait), "--version"]),
    }
    if options.jobs:
        raw["jobs"] = measure_jobs(rows, options)
    else:
        os.sched_setaffinity(0, {options.core})
        tools = find_tools(options)
        measure(tools, rows, options)
        names = [tool.name for tool in tools]
        print(report(rows, names))
        raw["rows"] = [
            {
                "input": row.path.stem,
                "bytes": row.path.stat().st_size,
                "form": row.form,
                "cpu_seconds": row.samples,
            }
            for row in rows
        ]
    compare.write_json(options.json, raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
