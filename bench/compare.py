#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times loads and dumps of krait and its peers on the same documents, in one process.

  bench/corpora; bench/peers                             once
  bench/.peers/bin/python bench/compare.py               all documents of bench/.corpora
  bench/.peers/bin/python bench/compare.py examples/feed.json --json result.json
  bench/.peers/bin/python bench/compare.py --ops dumps --form indent

How it measures: the process stays on one core. In every round the libraries take turns
in a new random order, so a slow spell of the machine hits all of them. Results are
freed inside the timing, as a program frees them too. dumps gets objects that no library
has seen (a str may keep its UTF-8 once that was asked for); --same gives it one object
over and over. The collector runs as in any program, unless --no-gc.

A library whose result differs from json's is named and marked with a *; it still counts
as a rival, so that a mark never helps krait.
"""

import argparse
import functools
import gc
import hashlib
import importlib
import importlib.metadata
import json
import marshal
import math
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "bench" / ".corpora"
SMALL_BYTES = 1000  # below it a call's time tells more than MB/s
LONGEST_BATCH = 2000  # calls
FRESH_BYTES = 64_000_000  # JSON text behind the objects that wait for dumps

Call = Callable[[Any], Any]
Summary = Callable[[list[float]], float]
SUMMARIES: tuple[Summary, Summary] = (min, statistics.median)


# The libraries


class Library(NamedTuple):
    """Where a library has its two functions, and what PyPI calls it."""

    module: str
    loads: str
    dumps: str
    distribution: str


LIBRARIES: dict[str, Library] = {
    "krait": Library("krait", "loads", "dumps", ""),
    "json": Library("json", "loads", "dumps", ""),
    "orjson": Library("orjson", "loads", "dumps", "orjson"),
    "ssrjson": Library("ssrjson", "loads", "dumps_to_bytes", "ssrjson"),
    "msgspec": Library("msgspec.json", "decode", "encode", "msgspec"),
    "rjson": Library("rjson", "loads", "dumps_bytes", "pyrjson"),
    "fastsimdjson": Library("fastsimdjson", "loads", "dumpb", "fastsimdjson"),
    "oxjson": Library("oxjson", "loads", "dumps", "oxjson"),
    "yjson": Library("yjson", "loads", "dumps", "yjson"),
}


@dataclass(frozen=True)
class Peer:
    """A library that could be imported."""

    name: str
    version: str
    calls: dict[str, Call]  # by operation


def json_dumps(value: object, **form: Any) -> bytes:
    """What krait.dumps promises to equal."""
    separators = None if "indent" in form else (",", ":")
    return json.dumps(value, ensure_ascii=False, separators=separators, **form).encode()


# What dumps is asked for besides the value; orjson has a way of its own.
FORMS: dict[str, dict[str, Any]] = {
    "indent": {"indent": 2},
    "sort": {"sort_keys": True},
}


def with_form(dumps: Call, name: str, form: str) -> Call:
    """May be a call that the library does not know, which check() finds."""
    keywords = FORMS[form]
    if name == "orjson":
        orjson = importlib.import_module("orjson")
        option = orjson.OPT_INDENT_2 if form == "indent" else orjson.OPT_SORT_KEYS
        keywords = {"option": option}
    return functools.partial(dumps, **keywords)


def import_peer(name: str, form: str | None = None) -> Peer:
    library = LIBRARIES[name]
    module = importlib.import_module(library.module)
    dumps = json_dumps if name == "json" else getattr(module, library.dumps)
    if form is not None:
        dumps = with_form(dumps, name, form)
    if name == "json":
        version = platform.python_version()
    elif name == "krait":
        version = module.__version__
    else:
        version = importlib.metadata.version(library.distribution)
    return Peer(
        name, version, {"loads": getattr(module, library.loads), "dumps": dumps}
    )


def import_peers(
    names: Iterable[str], module_path: Path, form: str | None = None
) -> list[Peer]:
    """Those of the names that can be imported; the others are named with the reason."""
    sys.path.insert(0, str(module_path))
    peers = []
    for name in names:
        try:
            peers.append(import_peer(name, form))
        # A library may refuse this machine with whatever error it likes.
        except Exception as error:
            print(f"absent: {name} ({type(error).__name__}: {error})", file=sys.stderr)
    return peers


# The documents


@dataclass
class Document:
    """A JSON text, and what was measured on it."""

    name: str
    raw: bytes
    # operation -> library -> nanoseconds a call, one for each round
    samples: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    # operation -> library -> what was wrong
    complaints: dict[str, dict[str, str]] = field(default_factory=dict)


def vary(value: object, kind: str, rng: random.Random) -> object:
    """The same data with keys shuffled, three in ten dropped, or each one unique."""
    if isinstance(value, list):
        return [vary(item, kind, rng) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = list(value.items())
    if kind == "shuffled":
        rng.shuffle(pairs)
    elif kind == "dropped":
        pairs = [pair for pair in pairs if rng.random() > 0.3]
    else:
        pairs = [(f"{key}{rng.getrandbits(32)}", item) for key, item in pairs]
    return {key: vary(item, kind, rng) for key, item in pairs}


def read_document(path: Path, kind: str | None, seed: int) -> Document:
    raw = path.read_bytes()
    value = json.loads(raw)
    if kind is not None:
        raw = json_dumps(vary(value, kind, random.Random(seed)))
    return Document(path.stem, raw)


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """Each file, and each *.json below each folder, sorted."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    return found


