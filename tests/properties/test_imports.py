"""Laws of imports: twice is once, what notes say stays said, and one undo brings back every byte."""

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.model.incoming import IncomingContact, IncomingInteraction, Participant, Stated
from pnm_vault.model.note import Channel, Direction
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.pipeline.importing.standing import FIELDS, is_said, values_of
from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.importing.made_imports import import_all, notes, reading
from tests.vaults import write

EXAMPLES = int(os.environ.get("PNM_EXAMPLES", "6"))
RULES = Rules()
NAMES = ("Ann Lee", "Bo Chen", "Anna Lee", "Lee, Ann", "Zoë Žižek", "X [[Y]] <% z %>", "a/b: c", "ann@lee.example")
WORDS = st.sampled_from(
    ("Engineer", "Trieste, Italy", "x: y", "- [ ] task", "#tag", "[[Ann Lee]]", "'\"", "%%a%%", "null", "0123", "NO")
)
ODD = st.text(st.characters(codec="utf-8"), max_size=12)
STATED = st.one_of(
    st.builds(Stated, st.sampled_from(("role", "organisation", "place", "how_met", "circles", "asks")), WORDS | ODD),
    st.builds(Stated, st.just("email"), st.sampled_from(("ann@lee.example", "bo@chen.example", "x@y.example"))),
    st.builds(Stated, st.just("phone"), st.sampled_from(("+39 040 123456", "040 123456", "0044 20 7946 0999"))),
    st.builds(Stated, st.just("birthday"), st.sampled_from(("1980-04-15", "--04-15", "--02-29", "soon"))),
    st.builds(Stated, st.just("important_dates"), st.just("--05-01"), st.sampled_from(("move", "", "a: b"))),
    st.builds(Stated, st.sampled_from(("knows", "hat size", "aliases")), WORDS | ODD, st.sampled_from(("spouse", ""))),
)
CONTACT = st.builds(
    IncomingContact,
    st.just("vcard"),
    st.just("a.vcf"),
    st.integers(1, 9),
    st.sampled_from(NAMES) | ODD,
    key=st.sampled_from(("", "k1", "k2", "k3")),
    stated=st.lists(STATED, max_size=6, unique=True).map(tuple),
    words=st.sampled_from(("", "She likes plums.\n\n- 2026-01-02: call", "## Log\n2026-05-01 met")) | ODD,
    revised=st.none() | st.dates(date(2020, 1, 1), date(2026, 11, 1)),
    private=st.booleans(),
)
PARTICIPANT = st.builds(
    Participant, st.sampled_from(("", "Ann Lee", "Bo Chen", "Nobody Else")), st.sampled_from(("", "ann@lee.example"))
)
INTERACTION = st.builds(
    IncomingInteraction,
    st.sampled_from(("icalendar", "mail")),
    st.just("b.ics"),
    st.just(1),
    st.dates(date(2026, 10, 1), date(2026, 12, 1)),
    st.sampled_from(Channel),
    st.tuples(PARTICIPANT),
    st.sampled_from(Direction),
    WORDS | ODD,
)
PROPERTIES = st.lists(
    st.sampled_from(
        (
            "role: Painter",
            "email: ann@lee.example",
            "tel: 040 123456",
            "birthday: 04-15",
            "private: true",
            "org: [A, B]",
        )
    ),
    unique=True,
)
BODY = st.sampled_from(("", "# Ann Lee\n", "An old friend.\n\n## Log\n- 2026-10-05: coffee\n", "- 2026-10-05: call"))
NOTE = st.builds(lambda lines, body: "\n".join(["---", "type: person", *lines, "---", body]), PROPERTIES, BODY)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from(("People/Ann Lee.md", "People/Bo Chen.md")), NOTE, min_size=1),
    st.lists(CONTACT, max_size=4),
    st.lists(INTERACTION, max_size=4),
)
def test_twice_is_once_and_nothing_that_was_said_is_lost(
    files: dict[str, str], contacts: list[IncomingContact], interactions: list[IncomingInteraction]
) -> None:
    top = tempfile.mkdtemp()
    try:
        root = Path(top) / "vault"
        write(root, {**files, ".obsidian/app.json": "{}"})
        _hold(root, files, contacts, interactions)
    finally:
        shutil.rmtree(top)


def _hold(
    root: Path, files: dict[str, str], contacts: list[IncomingContact], interactions: list[IncomingInteraction]
) -> None:
    before = notes(root)
    read = reading(*contacts, *interactions)
    done = import_all(root, read)
    after = notes(root)
    for path, text in files.items():
        was = parse_note(path, text, RULES).contact
        now = parse_note(path, after[path].decode(), RULES).contact
        assert was is not None
        assert now is not None
        for field in FIELDS:
            has = values_of(now, field)
            assert all(is_said(field, value, has) for value in values_of(was, field)), (field, path)
        kept = after[path].decode().split("\n")
        body = text.partition("---\n")[2].partition("---\n")[2].split("\n")
        assert [line for line in body if line not in kept] == []
    again = import_all(root, read)
    assert again.written.plan.steps == ()
    assert notes(root) == after
    if done.written.operation:
        undo(str(root.resolve()))
    assert notes(root) == before
