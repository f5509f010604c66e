"""One consistent whole from many notes, whatever their order and however it was reached."""

import random
from collections.abc import Iterable, Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.index.build import Index, IndexedNote, update_index
from pnm_vault.index.checks import check_index
from pnm_vault.index.contribution import SMALL_MEETING
from pnm_vault.index.records import gather_records
from pnm_vault.model.contact import Contact, Link
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import Entry, NoteKind, Origin, ParsedNote, Task
from pnm_vault.model.occasion import Community, Occasion
from pnm_vault.model.problem import Severity
from tests.examples import examples

DAY = date(2026, 5, 4)


def contact(path: str, *, aliases: tuple[str, ...] = (), knows: tuple[str, ...] = (), **more: object) -> ParsedNote:
    title = path.rpartition("/")[2].removesuffix(".md")
    links = tuple(Link(target, 3) for target in knows)
    return ParsedNote(path, NoteKind.CONTACT, title, contact=Contact(path, title, aliases, knows=links), **more)  # type: ignore[arg-type]


def daily(path: str, *targets: str, text: str = "with them") -> ParsedNote:
    entry = Entry(DAY, 2, text, Origin.DAILY, targets=targets)
    return ParsedNote(path, NoteKind.DAILY, path, day=DAY, entries=(entry,))


class Vault:
    """Notes indexed one change at a time, as the pipeline does it."""

    def __init__(self) -> None:
        self.index = Index()
        self.notes: dict[str, IndexedNote] = {}
        self.touched: frozenset[str] = frozenset()

    def load(self, paths: Iterable[str]) -> Mapping[str, IndexedNote]:
        return {path: self.notes[path] for path in paths if path in self.notes}

    def change(self, *notes: ParsedNote, removed: Iterable[str] = ()) -> None:
        update = update_index(self.index, {note.path: note for note in notes}, removed, self.load)
        self.index, self.touched = update.index, update.touched
        self.notes.update(update.notes)
        for path in update.removed:
            self.notes.pop(path, None)

    def records(self) -> dict[str, ContactRecord]:
        return gather_records(self.index.contacts, self.notes)


def test_a_daily_note_is_contact_with_everybody_on_the_line() -> None:
    vault = Vault()
    vault.change(contact("Ann.md"), contact("Bob.md"), daily("d.md", "Ann", "Bob", "Somewhere"))
    first = vault.records()["Ann.md"].interactions[0]
    assert (first.day, first.source.path, first.source.line, first.company) == (DAY, "d.md", 2, ("Bob.md",))


def test_a_link_by_alias_counts_and_a_name_beats_an_alias_that_comes_later() -> None:
    vault = Vault()
    vault.change(contact("Ann Lee.md", aliases=("Annie",)), daily("d.md", "Annie"))
    assert len(vault.records()["Ann Lee.md"].interactions) == 1
    vault.change(contact("Annie.md"))
    assert vault.touched == {"Ann Lee.md", "Annie.md"}
    assert vault.records()["Ann Lee.md"].interactions == ()
    assert len(vault.records()["Annie.md"].interactions) == 1


def test_knowing_each_other_holds_both_ways_and_goes_with_the_note() -> None:
    vault = Vault()
    vault.change(contact("Ann.md", knows=("Bob",)), contact("Bob.md"))
    assert vault.records()["Bob.md"].knows == ("Ann.md",)
    vault.change(removed=["Ann.md"])
    assert vault.touched == {"Ann.md", "Bob.md"}
    assert vault.records() == {"Bob.md": ContactRecord(Contact("Bob.md", "Bob"))}


def test_everybody_at_a_small_meeting_has_met_and_at_a_conference_not() -> None:
    people = [f"p{number}" for number in range(SMALL_MEETING + 1)]

    def meeting(path: str, size: int, kind: NoteKind = NoteKind.MEETING) -> ParsedNote:
        return ParsedNote(path, kind, path, day=DAY, attendees=tuple(Link(name, 1) for name in people[:size]))

    vault = Vault()
    vault.change(*(contact(f"{name}.md") for name in people), meeting("m.md", SMALL_MEETING))
    assert vault.records()["p0.md"].knows == tuple(f"p{number}.md" for number in range(1, SMALL_MEETING))
    vault.change(meeting("m.md", SMALL_MEETING + 1))
    assert vault.records()["p0.md"].knows == ()
    vault.change(meeting("m.md", 2, NoteKind.EVENT))
    assert vault.records()["p0.md"].knows == ()
    assert vault.records()["p0.md"].events[0].attendees == ("p0.md", "p1.md")


def test_a_line_about_an_introduction_makes_the_pair_known() -> None:
    vault = Vault()
    line = Entry(DAY, 9, "introduced her to [[Bob]] by mail", Origin.LOG, own=True)
    vault.change(contact("Ann.md", entries=(line,)), contact("Bob.md"))
    assert vault.records()["Ann.md"].knows == ("Bob.md",)
    assert vault.records()["Bob.md"].interactions == ()


def test_follow_ups_need_a_contact() -> None:
    vault = Vault()
    mine = Task(4, "send the book", "- [ ] send the book", own=True)
    other = Task(5, "ask [[Ann]]", "- [ ] ask [[Ann]]", targets=("Ann",))
    vault.change(
        contact("Ann.md", tasks=(mine,)),
        ParsedNote("todo.md", NoteKind.OTHER, "todo", tasks=(other, Task(6, "x", "- [ ] x [[Y]]", targets=("Y",)))),
    )
    assert [item.source.line for item in vault.records()["Ann.md"].follow_ups] == [4, 5]
    assert len(vault.notes["todo.md"].contribution.follow_ups) == 1


