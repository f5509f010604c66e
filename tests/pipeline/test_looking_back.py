"""Looks back on whole vaults: what the notes say, what stays when a period ends, and what is kept between runs."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.cli import main as program
from pnm_vault.insights.looking_back.period_review import PeriodReview, review_period
from pnm_vault.insights.looking_back.periods import parse_period
from pnm_vault.model.note import Channel
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.checking import check_vault
from pnm_vault.pipeline.questions import looking_back
from pnm_vault.pipeline.questions.looking_back import look_back
from pnm_vault.pipeline.writing import look_writing
from tests.vaults import DAILY_PAGES, EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
TORTURE = os.environ.get("PNM_TORTURE") == "1"
MONTH = "Months/2026-10 in review.md"
QUARTER = "Quarters/2026-Q3 in review.md"

ANN = """---
type: person
circles: [choir]
---
# Ann Lee

## How we met
At the fair, over a broken lamp.

## Log
- 2026-10-20: called, gave me the recipe for the bread
- 2026-10-13: choir, I'll send her the photographs of the concert
- 2026-10-06: coffee
- 2026-09-29: choir
- 2026-09-22: choir
- 2026-09-15: choir
- 2026-09-08: choir
- 2026-06-10: choir
- 2026-01-10: choir
"""
BO = """---
type: person
category: family
---
# Bo Chen