# Does a library give what json gives?


def same(one: Any, other: Any) -> bool:
    """Equal in value, type, key order and sign of zero.

    marshal's format 2 has no references, so it depends on nothing else; it raises
    ValueError for what is not a plain Python object.
    """
    return marshal.dumps(one, 2) == marshal.dumps(other, 2)


def complaint(
    peer: Peer, operation: str, raw: bytes, form: str | None = None
) -> str | None:
    """What is wrong with a library's result; None when it is json's."""
    expected = json.loads(raw)
    result = peer.calls[operation](raw if operation == "loads" else expected)
    if operation == "loads":
        return None if same(result, expected) else "the object differs from json's"
    exact = json_dumps(expected, **FORMS.get(form or "", {}))
    if not same(json.loads(result), json.loads(exact)):
        return "the text does not parse back to the object"
    if peer.name == "krait" and result != exact:
        return "the bytes differ from json's"
    return None


def check(
    peers: Sequence[Peer], operation: str, document: Document, form: str | None = None
) -> list[Peer]:
    """The libraries that can do it at all; complaints are kept in the document."""
    able = []
    complaints = document.complaints.setdefault(operation, {})
    for peer in peers:
        try:
            found = complaint(peer, operation, document.raw, form)
            able.append(peer)
        # Failing on a document is a finding about that library, whatever the error.
        except Exception as error:
            found = f"fails: {type(error).__name__}: {error}"
        if found is not None:
            complaints[peer.name] = found
            line = f"{document.name}: {peer.name} {operation}: {found}"
            print(line, file=sys.stderr)
    return able


# Timing


def timed(call: Call, arguments: Sequence[object]) -> float:
    """Nanoseconds a call; each result is freed before the next call."""
    start = time.perf_counter_ns()
    for argument in arguments:
        call(argument)
    return (time.perf_counter_ns() - start) / len(arguments)


def batch_size(nanoseconds: float, fresh: bool, document: Document) -> int:
    """How many calls make a sample: 30 ms, or 10 ms where objects are made for it."""
    calls = (10e6 if fresh else 30e6) / max(nanoseconds, 1.0)
    if fresh:
        calls = min(calls, FRESH_BYTES / len(document.raw))
    return max(1, min(LONGEST_BATCH, int(calls)))


