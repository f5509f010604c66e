"""vCards of a whole vault, out and in again: the same contacts; and lines that only pass through."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.exchange.incoming.cards.vcard import read, recognises
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import IncomingContact, Owner
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.exporting.choice import Choice, choose
from pnm_vault.pipeline.exporting.contents import uids_of
from pnm_vault.pipeline.exporting.forms import Form, build_export
from tests.vaults import EXAMPLE_DAY

Make = Callable[[dict[str, str | bytes]], Path]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_the_example_vault_comes_back_as_it_went_out(example: Path, version: str) -> None:
    with open_session(str(example), EXAMPLE_DAY) as session:
        session.refresh()
        chosen = choose(session, Choice(private=True))
        records = session.records(chosen.paths)
        uids = uids_of({path: records[path] for path in chosen.paths})
        knows = {path: tuple(map(session.name_of, records[path].knows)) for path in chosen.paths}
        content = build_export(session, Form("vcard", version), chosen).content
    assert recognises("contacts.vcf", content[:65536])
    found = read(content, "contacts.vcf", Owner())
    assert (found.problems, found.skipped) == ((), ())
    assert len(found.contacts) == len(chosen.paths) > 30
    back = {one.key: one for one in found.contacts}
    for path in chosen.paths:
        contact, one = records[path].contact, back[uids[path]]
        assert one.name == one_line(contact.name)
        assert one.texts("email") == contact.emails
        assert one.texts("phone") == contact.phones
        assert one.texts("url") == contact.urls
        assert one.texts("aliases") == contact.aliases
        assert one.texts("organisation") == contact.organisations
        assert one.texts("role") == (() if contact.role is None else (contact.role,))
        assert one.texts("place") == (() if contact.place is None else (contact.place,))
        assert one.texts("time_zone") == (() if contact.time_zone is None else (contact.time_zone,))
        assert sorted(one.texts("knows")) == sorted(knows[path])
        groups = {group for group in (contact.category, *contact.circles, *contact.tags) if group}
        assert groups_of(one) == groups - {"contacts"}  # a tag that says no more than that they are one
        assert dates_of(one) == {dated(contact, at) for at in range(len(contact.dates))}
        assert (one.kept, one.words, one.photo) == ((), "", None)


def groups_of(one: IncomingContact) -> set[str]:
    return {*one.texts("category"), *one.texts("circles")}


def dates_of(one: IncomingContact) -> set[tuple[str, str]]:
    own = {(value.label, value.text) for value in one.stated if value.field == "important_dates"}
    return own | {(field, text) for field in ("birthday", "anniversary") for text in one.texts(field)}


def dated(contact: Contact, at: int) -> tuple[str, str]:
    day = contact.dates[at]
    year = "-" if day.year is None else f"{day.year:04d}"
    return day.label, f"{year}-{day.month:02d}-{day.day:02d}"


def test_lines_that_came_in_go_out_but_name_no_private_contact(make_vault: Make) -> None:
    vault = make_vault(
        {
            "People/Ann Lee.md": "---\nemail: ann@example.org\n---\n",
            "People/Eve Hush.md": "---\nprivate: true\n---\n",
        }
    )
    kept = {
        "People/Ann Lee.md": ("X-BEES:7", "X-FRIEND:Eve Hush"),
        "People/Eve Hush.md": ("X-A:b",),
        "gone.md": ("X-A:c",),
    }
    with open_session(str(vault), EXAMPLE_DAY) as session:
        session.refresh()
        content = build_export(session, Form("vcard"), choose(session, Choice()), kept).content
    assert b"X-BEES:7\r\nEND:VCARD" in content
    assert b"Eve" not in content
    assert content.count(b"X-") == 1