## Log
- 2026-10-28: sent the photographs of the concert, Ann Lee sent them to me
- 2026-10-21: lunch
- 2026-09-10: lunch
- 2026-02-01: lunch
- 2026-01-20: lunch
"""
# Somebody seen often in spring, so that the log is old enough to count the ties alive.
DI = "---\ntype: person\n---\n" + "".join([f"- 2026-04-{day}: run\n" for day in range(10, 22)])
ME = "---\ntype: me\n---\n# Me\n\n## Circles that matter\n- family: always\n- choir\n"


def people(**more: str) -> dict[str, str | bytes]:
    return {"People/Ann Lee.md": ANN, "People/Bo Chen.md": BO, "Me.md": ME, **more}


def look(root: Path, key: str, day: date = EXAMPLE_DAY, *, private: bool = True) -> PeriodReview:
    period = parse_period(key)
    assert period is not None
    with open_session(str(root), day) as session:
        return look_back(session, period, private=private)


def shown(root: Path, name: str) -> str:
    return reviews(root)[name].decode()


def test_what_october_was(make_vault: MakeVault) -> None:
    daily = (
        "- Introduced [[Ann Lee]] to [[Bo Chen]]: they bake\n- [x] Send [[Ann Lee]] the photographs of the concert\n"
    )
    root = make_vault(people(**{"Daily/2026-10-27.md": daily}))
    found = look(root, "2026-10")
    assert (found.days, found.contacts, found.on_days) == (7, 2, 6)
    assert [(one.said.day, one.by.day, one.mine) for one in found.kept] == [
        (date(2026, 10, 13), date(2026, 10, 27), True)
    ]
    assert [one.source.line for one in found.doings.introduced] == [1]
    assert [one.source.line for one in found.doings.done] == [2]
    assert dict(found.doings.channels)[Channel.CALL] == 1
    assert [(one.name, one.days) for one in found.often] == [("Ann Lee", 4), ("Bo Chen", 3)]
    assert found.busiest_day == (date(2026, 10, 27), 2)
    assert found.came == ()
    assert found.attention.matters == ("family", "choir")


def test_a_period_before_the_log_and_an_empty_vault(make_vault: MakeVault) -> None:
    root = make_vault(people())
    early = look(root, "2024-02")
    assert (early.days, early.capacity, early.came, early.quiet) == (0, None, (), ())
    empty = make_vault({"People/Ann Lee.md": "\n", "People/Bo Chen.md": "\n"})
    assert look(empty, "2026-10").days == 0


def test_the_running_month_ends_today(make_vault: MakeVault) -> None:
    root = make_vault(people())
    found = look(root, "2026-10", date(2026, 10, 13))
    assert (found.until, found.so_far, found.days) == (date(2026, 10, 13), True, 2)


def test_a_note_for_each_period_that_is_over_and_worth_one(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    assert {name for name in reviews(root) if "/" in name} == {MONTH, QUARTER}
    assert regenerate(root).changes == ()
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert session.regenerate().unchanged == DAILY_PAGES + 2


def test_below_five_days_of_contact_there_is_no_note_and_a_run_comes_to_rest(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann Lee.md": "---\ntype: person\n---\n- 2026-10-06: coffee\n- 2026-10-01: coffee\n"})
    regenerate(root)
    assert not any("/" in name for name in reviews(root))
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        known = looking_back.looks_back
        looking_back.looks_back = None  # type: ignore[assignment]
        try:
            done = session.regenerate()
        finally:
            looking_back.looks_back = known
    assert (done.changes, done.unchanged) == ((), DAILY_PAGES)


@pytest.mark.parametrize(("setting", "names"), [("[]", set()), ('["quarter"]', {QUARTER}), ('"month"', {MONTH})])
def test_the_setting_says_which(make_vault: MakeVault, setting: str, names: set[str]) -> None:
    root = make_vault(people(**{"pnm.toml": f"[review]\nperiods = {setting}\n"}))
    regenerate(root)
    assert {name for name in reviews(root) if "/" in name} == names


def test_when_the_next_month_ends_the_note_stays_with_all_that_is_in_it(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    note = root / "Reviews" / MONTH
    with note.open("a", encoding="utf-8") as file:
        file.write("\nA good month. [[Ann Lee]] on 2026-11-30: not contact, only my words.\n")
    text = note.read_bytes()
    november = ANN.replace(
        "- 2026-10-20", "".join(f"- 2026-11-{day}: choir\n" for day in range(24, 29)) + "- 2026-10-20"
    )
    write(root, {"People/Ann Lee.md": november})
    later = date(2026, 12, 3)
    done = regenerate(root, later)
    assert "Reviews/Months/2026-11 in review.md" in done.report.created
    assert note.read_bytes() == text
    # It is nobody's log, no problem to anybody, and the run comes to rest.
    with open_session(str(root), later) as session:
        assert {tie.name: tie.last for tie in session.picture().network.ties}["Ann Lee"] == date(2026, 11, 28)
        assert session.picture().problems == ()
    assert regenerate(root, later).changes == ()
    assert check_vault(str(root), later).problems == ()
    write(root, {"People/Ann Lee.md": november.replace("2026-10-06: coffee", "2026-10-06: tea")})
    regenerate(root, later)
    assert note.read_bytes() == text


def test_words_written_inside_our_part_are_kept_too(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    note = root / "Reviews" / MONTH
    note.write_text(note.read_text("utf-8").replace("## In your words\n", "## In your words\n\nI sang.\n"), "utf-8")
    write(root, {"People/Bo Chen.md": BO.replace("2026-10-21: lunch", "2026-10-21: lunch\n- 2026-10-22: lunch")})
    regenerate(root)
    text = note.read_text("utf-8")
    assert text.endswith("\nI sang.\n")
    assert "3 days" in text


def test_an_older_note_is_made_and_refreshed_on_demand(make_vault: MakeVault) -> None:
    root = make_vault(people())
    name = "Months/2026-09 in review.md"
    words = ["--vault", str(root), "--today", "2026-11-23", "review", "month", "2026-09", "--write"]
    assert program.run([*words, "--dry-run"]) == 0
    assert name not in reviews(root)
    assert program.run(words) == 0
    made = reviews(root)[name]
    note = root / "Reviews" / name
    note.write_bytes(b"Mine above.\n" + made + b"Mine below.\n")
    assert program.run(words) == 0
    assert note.read_bytes() == b"Mine above.\n" + made + b"Mine below.\n"
    write(root, {"People/Bo Chen.md": BO.replace("2026-09-10: lunch", "2026-09-10: lunch\n- 2026-09-09: lunch")})
    assert program.run(words) == 0
    text = note.read_bytes()
    assert text.startswith(b"Mine above.\n") and text.endswith(b"Mine below.\n")
    assert b"6 days of contact" in text
    note.write_bytes(b"My own September.\n")
    assert program.run(words) == 1
    assert note.read_bytes() == b"My own September.\n"


def test_the_note_that_regenerate_keeps_is_the_one_that_write_makes(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    period = parse_period("2026-10")
    assert period is not None
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert look_writing.write_look(session, period, dry_run=False).plan.steps == ()
    assert regenerate(root).changes == ()


SAM = """---
type: person
private: true
circles: [choir]
aliases: [Sammy]
---
# Sam Grey

