#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes feed.json and events.ndjson, always the same bytes.

config.json and broken.json are written by hand. With --check nothing is written: the
generated files are compared with what is there, and every file is held to its promise
(all but broken.json are strict JSON without duplicate keys and lone surrogates).
"""

import argparse
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from json_text import Ascii, Literal, Slashed, compact, indented, one_a_line
from phrases import BEYOND_THE_BMP, EMOJI, LANGUAGES, SIGNS, Language

HERE = Path(__file__).resolve().parent
EPOCH = datetime(2026, 2, 14, 5, 30, tzinfo=UTC)
USERS, PLACES, ITEMS, EVENTS = 140, 48, 400, 360

Record = dict[str, Any]


def instant(rng: random.Random, hours: float) -> datetime:
    """A moment within some hours after the epoch."""
    return EPOCH + timedelta(milliseconds=int(rng.random() * hours * 3_600_000))


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def identifier(rng: random.Random, moment: datetime) -> int:
    """An id of 60 bits that grows with time, as feeds give them."""
    milliseconds = int((moment - EPOCH).total_seconds() * 1000) + 271_828_182_845
    return (milliseconds << 22) | rng.randrange(1 << 22)


def coordinate(rng: random.Random, limit: float) -> Literal:
    """Degrees with 15 to 17 significant digits."""
    return Literal(repr((rng.random() * 2 - 1) * limit))


def measured(rng: random.Random) -> Literal:
    """A number from an instrument, spelled in one of the ways instruments do."""
    value = rng.random()
    return Literal(
        rng.choice(
            [
                f"{value * 100:.1f}",
                f"{value * 1000:.2f}",
                f"{-value * 40:.3f}",
                f"{value * 1e-7:.4e}",
                f"{value * 1e23:.3E}",
                f"{value * 9 + 1:.1f}e{rng.randrange(5, 30)}",
                f"{int(value * 90) + 10}E-{rng.randrange(3, 12)}",
                "-0.0",
                "0.0",
                "1.50",
            ]
        )
    )


def text_of(rng: random.Random, language: Language) -> str:
    """One to three sentences with the things people put between them."""
    parts: list[str] = []
    for sentence in rng.sample(language.sentences, rng.randrange(1, 4)):
        parts.append(sentence)
        if rng.random() < 0.35:
            parts.append("".join(rng.choices(EMOJI, k=rng.randrange(1, 4))))
        if rng.random() < 0.08:
            parts.append(rng.choice(SIGNS))
    if rng.random() < 0.4:
        parts.append("#" + rng.choice(language.tags))
    if rng.random() < 0.06:
        parts.append(rng.choice(BEYOND_THE_BMP))
    return rng.choices([" ", "\n", "\n\n"], weights=[12, 3, 1])[0].join(parts)


def spelled(rng: random.Random, text: str) -> str:
    """The same text as another server would escape it."""
    return Ascii(text) if rng.random() < 0.08 else text


def address(rng: random.Random, kind: str, number: int) -> str:
    link = f"https://media.example.org/{kind}/{number % 97:02d}/{number:x}.webp"
    return Slashed(link) if rng.random() < 0.2 else link


def make_user(rng: random.Random, number: int) -> Record:
    language = LANGUAGES[number % len(LANGUAGES)]
    name = f"{rng.choice(language.given)} {rng.choice(language.family)}"
    joined = instant(rng, 24) - timedelta(days=rng.randrange(30, 3000))
    user: Record = {
        "id": 1_000_003 * (number + 17) + rng.randrange(1000),
        "handle": f"{language.code.lower().replace('-', '_')}_{number:03d}",
        "name": spelled(rng, name),
        "bio": spelled(rng, text_of(rng, language)) if rng.random() < 0.6 else None,
        "lang": language.code,
        "joined": iso(joined),
        "utc_offset": rng.choice([-28800, -12600, -18000, 0, 3600, 7200, 20700, 32400]),
        "verified": rng.random() < 0.2,
        "protected": rng.random() < 0.05,
        "avatar": address(rng, "avatar", rng.randrange(1 << 40)),
        "counts": {
            "posts": rng.randrange(20_000),
            "followers": int(1.0 / (rng.random() + 1e-6) ** 2),
            "following": rng.randrange(900),
            "balance_wei": rng.randrange(10**19, 10**24) if number % 9 == 0 else 0,
        },
        "settings": {},
        "badges": rng.sample(["founder", "helper", "β-tester"], number % 3),
    }
    if rng.random() < 0.15:
        user["pinned"] = identifier(rng, instant(rng, 20))
    return user


def make_place(rng: random.Random, number: int) -> Record:
    language = LANGUAGES[(number * 5) % len(LANGUAGES)]
    west, south = rng.random() * 350 - 180, rng.random() * 160 - 85
    east, north = west + rng.random() * 0.3, south + rng.random() * 0.2
    return {
        "id": f"pl-{rng.randrange(1 << 48):012x}",
        "name": rng.choice(language.cities),
        "lang": language.code,
        "center": [(west + east) / 2, (south + north) / 2],
        "bounds": {"west": west, "south": south, "east": east, "north": north},
        "elevation_m": Literal(f"{rng.random() * 2000 - 20:.1f}"),
        "population": rng.choice([None, rng.randrange(500, 3_000_000)]),
    }


def make_media(rng: random.Random) -> Record:
    number = rng.randrange(1 << 44)
    width = rng.choice([640, 1080, 1920, 4032])
    media: Record = {
        "type": rng.choice(["photo", "photo", "photo", "video", "audio"]),
        "url": address(rng, "post", number),
        "hash": rng.getrandbits(64),
        "size": {"w": width, "h": width * 3 // 4, "bytes": rng.randrange(1 << 23)},
        "alt": None,
        "focus": [Literal(f"{rng.random():.3f}"), Literal(f"{-rng.random():.3f}")],
        "spoiler": False,
    }
    if media["type"] != "photo":
        media["duration_s"] = Literal(f"{rng.random() * 240:.3f}")
        mime = Slashed("video/mp4")
        media["variants"] = [
            {"bitrate": rate, "mime": mime} for rate in (320000, 2176000)
        ]
    return media


def entities_of(rng: random.Random, text: str, users: list[Record]) -> Record:
    tags = [
        {"tag": word[1:], "at": [text.index(word), text.index(word) + len(word)]}
        for word in text.split()
        if word.startswith("#")
    ]
    mentions = [
        {"id": user["id"], "handle": user["handle"], "name": user["name"]}
        for user in rng.sample(users, rng.choice([0, 0, 0, 1, 1, 2]))
    ]
    number = rng.randrange(1 << 30)
    urls = [
        {
            "url": Slashed(f"https://s.example.org/{number:x}"),
            "title": 'Notes on "quiet" machines \\ part \t' + str(number % 9),
        }
    ]
    return {"tags": tags, "mentions": mentions, "urls": urls if number % 4 == 0 else []}


def stats_of(rng: random.Random) -> Record:
    likes = int(3.0 / (rng.random() + 1e-4))
    return {
        "likes": likes,
        "replies": likes // 7,
        "shares": likes // 11,
        "views": likes * rng.randrange(20, 60),
        "score": rng.random() * likes,
        "trend": Literal(rng.choice(["-0.0", "0", f"{rng.random() * 2 - 1:.6f}"])),
    }


def make_poll(rng: random.Random, language: Language) -> Record:
    options = rng.sample(language.tags + EMOJI[-4:], 3)
    return {
        "closes": iso(instant(rng, 300)),
        "multiple": False,
        "options": [{"text": word, "votes": rng.randrange(500)} for word in options],
    }


def make_item(
    rng: random.Random, number: int, users: list[Record], places: list[Record]
) -> Record:
    language = rng.choice(LANGUAGES)
    text = text_of(rng, language)
    created = instant(rng, 36)
    item: Record = {
        "id": identifier(rng, created),
        "created_at": iso(created),
        "lang": language.code,
        "text": spelled(rng, text),
        "author": rng.choice(users)["id"],
        "client": {"name": "krait feed/web", "build": rng.randrange(4000, 4100)},
        "reply_to": identifier(rng, created) if rng.random() < 0.25 else None,
        "sensitive": rng.random() < 0.03,
        "edited": rng.random() < 0.1,
        "entities": entities_of(rng, text, users),
        "media": [make_media(rng) for _ in range(rng.choice([0, 0, 1, 1, 2, 4]))],
        "stats": stats_of(rng),
    }
    if rng.random() < 0.3:
        place = rng.choice(places)
        item["geo"] = {
            "type": "Point",
            "coordinates": [coordinate(rng, 180.0), coordinate(rng, 90.0)],
            "place": place["id"],
        }
    if rng.random() < 0.12:
        item["poll"] = make_poll(rng, language)
    if rng.random() < 0.15:
        item["sensors"] = {
            "readings": [measured(rng) for _ in range(rng.randrange(2, 9))],
            "unit": rng.choice(["lx", "µg/m³", "°C", "kΩ"]),
            "flags": [],
        }
    if number % 29 == 0:
        item["notes"] = {
            "raw": "col\tA\r\nbell\u0007 page\f back\b null\u0000 del\u007f",
            "path": "C:\\Users\\Zoë\\Desktop",
            "html": Slashed('<a href="/p/1" title="\u2028">№ 1</a>'),
            "": "an empty key",
            "ключ": Ascii("𝄞 " + rng.choice(EMOJI)),
        }
    return item


def make_feed(rng: random.Random) -> str:
    """An answer of a server: a laid-out head, then one record a line."""
    users = [make_user(rng, number) for number in range(USERS)]
    places = [make_place(rng, number) for number in range(PLACES)]
    items = [make_item(rng, number, users, places) for number in range(ITEMS)]
    items.sort(key=lambda item: item["id"], reverse=True)
    trends = [
        {"tag": rng.choice(rng.choice(LANGUAGES).tags), "weight": measured(rng)}
        for _ in range(24)
    ]
    meta: Record = {
        "api": Slashed("v2/feed/home"),
        "generated_at": iso(EPOCH + timedelta(hours=36)),
        "took_ms": Literal("12.80"),
        "page": {
            "size": ITEMS,
            "cursor": rng.getrandbits(128) | 1 << 127,
            "oldest": items[-1]["id"],
            "newest": items[0]["id"],
            "has_more": True,
            "previous": None,
        },
        "limits": {"remaining": 899, "reset": 1_771_133_400, "burst": Literal("1E3")},
        "experiments": {"on": ["α-ranking", "fast-media"], "off": [], "options": {}},
        "warnings": [],
    }
    sections = {
        "meta": indented(meta, 1),
        "users": one_a_line(users, 1, ", ", ": "),
        "places": indented(places, 1),
        "items": one_a_line(items, 1, ",", ":"),
        "trends": one_a_line(trends, 1, ", ", ": "),
    }
    body = ",\n".join(f'  "{name}": {text}' for name, text in sections.items())
    return "{\n" + body + "\n}\n"


def event_message(rng: random.Random, level: str, user: str) -> str:
    if level == "error":
        return rng.choice(
            [
                'upstream closed the connection: "reset by peer"',
                "cannot read /srv/media/índice.db: no such file",
                f"payload of {user} is not UTF-8 at byte {rng.randrange(4000)}",
            ]
        )
    return rng.choice(
        [
            "request served",
            "cache refreshed",
            f"session opened for {user}",
            "búsqueda terminada → 200",
            "миграция завершена",
            "バックアップ完了 ✅",
        ]
    )


def make_event(rng: random.Random, number: int, moment: datetime) -> Record:
    level = rng.choices(["debug", "info", "warn", "error"], weights=[3, 12, 3, 2])[0]
    language = rng.choice(LANGUAGES)
    user = rng.choice(language.given)
    event: Record = {
        "ts": iso(moment),
        "level": level,
        "service": rng.choice(["gateway", "feed", "media", "search"]),
        "host": f"node-{rng.randrange(1, 9):02d}",
        "pid": rng.randrange(300, 65000),
        "seq": number,
        "trace": f"{rng.getrandbits(128):032x}",
        "msg": event_message(rng, level, user),
    }
    if rng.random() < 0.6:
        served = rng.choice([200, 200, 204, 304, 404])
        event["http"] = {
            "method": rng.choice(["GET", "GET", "GET", "POST", "DELETE"]),
            "path": f"/v2/items/{rng.getrandbits(60)}",
            "status": 502 if level == "error" else served,
            "bytes": rng.randrange(1 << 20),
            "ms": Literal(f"{rng.random() * 90:.3f}"),
        }
    if level == "error":
        event["stack"] = (
            "fetch_item\n\tat feed/reader.cc:214\n\tat feed/pool.cc:88\n"
            f"caused by: timeout after {rng.randrange(1, 30)}e3 ms"
        )
        backoff = Literal("2.5e-1")
        event["retry"] = {"attempt": rng.randrange(1, 5), "backoff_s": backoff}
    if rng.random() < 0.1:
        event["labels"] = {"user": user, "lang": language.code, "tags": []}
    return event


def make_events(rng: random.Random) -> str:
    """Log lines in the order of time; every ninth with blanks after its commas."""
    moments = sorted(instant(rng, 2) for _ in range(EVENTS))
    lines = []
    for number, moment in enumerate(moments):
        comma, colon = (", ", ": ") if number % 9 == 0 else (",", ":")
        lines.append(compact(make_event(rng, number, moment), comma, colon) + "\n")
    return "".join(lines)


def parse_strictly(text: str) -> object:
    """json.loads without NaN, duplicate keys and lone surrogates."""

    def refuse_constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    def refuse_duplicates(pairs: list[tuple[str, object]]) -> Record:
        record = dict(pairs)
        if len(record) != len(pairs):
            raise ValueError(f"duplicate key among {[key for key, _ in pairs]}")
        return record

    value = json.loads(
        text, parse_constant=refuse_constant, object_pairs_hook=refuse_duplicates
    )
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails on a lone surrogate
    return value


def is_strict_json(text: str) -> bool:
    try:
        parse_strictly(text)
    except ValueError as error:
        print(f"not strict JSON: {error}", file=sys.stderr)
        return False
    return True


def broken_promises() -> list[str]:
    """The names of the files here that are not what they are meant to be."""
    texts = {
        name: (HERE / name).read_bytes().decode("utf-8")
        for name in ("feed.json", "events.ndjson", "config.json", "broken.json")
    }
    documents = [
        ("feed.json", [texts["feed.json"]]),
        ("events.ndjson", texts["events.ndjson"].split("\n")[:-1]),
        ("config.json", [texts["config.json"]]),
    ]
    broken = [
        name
        for name, parts in documents
        if not parts or not all(is_strict_json(part) for part in parts)
    ]
    try:
        json.loads(texts["broken.json"])
    except json.JSONDecodeError:
        pass  # its one mistake is what it is for
    else:
        broken.append("broken.json")
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check: bool = parser.parse_args().check

    wanted = {
        "feed.json": make_feed(random.Random(20_260_214)).encode(),
        "events.ndjson": make_events(random.Random(360)).encode(),
    }
    wrong: list[str] = []
    for name, content in wanted.items():
        path = HERE / name
        if not check:
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            wrong.append(f"{name}: is not what make_examples.py writes")
    if not wrong:
        wrong = [f"{name}: breaks its promise" for name in broken_promises()]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
