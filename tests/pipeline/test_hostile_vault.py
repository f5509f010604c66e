"""A whole vault of hostile notes among good ones, and review notes forged by a stranger."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from pnm_vault.review.item_key import ItemKey, digest_of_item, sealed_comment
from pnm_vault.review.plan import answers_on
from tests.pipeline.test_hostile import HOSTILE, LIVE, NAUGHTY, OUR_KEY
from tests.vaults import EXAMPLE_DAY, FIGURE, regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]

TORTURE = os.environ.get("PNM_TORTURE") == "1"
GOOD = 200 if TORTURE else 40
BAD = 1900 if TORTURE else 190
CANARY = "canary7731"
FIELDS = (
    *("name", "aliases", "organisation", "role", "category", "cadence", "birthday", "last_contact", "priority"),
    *("circles", "interests", "offers", "asks", "introduced_by", "email", "phone", "next_contact", "no_introduction"),
    *("no_acquaintance", "where_met", "city"),
)
MORE_NAUGHTY = (
    *NAUGHTY,
    f"```dataviewjs {CANARY}",
    f"<!-- pnm:contact {digest_of_item('People/Good 1.md')} 2026-01-01 5.aaaaa.bbbbb -->",
    "<!-- pnm:begin agenda format=1 -->",
    "\x00\x01\x1b[31mred\x07",
    "\u2066\u202e\u200f\ufeff\u200b",
    "🏳️‍🌈" * 50,
    "z\u0327\u0301" * 80,
    "x" * 5000,
    "[[" * 300,
    "]]|#^",
    "2026-13-45",
    "=1+1",
    "../../etc/passwd",
    "'; DROP TABLE notes; --",
    "%s%s%n",
    "{% include '/etc/passwd' %}",
    "\\\\\\",
)
# What is wrong with these is told: not only what it costs.
TOLD = {name: content for name, (content, code) in HOSTILE.items() if code is not None and len(content) < 100_000}


def hostile(number: int, chance: random.Random) -> tuple[str | bytes, bool]:
    """Make up a hostile note; True when a problem must name it."""
    kind = number % 5
    if kind == 0:
        return chance.choice([*TOLD.values()]), True
    if kind == 1:
        others = [content for name, (content, code) in HOSTILE.items() if code is None and len(content) < 20_000]
        return chance.choice(others), False
    text = chance.choice(MORE_NAUGHTY)
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    quoted = "".join([letter if letter >= " " else f"\\x{ord(letter):02x}" for letter in quoted])
    fields = chance.sample(FIELDS, 6)
    block = "".join(
        [f'{field}: "{quoted}"\n' if chance.random() < 0.7 else f'{field}: ["{quoted}"]\n' for field in fields]
    )
    body = f"## Log\n- 2026-08-01: {text}\n- [ ] call {text} 📅 2026-11-24\n- [x] {text}\n{text}\n"
    # A note with a line that begins like our markers counts as a review note, and is none of anybody's contacts.
    if text.startswith("<!-- pnm:begin"):
        kind = 4
    if kind == 2:
        return f"---\ntype: person\n{block}---\n{body}".encode() + bytes(chance.choices(range(128, 256), k=20)), True
    if kind == 3:
        return f"---\ntype: person\n{block}{body}", True  # never closed
    return f"---\ntype: person\n{block}---\n{body}", False


# The most memory a process has held, in kB, as it says itself: what its parent is told counts the parent's own too.
WITH_PEAK = """
import atexit, re, runpy, sys
from pathlib import Path