def measure(
    peers: Sequence[Peer],
    operation: str,
    document: Document,
    options: argparse.Namespace,
    rng: random.Random,
) -> None:
    """Fills in the document's samples."""
    fresh = operation == "dumps" and not options.same
    one = document.raw if operation == "loads" else json.loads(document.raw)

    def arguments(count: int) -> list[object]:
        return [json.loads(document.raw) if fresh else one for _ in range(count)]

    calls = {peer.name: peer.calls[operation] for peer in peers}
    sizes = {
        name: batch_size(
            min(timed(call, arguments(1)) for _ in range(3)), fresh, document
        )
        for name, call in calls.items()
    }
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(options.rounds):
        for name in rng.sample(list(calls), len(calls)):
            waiting = arguments(sizes[name])
            samples[name].append(timed(calls[name], waiting))
            del waiting
    document.samples[operation] = samples


# The report


def geometric_mean(ratios: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def heading(cells: Sequence[str]) -> str:
    return row(cells) + "\n" + row(["---"] + ["---:"] * (len(cells) - 1))


def speed(document: Document, nanoseconds: float) -> str:
    size = len(document.raw)
    if size < SMALL_BYTES:
        return f"{nanoseconds:.0f} ns"
    return f"{size / nanoseconds * 1000:.0f}"


def advantage(samples: dict[str, list[float]], summary: Summary) -> float | None:
    """The best rival's time over krait's: above 1, krait is the fastest."""
    rivals = [summary(times) for name, times in samples.items() if name != "krait"]
    if "krait" not in samples or not rivals:
        return None
    return min(rivals) / summary(samples["krait"])


def document_row(document: Document, operation: str, names: Sequence[str]) -> str:
    samples = document.samples[operation]
    complaints = document.complaints[operation]
    fastest = min((min(times) for times in samples.values()), default=0.0)
    cells = [document.name, f"{len(document.raw) / 1000:.1f}"]
    for name in names:
        if name not in samples:
            cells.append("fails")
            continue
        best = min(samples[name])
        text = speed(document, best) + ("*" if name in complaints else "")
        cells.append(f"**{text}**" if best == fastest else text)
    for summary in SUMMARIES:
        ratio = advantage(samples, summary)
        cells.append("" if ratio is None else f"{ratio:.2f}")
    return row(cells)


def mean_slowness(
    documents: Sequence[Document], operation: str, name: str, against: str | None
) -> str:
    """How many times krait's (or the fastest's) time a library takes, by minima."""
    ratios = []
    for document in documents:
        best = {n: min(times) for n, times in document.samples[operation].items()}
        if name in best and (against is None or against in best):
            other = min(best.values()) if against is None else best[against]
            ratios.append(best[name] / other)
    return f"{geometric_mean(ratios):.2f}" if ratios else ""


def report(documents: Sequence[Document], operation: str, names: Sequence[str]) -> str:
    lines = [
        f"### {operation}: MB/s, or time a call below {SMALL_BYTES} bytes (best round)",
        "",
        heading(["document", "KB", *names, "best peer / krait", "by median"]),
    ]
    lines += [document_row(document, operation, names) for document in documents]
    means = []
    for summary in SUMMARIES:
        ratios = [advantage(d.samples[operation], summary) for d in documents]
        known = [ratio for ratio in ratios if ratio is not None]
        means.append(f"{geometric_mean(known):.2f}" if known else "")
    lines.append(row(["geometric mean", "", *([""] * len(names)), *means]))
    lines += ["", heading(["time of", *names])]
    for label, against in (("over the fastest's", None), ("over krait's", "krait")):
        if against is None or against in names:
            cells = [mean_slowness(documents, operation, n, against) for n in names]
            lines.append(row([label, *cells]))
    return "\n".join(lines) + "\n"


def cpu() -> dict[str, str]:
    """What the kernel says of the processor: its name, and its instruction sets."""
    facts: dict[str, str] = {"machine": platform.machine()}
    wanted = {"model name": "model", "flags": "isa_flags", "Features": "isa_flags"}
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() in wanted:
            facts.setdefault(wanted[name.strip()], value.strip())
    return facts


# What the other benchmarks share with this


def new_parser(
    description: str | None, *, documents: bool = True
) -> argparse.ArgumentParser:
    """With the options that every comparison has; `documents`: of files."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    if documents:
        add("paths", nargs="*", type=Path, default=[CORPORA], help="files or folders")
    else:
        parser.set_defaults(paths=[])
    add("--peers", type=names, default=list(LIBRARIES), help="comma-separated names")
    add("--core", type=int, default=max(os.sched_getaffinity(0)), help="the one to use")
    add("--seed", type=int, default=1, help="of all that is random (1)")
    add("--json", type=Path, metavar="FILE", help="write the raw results there")
    default_path = ROOT / "build" / "release" / "python"
    add("--module-path", type=Path, default=default_path, help="where krait is")
    return parser


def names(text: str) -> list[str]:
    return text.split(",")


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The options, checked; this process stays on one core from here on."""
    options = parser.parse_args()
    if unknown := set(options.peers) - set(LIBRARIES):
        parser.error(f"unknown libraries: {', '.join(sorted(unknown))}")
    if missing := [str(path) for path in options.paths if not path.exists()]:
        parser.error(
            f"not there: {', '.join(missing)} (bench/corpora brings documents)"
        )
    os.sched_setaffinity(0, {options.core})
    return options


def write_json(path: Path | None, results: object) -> None:
    if path is not None:
        path.write_text(json.dumps(results, indent=1) + "\n")


def raw_results(
    documents: Sequence[Document], peers: Sequence[Peer], options: argparse.Namespace
) -> dict[str, object]:
    """Everything that was measured, and on what."""
    krait = sys.modules.get("krait")
    settings = vars(options) | {"paths": [path.name for path in options.paths]}
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": cpu(),
        "core": options.core,
        "kernel": platform.release(),
        "python": sys.version,
        "libraries": {peer.name: peer.version for peer in peers},
        "krait_build": krait.build_info() if krait is not None else None,
        "settings": {
            name: value
            for name, value in settings.items()
            if not isinstance(value, Path)
        },
        "documents": [
            {
                "name": document.name,
                "bytes": len(document.raw),
                "sha256": hashlib.sha256(document.raw).hexdigest(),
                "nanoseconds": document.samples,
                "complaints": document.complaints,
            }
            for document in documents
        ],
    }


