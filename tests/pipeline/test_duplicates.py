"""Which notes are likely those of one contact: pairs, proofs, and what is not asked."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pnm_vault.insights.identity.doubles import Double, FoundDouble, find_doubles
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions.duplicates import find_duplicates, prove
from tests.vaults import FIGURE

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)


def contact(*fields: str, body: str = "") -> str:
    return "\n".join(("---", "type: person", *fields, "---", body, ""))


def ask(root: Path, path: str | None = None, day: date = DAY) -> tuple[FoundDouble, ...]:
    with open_session(str(root), day) as session:
        return prove(session, find_duplicates(session, path))


def names(found: tuple[FoundDouble, ...]) -> list[tuple[str, str]]:
    return [(one.double.kept_name, one.double.other_name) for one in found]


BOBS: dict[str, str | bytes] = {
    "P/Bob Marsh.md": contact("email: BOB@marsh.example", "org: Aster"),
    "P/Robert Marsh.md": contact("mail: bob@marsh.example", body="- 2026-01-02: coffee"),
    "P/Tova Lind.md": contact("email: tova@lind.example"),
}


def test_a_pair_with_the_lines_that_prove_it(make_vault: MakeVault) -> None:
    [found] = ask(make_vault(BOBS))
    assert (found.double.kept, found.double.other) == ("P/Robert Marsh.md", "P/Bob Marsh.md"), "more is known of him"
    mail, name = found.reasons
    assert mail.reason.words == "same e-mail bob@marsh.example"
    assert [(one.path, one.line, one.text) for one in mail.proofs] == [
        ("P/Bob Marsh.md", 3, "email: BOB@marsh.example"),
        ("P/Robert Marsh.md", 3, "mail: bob@marsh.example"),
    ]
    assert name.reason.words == "Bob is a usual short form of Robert, and both are Marsh"


def test_one_contact_alone(make_vault: MakeVault) -> None:
    root = make_vault({**BOBS, "P/Tova Lind 2.md": contact("name: Tova Lind")})
    assert len(ask(root)) == 2
    assert names(ask(root, "P/Bob Marsh.md")) == [("Robert Marsh", "Bob Marsh")]
    assert names(ask(root, "P/Robert Marsh.md")) == [("Robert Marsh", "Bob Marsh")]
    [double] = [one.double for one in ask(root, "P/Robert Marsh.md")]
    assert double == next(one.double for one in ask(root) if one.double.other == double.other), "the same either way"


def test_who_is_said_to_be_two_is_two(make_vault: MakeVault) -> None:
    for mark in ('not_same_as: "[[Bob Marsh]]"', "not same as: [Bob Marsh]"):
        marked = {**BOBS, "P/Robert Marsh.md": contact("mail: bob@marsh.example", mark)}
        assert ask(make_vault(marked)) == ()
    later = {
        **BOBS,
        "P/Robert Marsh.md": contact("mail: bob@marsh.example", 'not_same_as: "[[Bob Marsh]] until 2026-12-01"'),
    }
    root = make_vault(later)
    assert ask(root) == ()
    assert len(ask(root, day=date(2026, 12, 1))) == 1


def test_who_know_each_other_are_two(make_vault: MakeVault) -> None:
    assert (
        ask(make_vault({**BOBS, "P/Robert Marsh.md": contact("mail: bob@marsh.example", "son: '[[Bob Marsh]]'")})) == ()
    )


def many(number: int) -> dict[str, ContactRecord]:
    """Make contacts of whom every hundredth is there twice."""
    records: dict[str, ContactRecord] = {}
    syllables = ("ba", "ko", "ri", "len", "mar", "sto", "vi", "ner", "gu", "ta")
    for at in range(number):
        one = at if at % 100 else at + 1
        digits = [int(digit) for digit in f"{one * 7919 % 99991:05}"]
        given, family = ("".join([syllables[digit] for digit in part]) for part in (digits[:2], digits[2:]))
        path = f"P/{at}.md"
        records[path] = ContactRecord(
            Contact(
                path,
                f"{given.title()} {family.title()}",
                emails=(f"{given}.{one}@firm{one % 300}.example",),
                phones=(f"+39 040 {5_550_000 + one}",),
                organisations=(f"Firm {one % 300}",),
            )
        )
    return records


def test_ten_thousand_contacts_take_seconds() -> None:
    records = many(10_000)
    began = time.process_time()
    doubles: tuple[Double, ...] = find_doubles(records, ())
    took = time.process_time() - began
    print(f"{FIGURE}{len(doubles)} doubles among 10,000 contacts found in {took:.1f} s")
    found = {frozenset((one.kept, one.other)) for one in doubles}
    assert all(frozenset((f"P/{at}.md", f"P/{at + 1}.md")) in found for at in range(0, 10_000, 100))
    assert took < 30  # a guard against growth with the square, not a promise


def test_the_comparing_is_loaded_by_nothing_else() -> None:
    for module in ("pnm_vault.pipeline.run", "pnm_vault.pipeline.questions.review_notes", "pnm_vault.cli.main"):
        seen = subprocess.run(
            [sys.executable, "-c", f"import sys, {module}; print('rapidfuzz' in sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert seen.stdout.strip() == "False", module
