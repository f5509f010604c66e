"""Notes about circles and organisations: made on the owner's word, kept from then on, and never one day wrong."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.insights.network_state.circle import groups_called
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import circle_notes
from pnm_vault.pipeline.questions.circle import all_groups
from pnm_vault.pipeline.writing.circle_writing import CircleWritten, write_circle
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

GOLDEN = Path(__file__).parents[1] / "golden_circles"
CHOIR = "Circles/choir (circle).md"
MakeVault = Callable[[dict[str, str | bytes]], Path]


def note(name: str, *more: str, log: str = "2026-09-01: coffee", circle: str = "choir") -> str:
    head = "".join([f"{line}\n" for line in more])
    return f"---\ntype: person\ncircles: [{circle}]\n{head}---\n# {name} Lee\n\n## Log\n- {log}\n"


def people(**changed: str) -> dict[str, str | bytes]:
    given = {
        "Ann": note("Ann", 'knows: "[[Bea Lee]]"', "asks: a van for a Sunday", "company: Acme"),
        "Bea": note("Bea", "offers: a song"),
        "Cy": note("Cy", "offers: the loan of a van"),
        "Di": note("Di", 'knows: "[[Ann Lee]]"', circle="lab"),
        "Eve": note("Eve", circle="lab"),
    }
    return {f"People/{name} Lee.md": text for name, text in (given | changed).items()}


def make_note(root: Path, name: str = "choir", *, dry_run: bool = False) -> CircleWritten:
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        [group] = groups_called(name, all_groups(session))
        return write_circle(session, group, dry_run=dry_run)


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often notes about circles were worked out."""
    times: list[int] = []
    really = circle_notes._made

    def counting(*args: object) -> object:
        times.append(1)
        return really(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(circle_notes, "_made", counting)
    return times


def test_word_for_word(example: Path) -> None:
    for name in ("choir", "book club", "ospedale"):
        make_note(example, name)
    found = {name.partition("/")[2]: text for name, text in reviews(example).items() if "/" in name}
    if os.environ.get("PNM_ACCEPT"):
        GOLDEN.mkdir(exist_ok=True)
        for name, content in found.items():
            (GOLDEN / name).write_bytes(content)
    assert sorted(found) == sorted([path.name for path in GOLDEN.iterdir()])
    for name, content in found.items():
        assert content.decode() == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_without_one_nothing_is_worked_out(make_vault: MakeVault, made: list[int]) -> None:
    root = make_vault(people())
    regenerate(root)
    assert made == []
    assert not (root / "Reviews/Circles").exists()


def test_what_is_written_is_what_a_regenerate_makes_of_it(make_vault: MakeVault) -> None:
    root = make_vault(people())
    regenerate(root)
    assert make_note(root, dry_run=True).plan.steps
    assert CHOIR not in reviews(root)
    written = make_note(root)
    assert written.report.created == (f"Reviews/{CHOIR}",)
    before = reviews(root)
    assert regenerate(root).changes == ()
    assert make_note(root).plan.steps == ()
    assert reviews(root) == before


def test_from_then_on_it_is_kept_and_ends_when_it_is_deleted(make_vault: MakeVault) -> None:
    root = make_vault(people())
    make_note(root)
    put(root, "People/Ann Lee.md", note("Ann", log="2026-11-20: a long walk"))
    done = regenerate(root)
    assert f"Reviews/{CHOIR}" in done.report.replaced
    assert "last contact 2026-11-20" in reviews(root)[CHOIR].decode()
    (root / "Reviews" / CHOIR).unlink()
    put(root, "People/Bea Lee.md", note("Bea", log="2026-11-21: tea"))
    regenerate(root)
    assert CHOIR not in reviews(root)


def test_words_of_the_owner_around_it_stay(make_vault: MakeVault) -> None:
    root = make_vault(people())
    make_note(root)
    path = root / "Reviews" / CHOIR
    path.write_bytes(b"mine above\r\n" + path.read_bytes() + b"mine below")
    put(root, "People/Cy Lee.md", note("Cy", log="2026-11-20: tea"))
    regenerate(root)
    assert path.read_bytes().startswith(b"mine above\r\n")
    assert path.read_bytes().endswith(b"mine below")
    assert b"last contact 2026-11-20" in path.read_bytes()


def test_one_that_goes_in_the_middle_of_a_run_is_not_made_again(make_vault: MakeVault) -> None:
    root = make_vault(people())
    make_note(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        (root / "Reviews" / CHOIR).unlink()
        session.regenerate(look=False)
    assert CHOIR not in reviews(root)


CHANGES: dict[str, dict[str, str]] = {
    "a day": {"Cy": note("Cy", "offers: the loan of a van", log="2026-10-01: tea")},
    "an earlier day": {"Cy": note("Cy", "offers: the loan of a van", log="2025-12-01: tea\n- 2026-09-01: coffee")},
    "a line above": {"Cy": note("Cy", "email: cy@example.org", "offers: the loan of a van")},
    "an offer": {"Cy": note("Cy", "offers: a boat")},
    "an offer of somebody outside": {"Eve": note("Eve", "offers: a van for a Sunday", circle="lab")},
    "an ask": {"Ann": note("Ann", "asks: a boat")},
    "a name outside": {"Di": note("Di", 'knows: "[[Ann Lee]]"', "name: Diana", circle="lab")},
    "a circle outside": {"Di": note("Di", 'knows: "[[Ann Lee]]"', circle="opera")},
    "private outside": {"Di": note("Di", 'knows: "[[Ann Lee]]"', "private: true", circle="lab")},
    "private": {"Bea": note("Bea", "private: true")},
    "archived": {"Bea": note("Bea", "status: archived")},
    "never": {"Cy": note("Cy", "suggest: never", "offers: the loan of a van")},
    "another circle": {"Bea": note("Bea", circle="opera")},
    "somebody new": {"Eve": note("Eve", circle="Choir")},
    "a tie": {"Eve": note("Eve", 'knows: "[[Cy Lee]]"', circle="lab")},
    "somebody new in the organisation": {"Eve": note("Eve", "company: acme", circle="lab")},
    "a veto": {"Cy": note("Cy", "offers: the loan of a van", 'no_introduction: "[[Ann Lee]]"')},
    "cadence": {"Cy": note("Cy", "cadence: weekly", "offers: the loan of a van")},
    "close": {"Cy": note("Cy", "closeness: 5", "offers: the loan of a van")},
}
OTHER_NOTES = {
    "an event": (
        "Events/Boats.md",
        "---\ntype: event\ndate: 2026-10-02\nattendees: ['[[Ann Lee]]', '[[Cy Lee]]']\n---\n",
    ),
    "a community": ("Choir.md", "---\ntype: community\nmembers: ['[[Ann Lee]]', '[[Bea Lee]]']\n---\n"),
    "a synonym": ("Synonyms.md", "---\ntype: synonyms\n---\n- van, song\n"),
    "an owner": ("Me.md", "---\ntype: me\ncircles: [choir]\noffers: [a van for a Sunday]\n---\n"),
    "a day of two": ("Daily/2026-11-20.md", "- Tea with [[Ann Lee]] and [[Cy Lee]]\n"),
    "a follow-up": ("Tasks.md", "- [ ] Help with a van for a Sunday: [[Ann Lee]]\n"),
    "an introduction": (
        "Introductions/Ann and Cy.md",
        "---\ntype: introduction\nbetween: ['[[Ann Lee]]', '[[Cy Lee]]']\n---\n- 2026-10-01: introduced\n",
    ),
}


def fresh(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What a run makes that keeps nothing from before."""
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "another cache"))
    regenerate(root)
    return reviews(root)


@pytest.mark.parametrize("change", [*CHANGES, *OTHER_NOTES])
def test_what_is_kept_is_what_would_be_made(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    root = make_vault(people())
    make_note(root)
    make_note(root, "acme")
    regenerate(root)
    if change in CHANGES:
        for path, text in people(**CHANGES[change]).items():
            put(root, path, str(text))
    else:
        put(root, *OTHER_NOTES[change])
    regenerate(root)
    kept = reviews(root)
    assert fresh(root, tmp_path, monkeypatch) == kept


@pytest.mark.parametrize("more", ["suggest: never", "status: archived", "private: true"])
def test_who_was_not_to_be_named_outside_is_when_that_ends(make_vault: MakeVault, more: str) -> None:
    tied = 'knows: "[[Ann Lee]]"'
    root = make_vault(people(Di=note("Di", tied, more, circle="lab")))
    make_note(root)
    regenerate(root)
    assert b"Di Lee" not in reviews(root)[CHOIR]
    put(root, "People/Di Lee.md", note("Di", tied, circle="lab"))
    regenerate(root)
    assert b"to lab \xc2\xb7 [[People/Ann Lee|Ann Lee]] \xc2\xb7 knows \xc2\xb7 [[People/Di Lee" in reviews(root)[CHOIR]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("People/Eve Lee.md", note("Eve", log="2026-11-20: tea", circle="lab")),
        ("People/Di Lee.md", note("Di", 'knows: "[[Ann Lee]]"', log="2026-11-20: tea", circle="lab")),
        ("Daily/2026-11-20.md", "- Tea with [[Eve Lee]]\n"),
        ("plain.md", "nobody\n"),
    ],
)
def test_a_note_of_somebody_outside_makes_nothing_anew(
    make_vault: MakeVault, made: list[int], path: str, text: str
) -> None:
    root = make_vault(people())
    make_note(root)
    regenerate(root)
    assert made == [1]
    put(root, path, text)
    regenerate(root)
    assert made == [1]


def test_nobody_private_is_on_it(make_vault: MakeVault) -> None:
    secret = note("Bea", "private: true", "offers: a song")
    ann = note("Ann", 'knows: "[[Bea Lee]]"', "asks: a talk with Bea Lee")
    root = make_vault(people(Bea=secret, Ann=ann, Di=note("Di", 'knows: "[[Ann Lee]]"', circle="Bea Lee's lab")))
    put(root, "Meetings/2026-10-01 Tea with Bea Lee.md", "---\ntype: meeting\nattendees: ['[[Ann Lee]]']\n---\n")
    make_note(root)
    assert b"2 contacts" in reviews(root)[CHOIR]
    assert b"Bea" not in reviews(root)[CHOIR]
    regenerate(root)
    assert b"Bea" not in reviews(root)[CHOIR]


def test_where_all_are_private_there_is_none_and_one_that_was_there_names_nobody(make_vault: MakeVault) -> None:
    root = make_vault(people())
    make_note(root)
    hidden = {name: note(name, "private: true") for name in ("Ann", "Bea", "Cy")}
    for path, text in people(**hidden).items():
        put(root, path, str(text))
    regenerate(root)
    told = reviews(root)[CHOIR].decode()
    assert "A circle nobody is in now." in told
    assert "Lee" not in told
    assert make_note(root).nothing


def test_a_circle_called_after_somebody_private_has_none(make_vault: MakeVault) -> None:
    root = make_vault(people(Bea=note("Bea", "private: true"), Eve=note("Eve", circle="friends of Bea Lee")))
    assert make_note(root, "friends").nothing
    assert "Circles" not in str(reviews(root))


def test_a_note_of_the_owner_in_its_place_is_left_alone(make_vault: MakeVault) -> None:
    root = make_vault(people())
    put(root, f"Reviews/{CHOIR}", "mine\n")
    written = make_note(root)
    assert [problem.code for problem in written.problems] == ["review-not-ours"]
    assert [problem.code for problem in regenerate(root).faults] == ["review-not-ours"]
    assert reviews(root)[CHOIR] == b"mine\n"


def test_of_two_names_for_one_file_the_first_has_the_note(make_vault: MakeVault) -> None:
    root = make_vault(people(Di=note("Di", circle="a/b"), Eve=note("Eve", circle="'a:b'")))
    assert make_note(root, "a/b").path == "Reviews/Circles/a-b (circle).md"
    assert make_note(root, "a:b").other == "a/b"
    assert b"[[People/Di Lee" in reviews(root)["Circles/a-b (circle).md"]
    assert regenerate(root).report.replaced == ()


def test_another_spelling_of_the_circle_stays_with_its_note(make_vault: MakeVault) -> None:
    root = make_vault(people())
    make_note(root)
    put(root, "People/Ann Lee.md", note("Ann", circle="Choir"))
    regenerate(root)
    assert [name for name in reviews(root) if "circle" in name] == [CHOIR]
    assert b"# Choir" in reviews(root)[CHOIR]
    assert make_note(root).plan.steps == ()


def test_a_circle_and_an_organisation_of_one_name_each_have_their_own(make_vault: MakeVault) -> None:
    root = make_vault(people(Eve=note("Eve", "company: choir", circle="lab")))
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        for group in all_groups(session):
            if group.name == "choir":
                write_circle(session, group, dry_run=False)
    assert "Circles/choir (circle).md" in reviews(root)
    assert "Circles/choir (organisation).md" in reviews(root)
    assert regenerate(root).report.replaced == ()
