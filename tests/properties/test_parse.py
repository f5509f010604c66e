"""No text makes the reading of a note fail, and whatever is read from a note is found where it says."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pnm_vault.model.contact import Contact
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.settings import Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from tests.examples import examples

RULES = build_rules(Settings())
_PATHS = st.sampled_from(
    ["People/Ann.md", "Daily/2026-08-14.md", "Meetings/2026-08-14 Boats with Ann.md", "Events/Fair.md", "Me.md", "x.md"]
)
_PIECES = (
    "# Log\n;## 2026-08-14 — Call\n;## Looking For\n;### Favours\n;## How We Met\n;## People\n;## Attendees\n;- ;* "
    ";  - ;\n;\n\n;\r\n;\r;\u2028;[[Ann]];[[Ann|A]];![[2026-08-14.md]];[A](Ann%20Lee.md);2026-08-14;2026-02-30;: "
    "; — ;call;with ; and ;- [ ] ;- [x] ;📅 ;✅ ;🔁 every week;[due:: 2026-09-01];Birthday:: 05-12;**Last Contact:** "
    ";| Date | Type |\n|---|---|\n;| 2026-08-14 | call |\n;`;```\n;%%;<!--;-->;$$;> ;    ;\t;received: ;given: "
    ";helped me;I helped;introduced me to ;introduced by ;Date: ;Context: ;Where: ;Introduced by: ;{{[[TODO]]}}"
    ";<<<<<<< a\n;/---contact---/\n;Anna;é;\x00;\ud800;#;---\n;type: person\n;date: 2026-08-14\n;people: [a, b]\n"
    ";last_contact: 2026-01-02\n;^id;1. ;( ;)"
)
_NOTES = st.lists(st.sampled_from(_PIECES.split(";")), max_size=30).map("".join)


def _found(note: ParsedNote, text: str) -> None:
    lines = re.split(r"\r\n|\n|\r", text)
    contact = note.contact or note.me
    stated = [] if contact is None else _statements(contact)
    proofs = [(entry.line, entry.text) for entry in note.entries]
    proofs += [(task.line, task.source_text) for task in note.tasks]
    for line, words in proofs:
        assert len(words) <= 200
        assert words == words.strip()
        assert (words == "") == (line == 0)
    for line, words in proofs + stated:
        assert line == 0 or words in lines[line - 1], (line, words)
    for problem in note.problems:
        assert 0 <= problem.line <= len(lines)
        assert "\n" not in problem.message
    for link in note.links:
        assert link.target
        assert 1 <= link.line <= len(lines)


def _statements(contact: Contact) -> list[tuple[int, str]]:
    lists = (contact.asks, contact.offers, contact.interests, contact.they_know, contact.learning, contact.favours)
    stated = [(one.line, one.text) for statements in lists for one in statements]
    return stated + [(one.line, one.text) for one in (contact.how_met, contact.where_met) if one is not None]


@settings(deadline=None, max_examples=examples(600))
@given(_PATHS, _NOTES)
@example("People/Ann.md", "## Log\n- %%x%% 2026-08-14: `a` b\n`x` - [ ] call [[A]] 📅 x")
@example("People/Ann.md", "## Skills\n- a %% b %% c <!-- d --> e")
@example("Daily/2026-08-14.md", "> - [ ] > [[A]]")
def test_what_is_read_stands_in_its_line(path: str, text: str) -> None:
    _found(parse_note(path, text, RULES), text)


@settings(deadline=None, max_examples=examples(300))
@given(_PATHS, st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_is_read(path: str, text: str) -> None:
    note = parse_note(path, text, RULES)
    assert note.path == path
    _found(note, text)


@settings(deadline=None, max_examples=examples(200))
@given(_PATHS, _NOTES)
def test_reading_twice_says_the_same(path: str, text: str) -> None:
    assert parse_note(path, text, RULES) == parse_note(path, text, RULES)


@settings(deadline=None, max_examples=examples(200))
@given(_NOTES)
def test_line_ends_do_not_matter(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert parse_note("People/Ann.md", plain.replace("\n", "\r\n"), RULES) == parse_note("People/Ann.md", plain, RULES)


@settings(deadline=None, max_examples=examples(200))
@given(_NOTES)
def test_what_stands_in_code_states_nothing(text: str) -> None:
    inner = text.replace("`", "").replace("~", "")
    note = parse_note("Notes/x.md", f"text\n```\n{inner}\n```\n", RULES)
    assert (note.entries, note.tasks, note.links) == ((), (), ())