def parse_options() -> argparse.Namespace:
    parser = new_parser(__doc__)
    add = parser.add_argument
    add("--ops", type=names, default=["loads", "dumps"], help="loads,dumps")
    add("--rounds", type=int, default=9, help="samples for each library (9)")
    add("--same", action="store_true", help="dumps of one object again and again")
    add("--form", choices=list(FORMS), help="of what dumps writes, of those who can")
    add("--variant", choices=["shuffled", "dropped", "unique"], help="vary the keys")
    add("--no-gc", action="store_true", help="switch the collector off")
    options = parse(parser)
    if not options.ops or set(options.ops) - {"loads", "dumps"}:
        parser.error("--ops takes loads, dumps or both")
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def main() -> int:
    options = parse_options()
    if options.no_gc:
        gc.disable()
    peers = import_peers(options.peers, options.module_path, options.form)
    if not peers:
        print("none of the libraries can be imported; see bench/peers", file=sys.stderr)
        return 1
    paths = find_documents(options.paths)
    if not paths:
        print("no documents; see bench/corpora", file=sys.stderr)
        return 1

    rng = random.Random(options.seed)
    documents = []
    for number, path in enumerate(paths, 1):
        document = read_document(path, options.variant, options.seed)
        print(f"[{number}/{len(paths)}] {document.name}", file=sys.stderr)
        for operation in options.ops:
            able = check(peers, operation, document, options.form)
            measure(able, operation, document, options, rng)
        documents.append(document)

    print(f"{cpu().get('model', 'unknown CPU')}, Python {platform.python_version()}:")
    print(", ".join(f"{peer.name} {peer.version}" for peer in peers) + "\n")
    for operation in options.ops:
        print(report(documents, operation, [peer.name for peer in peers]))
    if any(any(d.complaints[op].values()) for d in documents for op in options.ops):
        print("\\* the result differs from json's; see standard error")
    write_json(options.json, raw_results(documents, peers, options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