## Log
- 2026-10-20: choir
- 2026-10-12: coffee with [[Ann Lee]]
"""


def test_private_contacts_are_neither_named_nor_counted_in_the_notes(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    plain = {name: text for name, text in reviews(root).items() if "/" in name}
    daily = "- Introduced [[Ann Lee]] to Sammy, who is glad\n"
    write(root, {"People/Sam Grey.md": SAM.replace(" with [[Ann Lee]]", ""), "Daily/2026-10-20.md": daily})
    regenerate(root)
    hidden = {name: text for name, text in reviews(root).items() if "/" in name}
    assert not any(b"Sam" in text for text in hidden.values())
    assert hidden == plain  # the daily note told of a day that was contact already
    mine, shared = look(root, "2026-10"), look(root, "2026-10", private=False)
    assert (mine.days, shared.days) == (7, 5)
    assert len(mine.doings.introduced) == 1
    assert shared.doings.introduced == ()


def test_a_private_contact_gets_another_name_for_a_line(make_vault: MakeVault) -> None:
    """The other name of a private contact without a single day counts too, also when it is added later."""
    daily = "- Introduced [[Ann Lee]] to Wolf, who is glad\n"
    quiet = "---\ntype: person\nprivate: true\n---\n# Sam Grey\n"
    root = make_vault(people(**{"People/Sam Grey.md": quiet, "Daily/2026-10-20.md": daily}))
    regenerate(root)
    assert "Wolf" in shown(root, MONTH)
    write(root, {"People/Sam Grey.md": quiet.replace("private", "aliases: [Wolf]\nprivate")})
    regenerate(root)
    assert "Wolf" not in shown(root, MONTH)


def test_with_very_many_contacts_the_note_leaves_lines_out(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "MANY_CONTACTS", 1)
    monkeypatch.setattr(look_writing, "MANY_CONTACTS", 1)
    root = make_vault(people())
    regenerate(root)
    assert "by pnm review month 2026-10 alone" in shown(root, MONTH).replace("\\", "")
    assert "by phone" not in shown(root, MONTH)
    assert program.run(["--vault", str(root), "--today", "2026-11-23", "review", "month", "--write"]) == 0
    assert regenerate(root).changes == ()


def test_days_outside_a_month_change_nothing_inside(make_vault: MakeVault) -> None:
    root = make_vault(people())
    before = look(root, "2026-10")
    write(root, {"People/Bo Chen.md": BO.replace("## Log\n", "## Log\n- 2026-11-11: lunch\n- 2026-12-24: planned\n")})
    assert look(root, "2026-10") == before


EDITS = {
    "a day in October": ("People/Ann Lee.md", "2026-10-06: coffee", "2026-10-07: coffee"),
    "other words": ("People/Ann Lee.md", "2026-10-06: coffee", "2026-10-06: called her"),
    "a day in November": ("People/Ann Lee.md", "## Log\n", "## Log\n- 2026-11-02: choir\n"),
    "a circle": ("People/Ann Lee.md", "[choir]", "[climbing]"),
    "how they met": ("People/Ann Lee.md", "broken lamp", "broken chair"),
    "a name": ("People/Ann Lee.md", "# Ann Lee", "name:: Ann Poe"),
    "private": ("People/Bo Chen.md", "category: family", "category: family\nprivate: true"),
    "closeness": ("People/Bo Chen.md", "category: family", "category: family\ncloseness: 5"),
    "a snooze": ("People/Bo Chen.md", "category: family", "category: family\nsnooze: 2027-01-01"),
    "archived": ("People/Bo Chen.md", "category: family", "category: family\nstatus: archived"),
    "what matters": ("Me.md", "- family: always\n- choir", "- choir\n- family"),
    "the setting": ("pnm.toml", "", "[cadence]\nfamily = 5\n"),
    "an introduction": ("Daily/2026-10-27.md", "", "- Introduced [[Ann Lee]] to [[Bo Chen]]\n"),
    "a task": ("Daily/2026-10-26.md", "", "- [x] Send [[Ann Lee]] the photographs of the concert\n"),
    "another": ("People/Cy.md", "", "---\ntype: person\nmet_on: 2026-10-03\ncircles: [choir]\n---\n"),
    "gone": ("People/Bo Chen.md", None, None),
}


def edit(root: Path, name: str) -> None:
    path, before, after = EDITS[name]
    note = root / path
    if before is None or after is None:
        note.unlink(missing_ok=True)
    elif not note.exists():
        if not before:
            write(root, {path: after})
    elif before and before in (text := note.read_text("utf-8")):
        note.write_text(text.replace(before, after, 1), "utf-8")


@settings(
    max_examples=100 if TORTURE else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5))
def test_what_is_kept_gives_the_notes_that_a_first_look_gives(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, edits: list[str]
) -> None:
    root = tmp_path_factory.mktemp("vault")
    (root / ".obsidian").mkdir()
    write(root, people())
    monkeypatch.setenv("PNM_CACHE", str(tmp_path_factory.mktemp("cache")))
    regenerate(root)
    for name in edits:
        edit(root, name)
        regenerate(root)
    kept = {name: text for name, text in reviews(root).items() if "/" in name}
    monkeypatch.setenv("PNM_CACHE", str(tmp_path_factory.mktemp("empty")))
    regenerate(root)
    assert kept == {name: text for name, text in reviews(root).items() if "/" in name}


def test_a_note_in_november_leaves_what_is_kept_of_october(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(people())
    regenerate(root)
    asked: list[str] = []
    real = review_period

    def counted(evidence: object, period: object, today: date) -> PeriodReview:
        asked.append(getattr(period, "key", ""))
        return real(evidence, period, today)  # type: ignore[arg-type]

    monkeypatch.setattr(looking_back, "review_period", counted)
    for name in ("a day in November", "a day in October", "a circle"):
        edit(root, name)
        regenerate(root)
        asked.append(name)
    assert asked == ["a day in November", "2026-10", "a day in October", "2026-10", "2026-Q3", "a circle"]


def test_check_does_not_believe_what_is_kept(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        stored = session.cache.state(looking_back.LOOKS)
        assert stored is not None and b"Ann Lee" in stored
        session.cache.commit({}, {looking_back.LOOKS: stored.replace(b"Ann Lee", b"Eve Lee")})
    write(root, {"People/Bo Chen.md": BO.replace("## Log\n", "## Log\n- 2026-11-11: lunch\n")})
    regenerate(root)
    assert "Eve Lee" in shown(root, MONTH)
    assert {problem.path for problem in check_vault(str(root), EXAMPLE_DAY).problems} == {
        f"Reviews/{MONTH}",
        f"Reviews/{QUARTER}",
    }


def test_what_is_pasted_is_no_contact_and_names_no_private_one(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(people(**{"People/Sam Grey.md": SAM}))
    before = look(root, "2026-10")
    words = ["--vault", str(root), "--today", "2026-11-23", "review", "month", "2026-10", "--markdown"]
    assert program.run(words) == 0
    pasted = capsys.readouterr().out
    assert all(line.startswith(">") for line in pasted.splitlines())
    assert "[[People/Ann Lee|Ann Lee]]" in pasted
    assert "Sam" not in pasted
    write(root, {"Daily/2026-10-31.md": pasted, "People/Bo Chen.md": BO + "\n" + pasted})
    assert look(root, "2026-10") == before


def test_whoever_is_never_to_be_suggested_is_counted_and_not_named_among_those_that_left(make_vault: MakeVault) -> None:
    root = make_vault(
        people(**{"People/Di.md": DI, "People/Zora.md": "---\ntype: person\nsuggest: never\n---\n- 2026-07-10: tea\n"})
    )
    capacity = look(root, "2026-10").capacity
    assert capacity is not None
    assert (capacity.now.went, capacity.went) == (1, ())
    write(root, {"People/Zora.md": "---\ntype: person\n---\n- 2026-07-10: tea\n"})
    capacity = look(root, "2026-10").capacity
    assert capacity is not None
    assert (capacity.now.went, capacity.went) == (1, ("People/Zora.md",))


def test_archived_and_deceased_contacts_are_in_what_happened_and_in_nothing_else(make_vault: MakeVault) -> None:
    root = make_vault(people(**{"People/Di.md": DI}))
    before = look(root, "2026-10")
    write(root, {"People/Ann Lee.md": ANN.replace("type: person", "type: person\ndeceased: true\npriority: 1")})
    after = look(root, "2026-10")
    assert (after.days, after.often) == (before.days, before.often)
    assert after.attention.near == after.attention.far == ()
    assert before.capacity is not None and after.capacity is not None
    assert after.capacity.now.alive == before.capacity.now.alive - 1
