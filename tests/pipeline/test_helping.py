"""Help in both directions, from notes to answers: who is shown, who is not, and when it is worked out anew."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.insights.helping import help_found
from pnm_vault.insights.helping.needs import NeedsRadar
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import helping
from pnm_vault.pipeline.questions.helping import answer_needs, answer_own_help
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
ME = "---\ntype: me\nasks:\n  - a piano tuner\n  - looking for a sailing boat\n---\n"
TUNER = "---\ntype: person\n{}---\n## Can Help With\n- tuning a piano\n"


def own(root: Path, day: date = EXAMPLE_DAY) -> OwnHelp:
    with open_session(str(root), day) as session:
        return answer_own_help(session)


def needs(root: Path, day: date = EXAMPLE_DAY) -> NeedsRadar:
    with open_session(str(root), day) as session:
        return answer_needs(session)


def logged(*days: str) -> str:
    return "## Log\n" + "".join([f"- {day}\n" for day in days])


def names(block: Any) -> list[str]:
    return [one.reached.name for one in block]


def test_three_blocks_each_with_words_and_line(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Me.md": ME,
            "People/Near.md": TUNER.format("closeness: 4\n") + logged("2026-11-01: tea"),
            "People/Far.md": TUNER.format("") + logged("2022-01-01: met at a fair"),
            "People/New.md": TUNER.format('knows: "[[Near]]"\n'),
        }
    )
    [tuner, boat] = own(root).asks
    assert (names(tuner.strong), names(tuner.weak), names(tuner.one_step)) == (["Near"], ["Far"], ["New"])
    assert (tuner.strong[0].fit.text, tuner.strong[0].line) == ("tuning a piano", 6)
    assert tuner.one_step[0].reached.via == ("People/Near.md", "Near")
    assert not boat.is_answered


@pytest.mark.parametrize(
    "field",
    [
        "private: true",
        "suggest: never",
        "status: archived",
        "status: deceased",
        "no_reminder: [asking for a piano tuner]",
    ],
)
def test_who_is_left_alone(make_vault: MakeVault, field: str) -> None:
    root = make_vault({"Me.md": ME, "People/Ann.md": TUNER.format(f"{field}\n") + logged("2026-11-01: tea")})
    assert not any(ask.is_answered for ask in own(root).asks)
    regenerate(root)
    page = reviews(root)["Help for what I need.md"]
    assert b"Ann" not in page and b"Nobody here says so yet" in page


def test_a_private_way_is_no_way(make_vault: MakeVault) -> None:
    near = TUNER.format("private: true\n").replace("tuning a piano", "x") + logged("2026-11-01: tea")
    root = make_vault({"Me.md": ME, "People/Near.md": near, "People/New.md": TUNER.format('knows: "[[Near]]"\n')})
    assert own(root).asks[0].one_step == ()
    regenerate(root)
    assert b"Near" not in b"".join(
        [line for line in reviews(root)["Help for what I need.md"].splitlines() if b"Near you" not in line]
    )


def test_whoever_was_asked_waits_90_days_and_comes_later_for_anything_else(make_vault: MakeVault) -> None:
    asked = logged("2026-01-05: tea", "2026-08-25: asked for help with a piano tuner")
    root = make_vault(
        {
            "Me.md": ME,
            "People/Ann.md": TUNER.format("closeness: 4\n") + "- a sailing boat\n" + asked,
            "People/Bob.md": TUNER.format("closeness: 3\n").replace("tuning a piano", "a sailing boat")
            + logged("2026-01-05: tea"),
        }
    )
    before = own(root, date(2026, 8, 24))
    assert names(before.asks[0].strong) == ["Ann"]
    assert names(before.asks[1].strong) == ["Ann", "Bob"]
    tuner, boat = own(root, date(2026, 11, 22)).asks
    assert (tuner.strong, [one.day for one in tuner.asked]) == ((), [date(2026, 8, 25)])
    assert names(boat.strong) == ["Bob", "Ann"]
    assert boat.strong[1].loaded is not None and boat.strong[1].loaded.day == date(2026, 8, 25)
    tuner, boat = own(root, date(2026, 11, 23)).asks
    assert (names(tuner.strong), tuner.asked) == (["Ann"], ())
    assert tuner.strong[0].last_asked == date(2026, 8, 25)
    assert names(boat.strong) == ["Ann", "Bob"]


def test_without_asks_the_note_says_what_to_write(make_vault: MakeVault) -> None:
    for files in ({}, {"Me.md": "---\ntype: me\n---\n"}):
        root = make_vault({**files, "People/Ann.md": TUNER.format("")})
        assert own(root).asks == ()
        regenerate(root)
        assert "Too little yet" in reviews(root)["Help for what I need.md"].decode()


def test_asks_too_private_are_not_on_the_note(make_vault: MakeVault) -> None:
    root = make_vault({"Me.md": ME.replace("a piano tuner", "a good therapist")})
    assert [ask.text for ask in own(root).asks] == ["looking for a sailing boat"]


ASKER = "---\ntype: person\n{}---\n## Asks\n- 2026-01-02: a sailing boat\n"
OFFER = "---\ntype: person\n{}---\n## Can Help With\n- a sailing boat\n"


def test_what_i_can_do_and_whom_they_could_meet(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Me.md": "---\ntype: me\noffers: [tuning a piano]\n---\n",
            "People/Ann.md": ASKER.format("") + "- 2025-12-24: a piano to be tuned\n- a third violin\n",
            "People/Bob.md": OFFER.format("") + logged("2026-11-01: tea"),
        }
    )
    found = needs(root)
    assert [(one.need.text, one.said, one.proof.line) for one in found.yours] == [
        ("a piano to be tuned", "tuning a piano", 3)
    ]
    assert [(one.need.day, one.name, one.offer) for one in found.others] == [
        (date(2026, 1, 2), "Bob", "a sailing boat")
    ]
    assert [one.text for one in found.nobody] == ["a third violin"]


@pytest.mark.parametrize(
    ("ann", "bob"),
    [
        ('no_introduction: "[[Bob]]"\n', ""),
        ("", 'no_introduction: "[[Ann]] until 2026-12-01"\n'),
        ('knows: "[[Bob]]"\n', ""),
        ("", "suggest: never\n"),
        ("", "private: true\n"),
        ("", "status: archived\n"),
    ],
)
def test_whom_they_are_not_to_meet(make_vault: MakeVault, ann: str, bob: str) -> None:
    found = needs(make_vault({"People/Ann.md": ASKER.format(ann), "People/Bob.md": OFFER.format(bob)}))
    assert (found.others, [one.text for one in found.nobody]) == ((), ["a sailing boat"])


@pytest.mark.parametrize(
    "more",
    [
        "\n## Log\n- 2026-02-01: gave: help with the sailing boat\n",
        "\n## Tasks\n- [x] find a sailing boat for her ✅ 2026-02-01\n",
        "\n## Tasks\n- [ ] Help with a sailing boat 📅 2026-12-01\n",
        "\n## Tasks\n- [ ] introduce [[Ann]] and [[Bob]]\n",
    ],
)
def test_needs_that_are_seen_to(make_vault: MakeVault, more: str) -> None:
    root = make_vault({"People/Ann.md": ASKER.format("") + more, "People/Bob.md": OFFER.format("")})
    found = needs(root)
    assert (found.others, found.nobody, found.old) == ((), (), ())


@pytest.mark.parametrize(("status", "meet", "nobody"), [("made", 0, 0), ("idea", 0, 0), ("declined", 0, 1)])
def test_an_introduction_about_it(make_vault: MakeVault, status: str, meet: int, nobody: int) -> None:
    note = f'---\ntype: introduction\nbetween: ["[[Ann]]", "[[Bob]]"]\nstatus: {status}\n---\n'
    files: dict[str, str | bytes] = {"People/Ann.md": ASKER.format(""), "People/Bob.md": OFFER.format("")}
    found = needs(make_vault({**files, "Introductions/Ann and Bob.md": note}))
    assert (len(found.others), len(found.nobody)) == (meet, nobody)


@pytest.mark.parametrize("field", ["private: true\n", "suggest: never\n", "status: deceased\n"])
def test_nothing_of_those_to_be_left_alone(make_vault: MakeVault, field: str) -> None:
    root = make_vault({"People/Ann.md": ASKER.format(field), "People/Bob.md": OFFER.format("")})
    found = needs(root)
    assert (found.others, found.nobody, found.yours, found.old) == ((), (), (), ())


def test_a_private_name_in_a_need_or_an_offer_is_on_no_note(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Me.md": "---\ntype: me\nasks: [a sailing boat, a boat for Nadia Furian]\noffers: [a sailing day with "
            "Nadia Furian]\n---\n",
            "People/Ann.md": ASKER.format("").replace("a sailing boat", "a sailing boat for Nadia Furian"),
            "People/Bob.md": OFFER.format("").replace("a sailing boat", "the sailing boat of Nadia Furian"),
            "People/Nadia Furian.md": "---\ntype: person\nprivate: true\n---\n",
        }
    )
    assert len(needs(root).yours) == 1  # the terminal is the owner's alone
    regenerate(root)
    assert not [name for name, content in reviews(root).items() if b"Nadia" in content]


def test_an_old_ask_is_checked_and_matched_again_when_it_was(make_vault: MakeVault) -> None:
    ann = ASKER.format("").replace("2026-01-02", "2025-05-24")
    root = make_vault({"People/Ann.md": ann, "People/Bob.md": OFFER.format("")})
    day = date(2026, 11, 22)
    assert [len(needs(root, day).others), len(needs(root, day).old)] == [1, 0]
    day = date(2026, 11, 23)
    assert [len(needs(root, day).others), len(needs(root, day).old)] == [0, 1]
    regenerate(root, day)
    page = root / "Reviews/What I can do for whom.md"
    [line] = [one for one in page.read_text().splitlines() if "pnm:fact" in one]
    assert "noted 2025-05-24" in line
    page.write_text(page.read_text().replace(line, line.replace("- [ ]", "- [x]")))
    os.utime(root / "People/Ann.md", (1_700_000_000, 1_700_000_000))
    regenerate(root, day)
    assert "asks a sailing boat 2026-11-23" in (root / "People/Ann.md").read_text()
    [again] = needs(root, day).others
    assert again.need.day == date(2025, 5, 24)


def test_nobody_is_sent_more_than_two(make_vault: MakeVault) -> None:
    files: dict[str, str | bytes] = {f"People/Ann {number}.md": ASKER.format("") for number in range(4)}
    found = needs(make_vault({**files, "People/Bob.md": OFFER.format("")}))
    assert ([one.need.name for one in found.others], found.nobody) == (["Ann 0", "Ann 1"], ())


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[date]]:
    days: list[date] = []
    original = help_found.find_help

    def watched(*given: Any) -> help_found.HelpFound:
        days.append(given[2])
        return original(*given)

    monkeypatch.setattr(helping, "find_help", watched)
    yield days


def test_it_is_worked_out_anew_for_words_alone(make_vault: MakeVault, looked: list[date]) -> None:
    ann = ASKER.format("")
    root = make_vault({"Me.md": ME, "People/Ann.md": ann, "People/Bob.md": OFFER.format("")})
    steps: list[tuple[str, str, int]] = [
        ("People/Ann.md", f"# Ann\n\nA line above.\n\n{ann}".replace("# Ann\n\nA line above.\n\n---", "---"), 1),
        ("People/Ann.md", ann.replace("## Asks", "A line above.\n\n## Asks"), 1),
        ("People/Bob.md", OFFER.format("") + logged("2026-11-01: tea"), 1),
        ("People/Bob.md", OFFER.format("role: sailor\n"), 2),
        ("Me.md", ME.replace("a sailing boat", "a rowing boat"), 3),
        ("People/Ann.md", ann.replace("a sailing boat", "a canoe"), 4),
        ("Synonyms.md", "- canoe = sailing boat\n", 5),
    ]
    regenerate(root)
    assert len(looked) == 1
    for path, text, times in steps:
        write(root, {path: text})
        regenerate(root)
        assert len(looked) == times, (path, text)
        kept = needs(root), own(root)
        with open_session(str(root), EXAMPLE_DAY) as session:
            session.cache.commit({}, {helping.HELP: b""})
            assert (answer_needs(session), answer_own_help(session)) == kept, path
        looked.pop()


def test_of_many_the_note_stays_a_screenful(make_vault: MakeVault) -> None:
    asks = "".join([f"  - a thing called {name}\n" for name in ("brod", "krog", "stol", "miza", "vrata", "okno")])
    files: dict[str, str | bytes] = {
        f"People/P{number}.md": f"---\ntype: person\nasks:\n{asks}offers: [a thing called brod]\n---\n"
        for number in range(30)
    }
    root = make_vault({**files, "Me.md": f"---\ntype: me\nasks:\n{asks}---\n"})
    regenerate(root)
    for name in ("Help for what I need.md", "What I can do for whom.md"):
        assert len(reviews(root)[name].decode().splitlines()) < 70


def test_days_alone_change_nothing(make_vault: MakeVault) -> None:
    root = make_vault({"Me.md": ME, "People/Ann.md": ASKER.format(""), "People/Bob.md": OFFER.format("")})
    regenerate(root)
    pages = ("Help for what I need.md", "What I can do for whom.md")
    before = [reviews(root)[name] for name in pages]
    regenerate(root, EXAMPLE_DAY + timedelta(60))
    assert [reviews(root)[name] for name in pages] == before
