"""The note Network and `pnm network` over notes: what is kept, when it is worked out anew, and who is not on it."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pnm_vault.insights.network_state.state import NetworkState, state_of
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions.network_state import answer_network
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

NAMES = ("Ann", "Bea", "Cy", "Di", "Eve", "Fay", "Gil", "Hal", "Ida", "Jo", "Kim", "Lou")
MakeVault = Callable[[dict[str, str | bytes]], Path]
NEXT = dict(pairwise(NAMES))


def note(name: str, *lines: str, more: str = "") -> str:
    circle = "choir" if name < "Fay" else "lab"
    known = f'knows: "[[{NEXT[name]} Lee]]"\n' if name in ("Ann", "Bea", "Cy", "Fay", "Gil") else ""
    head = f"---\ntype: person\ncircles: [{circle}]\n{known}{more}---\n# {name} Lee\n\n## Log\n"
    return head + "".join([f"- {line}\n" for line in lines]) + "- 2026-09-01: coffee\n- 2025-06-01: coffee\n"


def people(**changed: str) -> dict[str, str | bytes]:
    return {f"People/{name} Lee.md": changed.get(name, note(name)) for name in NAMES}


def answered(root: Path) -> NetworkState:
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        return answer_network(session, frozenset())


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the state was worked out."""
    times: list[int] = []

    def counting(*args: object, **kwargs: object) -> NetworkState:
        times.append(1)
        return state_of(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("pnm_vault.pipeline.questions.network_state.state_of", counting)
    return times


def test_a_call_of_this_month_leaves_the_note_as_it_is(make_vault: MakeVault, counted: list[int]) -> None:
    root = make_vault(people())
    regenerate(root)
    before = reviews(root)["Network.md"]
    (root / "People/Ann Lee.md").write_text(note("Ann", "2026-11-22: phone"), encoding="utf-8")
    (root / "People/Bea Lee.md").write_text(note("Bea").replace("# Bea", "\n# Bea"), encoding="utf-8")
    regenerate(root)
    assert reviews(root)["Network.md"] == before
    assert len(counted) == 1


@pytest.mark.parametrize(
    "changed",
    [
        note("Jo", "2026-10-31: phone"),
        note("Jo", more='knows: "[[Kim Lee]]"\n'),
        note("Jo").replace("lab", "choir"),
        note("Jo", more="category: friend\n"),
        note("Jo", more="private: true\n"),
        note("Jo", more="status: archived\n"),
        note("Jo", more="suggest: never\n"),
    ],
    ids=[
        "a day of last month",
        "a tie",
        "a circle",
        "a category",
        "private",
        "archived",
        "never",
    ],
)
def test_what_it_rests_on_is_looked_at_anew(make_vault: MakeVault, counted: list[int], changed: str) -> None:
    root = make_vault(people())
    answered(root)
    (root / "People/Jo Lee.md").write_text(changed, encoding="utf-8")
    kept = answered(root)
    assert len(counted) == 2
    (root / "fresh.md").write_text("nobody\n", encoding="utf-8")
    assert answered(root) == kept
    assert len(counted) == 2


def test_a_contact_who_is_gone_is_not_counted(make_vault: MakeVault) -> None:
    root = make_vault(people())
    answered(root)
    (root / "People/Jo Lee.md").unlink()
    assert answered(root).contacts == len(NAMES) - 1


def test_nobody_private_is_on_it(make_vault: MakeVault) -> None:
    root = make_vault(people(Bea=note("Bea", more="private: true\n"), Jo=note("Jo", more='knows: "[[Bea Lee]]"\n')))
    regenerate(root)
    text = reviews(root)["Network.md"].decode()
    assert "Bea" not in text
    assert answered(root).contacts == len(NAMES) - 1


def test_with_too_little_recorded_five_pairs_are_asked_about(make_vault: MakeVault) -> None:
    lines = {path: str(text).replace("knows:", "nickname:") for path, text in people().items()}
    root = make_vault(dict(lines))
    regenerate(root)
    text = reviews(root)["Network.md"].decode()
    asked = text.partition("## To record next")[2]
    assert "recorded for 0 of 12 contacts" in asked
    assert asked.count("- [[") == 5
    assert "Effective size" not in text


def test_a_handful_of_contacts_is_no_network(make_vault: MakeVault) -> None:
    root = make_vault(dict(list(people().items())[:3]))
    regenerate(root)
    text = reviews(root)["Network.md"].decode()
    assert "With fewer than ten contacts" in text
    assert "As of" not in text


def test_an_empty_vault(make_vault: MakeVault) -> None:
    root = make_vault({"Me.md": "---\ntype: me\n---\n"})
    regenerate(root)
    assert "recorded for 0 of 0 contacts" in reviews(root)["Network.md"].decode()
