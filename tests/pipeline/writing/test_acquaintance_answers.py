"""Answers to who knows whom: written into both notes, or remembered; once, and taken back by undo."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import DAY, mark, run, settled, text
from tests.vaults import regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN, BOB = "People/Ann Lee.md", "People/Bob Ray.md"
FILES: dict[str, str | bytes] = {
    ANN: "---\ntype: person\ncircles: [Small Lab]\n---\n# Ann\n",
    BOB: "---\r\ntype: person\r\ncircles: [Small Lab]\r\nspouse: '[[Cy]]'\r\n---\r\n# Bob\r\n",
    "People/Cy.md": "---\ntype: person\ncircles: [Small Lab]\n---\n",
    **{f"People/N{at}.md": f'---\ntype: person\nknows: "[[N{at ^ 1}]]"\n---\n' for at in range(8)},
}
PAGE = "Probably acquainted"
PAIR = "[[People/Ann Lee|Ann Lee]] and [[People/Bob Ray|Bob Ray]]"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    root = make_vault(FILES)
    regenerate(root, DAY)
    return settled(root)


CASES = [
    ("x", "", 'knows: ["[[Bob Ray]]"]', 'knows: ["[[Ann Lee]]"]', "know each other"),
    ("-", "", 'no_acquaintance: ["[[Bob Ray]]"]', "", "do not know each other, not asked any more"),
    (">", "", 'no_acquaintance: ["[[Bob Ray]] until 2027-02-21"]', "", "not asked before 2027-02-21"),
    (">", "march", 'no_acquaintance: ["[[Bob Ray]] until 2027-03-01"]', "", "not asked before 2027-03-01"),
]


@pytest.mark.parametrize(("sign", "words", "ann", "bob", "said"), CASES)
def test_what_an_answer_writes(vault: Path, sign: str, words: str, ann: str, bob: str, said: str) -> None:
    mark(vault, PAGE, PAIR, sign, words)
    ticked = text(vault, f"Reviews/{PAGE}.md")
    done = run(vault)
    assert [(one.said, one.reason, one.news) for one in done.outcomes] == [(f"Ann Lee and Bob Ray: {said}", "", True)]
    after = {path: text(vault, path) for path in FILES}
    expected = dict(FILES) | {ANN: str(FILES[ANN]).replace("---\n# Ann", f"{ann}\n---\n# Ann")}
    if bob:
        expected[BOB] = str(FILES[BOB]).replace("---\r\n# Bob", f"{bob}\r\n---\r\n# Bob")
    assert after == expected
    assert PAIR not in reviews(vault)[f"{PAGE}.md"].decode()
    for later in (0, 2):
        (vault / f"Reviews/{PAGE}.md").write_text(ticked, encoding="utf-8")
        again = run(vault, DAY + timedelta(later))
        assert [(one.reason, one.news) for one in again.outcomes] == [("", False)]
        assert {path: text(vault, path) for path in FILES} == after
    undo(str(vault))
    assert {path: text(vault, path) for path in FILES} == FILES


def test_one_side_that_says_so_already_stays_as_it_is(vault: Path) -> None:
    mark(vault, PAGE, PAIR, "x", "met at the regatta")
    told = str(FILES[ANN]).replace("---\n# Ann", "related: Bob Ray\n---\n# Ann")
    (vault / ANN).write_text(told, encoding="utf-8")
    done = run(vault)
    assert [one.reason for one in done.outcomes] == [""]
    assert text(vault, ANN) == told
    assert 'knows: ["[[Ann Lee]]"]\r\n' in text(vault, BOB)
    assert "Ann Lee and Bob Ray: met at the regatta" in reviews(vault)[f"{PAGE}.md"].decode()


def test_asked_again_from_that_day_on(vault: Path) -> None:
    mark(vault, PAGE, PAIR, ">", "march")
    run(vault)
    for day, asked in ((DAY, False), (DAY.replace(2027, 2, 28), False), (DAY.replace(2027, 3, 1), True)):
        regenerate(vault, day)
        assert (PAIR in reviews(vault)[f"{PAGE}.md"].decode()) is asked


def test_a_line_that_links_one_contact_alone_is_refused(vault: Path) -> None:
    mark(vault, PAGE, PAIR, "x")
    (vault / BOB).unlink()
    done = run(vault)
    assert [one.reason for one in done.outcomes] == ["the line no longer links two contacts."]
    assert text(vault, ANN) == FILES[ANN]