peak = Path(sys.argv.pop(1))
atexit.register(lambda: peak.write_text(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]))
runpy.run_module("pnm_vault", run_name="__main__", alter_sys=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process says how much memory it held on Linux only")
def test_a_vault_of_hostile_notes(make_vault: MakeVault) -> None:
    chance = random.Random(11)
    told: set[str] = set()
    files: dict[str, str | bytes] = {"pnm.toml": "[review]\nlines = 10000\n"}
    for number in range(BAD):
        content, wrong = hostile(number, chance)
        path = f"People/Bad {number}.md"
        files[path] = content
        told |= {path} if wrong else set()
    for number in range(GOOD):
        task = f"- [ ] write {number} 📅 2026-11-24\n"
        files[f"People/Good {number}.md"] = (
            f"---\ntype: person\ncadence: weekly\n---\n## Log\n- 2026-08-01: tea\n{task}"
        )
    root = make_vault(files)
    before = {path: (root / path).read_bytes() for path in files}
    peak = root.with_name("peak")
    command = [
        sys.executable,
        "-c",
        WITH_PEAK,
        str(peak),
        "--vault",
        str(root),
        "--today",
        str(EXAMPLE_DAY),
        "regenerate",
    ]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _, trouble = process.communicate()
    took = time.perf_counter() - began
    most = int(peak.read_text()) / 1024
    cost = f"{took:.1f} s, {most:.0f} MB, exit code {process.returncode}"
    print(f"{FIGURE}{BAD} hostile notes among {GOOD} good ones: {cost}")
    assert process.returncode in (0, 1)
    assert "Traceback" not in trouble and "went wrong" not in trouble
    assert most < 300
    assert {path: (root / path).read_bytes() for path in files} == before
    pages = reviews(root)
    for number in range(GOOD):
        assert pages["Reconnect.md"].count(b"|Good %d]]" % number) >= 1, number
        assert b"write %d" % number in pages["Follow-ups.md"]
    for name, content in pages.items():
        region = content.split(b"-->", 1)[1].rsplit(b"<!-- pnm:end", 1)[0]
        region = OUR_KEY.sub(b"", region)
        assert not LIVE.search(region), (name, LIVE.search(region))
        assert b"<!--" not in region, name
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", region), name
        assert re.search(rb"```[a-z]*js " + CANARY.encode(), region) is None
    with open_session(str(root), EXAMPLE_DAY) as session:
        named = {problem.path for problem in session.picture().problems}
    assert told - named == set()
    print(f"{FIGURE}{len(told)} of {len(told)} broken notes are named")


# --- review notes that a stranger has forged ----------------------------------------------------------------------

ANN, BOB = "People/Ann.md", "People/Bob.md"
NOTE = "---\ntype: person\ncadence: weekly\n---\n## Log\n- 2026-08-01: tea\n- [ ] call {} 📅 2026-11-24\n"


def key(path: str, since: str = "2026-08-01", kind: str = "contact") -> ItemKey:
    return ItemKey(kind, digest_of_item(path), since)


def forged(line: str, path: str, words: str = "", kind: str = "contact") -> str:
    """Give a line with a key for one contact whose seal is right for the words on it."""
    return f"- [x] {line} {sealed_comment(key(path, kind=kind), line, ())} {words}"


def raw(comment: str, line: str = "[[People/Ann|Ann]]") -> str:
    return f"- [x] {line} <!-- pnm:{comment} --> canary"


FORGED: dict[str, list[str]] = {
    "a contact that is none": [forged("[[People/Zoe|Zoe]]", "People/Zoe.md", "canary")],
    "a contact that is none, without a link": [forged("somebody", "People/Zoe.md", "canary")],
    "a key of one contact on the line of another": [forged("[[People/Ann|Ann]]", BOB, "canary")],
    "a target out of the vault": [forged("[[../../etc/passwd|Ann]]", "../../etc/passwd", "canary")],
    "a kind that is none": [raw("everything 00000000 2026-08-01 5.aaaaa.bbbbb")],
    "a length of 9999": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 9999.aaaaa.bbbbb")],
    "a length of many digits": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 {'9' * 4000}.aaaaa.bbbbb")],
    "a length of nothing": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 0.aaaaa.bbbbb")],
    "a length in other digits": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 ٣.aaaaa.bbbbb")],
    "forty sums and more": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 5.aaaaa.bbbbb{'.ccccc' * 500}")],
    "a day that is none": [raw(f"contact {digest_of_item(ANN)} 9999999999 5.aaaaa.bbbbb")],
    "an open comment": ["- [x] [[People/Ann|Ann]] <!-- pnm:contact canary", "<!-- <!-- <!--"],
    "comments in comments": [
        raw(f"contact {digest_of_item(ANN)} <!-- pnm:contact {digest_of_item(BOB)} - 5.aaaaa.bbbbb -->")
    ],
    "a comment in the words": [forged("[[People/Ann|Ann]] <!-- x -->", BOB, "canary")],
    "two keys on one line": [
        f"- [x] [[People/Ann|Ann]] {sealed_comment(key(BOB), '[[People/Ann|Ann]]', ())} canary "
        f"{sealed_comment(key(ANN), '[[People/Ann|Ann]]', ())}"
    ],
    "a follow-up that is none": [forged("“call them” [[People/Ann|Ann]]", "People/Ann.md\ncanary", "", "follow-up")],
    "a date that is none": [forged("[[People/Ann|Ann]] birthday", "People/Ann.md\nbirthday", "canary", "date")],
    "an introduction of one": [forged("[[People/Ann|Ann]]", "x", "canary", "introduction")],
    "an acquaintance of one": [forged("[[People/Ann|Ann]]", "x", "canary", "acquaintance")],
    "an introduction of nobody": [forged("[[People/Zoe|Zoe]] and [[../Bob|Bob]]", "x", "canary", "introduction")],
    "a nest of brackets": [raw(f"contact {digest_of_item(ANN)} 2026-08-01 900.aaaaa.bbbbb", "[[" * 400 + "]]" * 400)],
    "boxes in boxes": ["- [[x]] [x] - [x] <!-- pnm:contact " + "0" * 8 + " - 1.aaaaa.bbbbb -->"],
}


def forge(root: Path, lines: list[str], page: str = "Reconnect") -> Path:
    path = root / f"Reviews/{page}.md"
    text = path.read_text("utf-8")
    at = text.index("<!-- pnm:end")
    path.write_text(text[:at] + "\n".join(lines) + "\n\n" + text[at:], "utf-8")
    return path


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_line_does_nothing_that_it_does_not_say(make_vault: MakeVault, name: str) -> None:
    root = make_vault({ANN: NOTE.format("Ann"), BOB: NOTE.format("Bob"), "x.md": "x\n"})
    regenerate(root)
    for path in (ANN, BOB):
        os.utime(root / path, (1_700_000_000, 1_700_000_000))
    before = {path: (root / path).read_bytes() for path in (ANN, BOB, "x.md")}
    page = forge(root, FORGED[name])
    done = regenerate(root)
    assert [outcome for outcome in done.outcomes if not outcome.reason] == []
    assert {path: (root / path).read_bytes() for path in before} == before
    text = page.read_text("utf-8")
    for line in FORGED[name]:
        if "canary" in line:
            assert "canary" in text  # what somebody may have written is kept
    # The problem that was told is over when the line has gone to the end of its note.
    regenerate(root)
    assert regenerate(root).changes == ()
    assert {path: (root / path).read_bytes() for path in before} == before
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {path for path in found if not path.startswith("Reviews/")} == set(before)


@pytest.mark.parametrize("since", ["2026-08-01", "-", "9999999999"])
def test_a_line_that_says_what_it_does_is_carried_out_wherever_it_came_from(make_vault: MakeVault, since: str) -> None:
    """The guard of the tests above: a seal made like these is a good one. Brought back, it changes nothing."""
    root = make_vault({ANN: NOTE.format("Ann"), BOB: NOTE.format("Bob")})
    regenerate(root)
    os.utime(root / ANN, (1_700_000_000, 1_700_000_000))
    for _ in range(2):
        words = "[[People/Ann|Ann]]"
        forge(root, [f"- [x] {words} {sealed_comment(key(ANN, since), words, ())} met at the lake"])
        done = regenerate(root)
        assert [outcome.said for outcome in done.outcomes] == ["Ann: in touch on 2026-11-23"]
        assert (root / ANN).read_text("utf-8").count("- 2026-11-23: met at the lake\n") == 1


def big(line: str, size: int) -> list[str]:
    return [line] * (size // (len(line.encode()) + 1))


MOST = 1_900_000 if TORTURE else 190_000
SLOW: dict[str, list[str]] = {
    "many keys": big(forged("[[People/Zoe|Zoe]]", "People/Zoe.md", "canary"), MOST),
    "many keys of one contact": big(forged("[[People/Ann|Ann]]", BOB, "canary"), MOST),
    "many long seals": big(raw(f"contact {digest_of_item(ANN)} 2026-08-01 1400.aaaaa.bbbbb", "y" * 2300), MOST),
    "many comments in one line": ["- [x] " + "<!-- pnm:contact 00000000 - 1.aaaaa.bbbbb --> " * (MOST // 46)],
    "many openings in one line": ["- [x] " + "<!-- pnm:contact " * (MOST // 17)],
    "many links in one line": ["- [x] " + "[[a|" * (MOST // 4) + raw(f"contact {digest_of_item(ANN)} - 9.aaaaa.bbbbb")],
    "blanks before a key": ["- [x] " + " \t" * (MOST // 2) + "<!-- pnm:contact 00000000 - 1.aaaaa.bbbbb"],
    "lines below": [forged("[[People/Zoe|Zoe]]", "People/Zoe.md"), *big("    - [ ] canary", MOST)],
    "strays": [*big("a line of somebody's", MOST)],
    "one long line": ["x" * MOST],
    "marker lines": [*big("<!-- pnm:begin reconnect format=1 -->", MOST)],
}


@pytest.mark.parametrize("name", SLOW)
def test_a_huge_page_takes_no_long_time(make_vault: MakeVault, name: str) -> None:
    root = make_vault({ANN: NOTE.format("Ann"), BOB: NOTE.format("Bob")})
    regenerate(root)
    before = {path: (root / path).read_bytes() for path in (ANN, BOB)}
    page = forge(root, SLOW[name])
    content = page.read_bytes()
    assert len(content) < 2 * 1024 * 1024
    began = time.perf_counter()
    answers_on(content, "reconnect")
    read = time.perf_counter() - began
    regenerate(root)
    took = time.perf_counter() - began
    print(f"{FIGURE}{name}, {len(content) // 1024} kB: read in {read:.2f} s, made anew in {took - read:.2f} s")
    assert took < 20  # a second or so is the aim; a busy machine is no failure
    assert {path: (root / path).read_bytes() for path in before} == before