def test_an_ambiguous_link_and_a_relation_to_nobody_are_problems() -> None:
    vault = Vault()
    vault.change(contact("a/Ann.md"), contact("b/Ann.md"), contact("Bob.md", knows=("Ann", "Nobody")))
    found = {problem.code: problem for problem in vault.notes["Bob.md"].contribution.problems}
    assert found["ambiguous-link"].line == 3
    assert found["ambiguous-link"].severity is Severity.WARNING
    assert "“Nobody”" in found["unresolved-link"].message
    assert [(problem.path, problem.code) for problem in check_index(vault.index)] == [("b/Ann.md", "same-name")]


def test_a_suspected_copy_needs_its_base() -> None:
    vault = Vault()
    base, copy = contact("Ann Lee.md"), contact("Ann Lee 2.md")
    vault.change(copy)
    assert check_index(vault.index) == ()
    vault.change(base, ParsedNote(copy.path, NoteKind.CONTACT, copy.title, contact=Contact(copy.path, "Ann Lee")))
    assert "possible-copy" in {problem.code for problem in check_index(vault.index)}


NAMES = ("Ann", "Bob", "x/Ann", "x/Cy", "Dee")
TARGETS = ("Ann", "Bob", "Cy", "Dee", "An", "B", "x/Ann", "Nobody")


@st.composite
def some_notes(draw: st.DrawFn) -> ParsedNote:
    path = f"{draw(st.sampled_from(NAMES))}.md"
    targets = tuple(draw(st.lists(st.sampled_from(TARGETS), max_size=3, unique=True)))
    if draw(st.booleans()):
        aliases = tuple(draw(st.lists(st.sampled_from(("An", "B", "Cy")), max_size=2, unique=True)))
        return contact(path, aliases=aliases, knows=targets)
    return daily(path, *targets)


@given(st.lists(st.one_of(some_notes(), st.sampled_from([f"{name}.md" for name in NAMES])), max_size=12))
@settings(deadline=None, max_examples=examples(200))
def test_reaching_a_vault_step_by_step_or_at_once_is_the_same(steps: list[ParsedNote | str]) -> None:
    stepwise = Vault()
    latest: dict[str, ParsedNote] = {}
    told: dict[str, ContactRecord] = {}
    for step in steps:
        if isinstance(step, str):
            stepwise.change(removed=[step])
            latest.pop(step, None)
        else:
            stepwise.change(step)
            latest[step.path] = step
        now = stepwise.records()
        # Whoever changed was said to be touched: rows kept by contact stay true.
        assert {path for path in now.keys() | told.keys() if now.get(path) != told.get(path)} <= stepwise.touched
        told = now
    at_once = Vault()
    shuffled = list(latest.values())
    random.Random(len(steps)).shuffle(shuffled)
    at_once.change(*shuffled)
    assert stepwise.index == at_once.index
    assert stepwise.notes == at_once.notes
    assert stepwise.records() == at_once.records()


def community(path: str, *members: str) -> ParsedNote:
    title = path.rpartition("/")[2].removesuffix(".md")
    found = Community(members=tuple(Link(name, 3) for name in members))
    return ParsedNote(path, NoteKind.COMMUNITY, title, community=found)


def linking(path: str, *targets: str) -> ParsedNote:
    links = tuple(Link(target, 4) for target in targets)
    entries = (Entry(DAY, 4, "an hour", Origin.DAILY, targets=targets),)
    return ParsedNote(path, NoteKind.DAILY, path, day=DAY, links=links, entries=entries)


def test_a_property_or_another_line_tells_of_a_visit_as_a_whole() -> None:
    vault = Vault()
    told = Occasion(communities=(Link("Choir", 5),))
    vault.change(community("Choir.md"), ParsedNote("e.md", NoteKind.EVENT, "e", day=DAY, occasion=told))
    assert vault.notes["e.md"].contribution.visited == (("Choir.md", 0, ""),)


def members(vault: Vault) -> tuple[str, ...]:
    return vault.notes["Choir.md"].contribution.members


def visited(vault: Vault) -> tuple[tuple[str, int, str], ...]:
    return vault.notes["d.md"].contribution.visited


def test_members_are_contacts_and_nothing_is_said_about_them() -> None:
    vault = Vault()
    vault.change(community("Choir.md", "Ann", "Nobody"), contact("Ann.md"))
    assert members(vault) == ("Ann.md",)
    assert vault.notes["Choir.md"].contribution.problems == ()
    assert vault.index.told_by == {}
    vault.change(contact("Nobody.md"))
    assert members(vault) == ("Ann.md", "Nobody.md")
    vault.change(removed=["Ann.md"])
    assert members(vault) == ("Nobody.md",)


def test_a_note_of_a_day_that_links_a_community_tells_of_a_visit() -> None:
    vault = Vault()
    vault.change(linking("d.md", "Choir", "Ann"), contact("Ann.md"))
    assert visited(vault) == ()
    vault.change(community("Choir.md"))
    assert vault.index.communities == {"Choir.md": "Choir"}
    assert visited(vault) == (("Choir.md", 4, "an hour"),)
    vault.change(ParsedNote("Choir.md", NoteKind.OTHER, "Choir"))
    assert vault.index.communities == {}
    assert visited(vault) == ()
    vault.change(community("Choir.md"))
    vault.change(removed=["Choir.md"])
    assert visited(vault) == ()
