"""Three-way merging, case by case: what base, ours and theirs give. The order of ours and theirs never matters."""

from typing import NamedTuple

import pytest

from pnm_vault.notes.text.merge_marks import END, FIRST, SECOND
from pnm_vault.sync.merge import merge_note


class Case(NamedTuple):
    what: str
    base: str | None
    ours: str
    theirs: str
    merged: str
    conflicts: tuple[int, ...] = ()  # the lines of the conflicts


def props(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "# Ann Lee", ""])


def text(*lines: str) -> str:
    return "\n".join([*lines, ""])


def log(*lines: str) -> str:
    return text("# Ann Lee", "", "## Log", "", *lines)


PROPERTIES = [
    Case(
        "each side changes another property",
        props("role: nurse", "place: Graz"),
        props("role: midwife", "place: Graz"),
        props("role: nurse", "place: Linz"),
        props("role: midwife", "place: Linz"),
    ),
    Case(
        "both change one property alike",
        props("role: nurse", "place: Graz"),
        props("role: midwife", "place: Graz"),
        props("role: midwife", "place: Linz"),
        props("role: midwife", "place: Linz"),
    ),
    Case(
        "two different values stand below each other",
        props("role: nurse", "place: Graz"),
        props("role: head nurse", "place: Graz"),
        props("role: midwife", "place: Linz"),
        props("role: head nurse", "role_conflict: midwife", "place: Linz"),
        (3,),
    ),
    Case(
        "the second name is in the way of the first, quotes stay",
        props('"how met": at school', "next-contact: 2026-12-01"),
        props('"how met": at work', "next-contact: 2026-12-02"),
        props('"how met": by Bo', "next-contact: 2026-12-03"),
        props(
            '"how met": at work',
            '"how met conflict": by Bo',
            "next-contact: 2026-12-02",
            "next-contact-conflict: 2026-12-03",
        ),
        (3, 5),
    ),
    Case(
        "a conflict on top of one that nobody has settled",
        props("role: a", "role_conflict: b"),
        props("role: c", "role_conflict: b"),
        props("role: d", "role_conflict: b"),
        props("role: c", "role_conflict_2: d", "role_conflict: b"),
        (3,),
    ),
    Case(
        "text over several lines",
        props("bio: |", "  one", "  two"),
        props("bio: |", "  one", "  2"),
        props("bio: |", "  1", "  two"),
        props("bio: |", "  1", "  two", "bio_conflict: |", "  one", "  2"),
        (5,),
    ),
    Case(
        "new properties on both sides stay in order behind what they stood behind",
        props("role: nurse", "place: Graz"),
        props("role: nurse", "phone: '1'", "place: Graz", "a: 1"),
        props("role: nurse", "email: x@example.org", "place: Graz", "b: 2"),
        props("role: nurse", "email: x@example.org", "phone: '1'", "place: Graz", "b: 2", "a: 1"),
    ),
    Case(
        "the last contact is the newest one",
        props("last_contact: 2026-11-01"),
        props("last_contact: 2026-11-20"),
        props("last_contact: 2026-11-21"),
        props("last_contact: 2026-11-21"),
    ),
    Case(
        "the newest one in links, by another name, with its comment",
        props('Last Seen: "[[2026-11-01]]" # by phone'),
        props('Last Seen: "[[2026-11-20]]" # by phone'),
        props('Last Seen: "[[2026-11-03]]" # at home'),
        props('Last Seen: "[[2026-11-20]]" # by phone', "# at home"),
    ),
    Case(
        "a stamp that a plugin keeps is the newest one",
        props("updated: 2026-11-01T10:00"),
        props("updated: 2026-11-20T09:00"),
        props("updated: 2026-11-20T10:00"),
        props("updated: 2026-11-20T10:00"),
    ),
    Case(
        "of any other day nobody knows which one is right",
        props("birthday: 1980-01-02"),
        props("birthday: 1980-01-03"),
        props("birthday: 1980-02-02"),
        props("birthday: 1980-01-03", "birthday_conflict: 1980-02-02"),
        (3,),
    ),
    Case(
        "lists are sets, in the order that they have",
        props("tags:", "  - a", "  - b", "  - c"),
        props("tags:", "  - a", "  - x", "  - b", "  - c"),
        props("tags:", "  - b", "  - c", "  - y"),
        props("tags:", "  - x", "  - b", "  - c", "  - y"),
    ),
    Case(
        "one side puts a list into another order",
        props("circles:", "  - a", "  - b", "  - c"),
        props("circles:", "  - c", "  - b", "  - a"),
        props("circles:", "  - a", "  - b", "  - c", "  - d"),
        props("circles:", "  - c", "  - d", "  - b", "  - a"),
    ),
    Case(
        "lists in brackets",
        props("tags: [a, b]"),
        props("tags: [a, b, 'c d']"),
        props("tags: [b, e]"),
        props("tags: [b, 'c d', e]"),
    ),
    Case(
        "one side wrote the list in lines, the other in brackets",
        props("tags: [a, b]"),
        props("tags:", "- a", "- b", "- c"),
        props("tags: [b, d]"),
        props("tags:", "- b", "- c", "- d"),
    ),
    Case(
        "one text became a list on one side",
        props("circle: work"),
        props("circle:", "  - work", "  - choir"),
        props("circle: family"),
        props("circle:", "  - choir", "  - family"),
    ),
    Case(
        "tags in one text",
        props("tags: friend, work"),
        props("tags: friend, work, choir"),
        props("tags: friend"),
        props("tags: friend, choir"),
    ),
    Case(
        "what was confirmed is a set",
        props("confirmed:", "  - role 2025-11-01"),
        props("confirmed:", "  - role 2026-11-20"),
        props("confirmed:", "  - role 2025-11-01", "  - place 2026-11-21"),
        props("confirmed:", "  - place 2026-11-21", "  - role 2026-11-20"),
    ),
    Case(
        "lists of mappings are sets of their items",
        props("children:", "  - name: Bo", "    born: 2010", "  - name: Cy"),
        props("children:", "  - name: Bo", "    born: 2010", "  - name: Cy", "    born: 2012"),
        props("children:", "  - name: Bo", "    born: 2010", "  - name: Cy", "  - name: Di"),
        props("children:", "  - name: Bo", "    born: 2010", "  - name: Cy", "    born: 2012", "  - name: Di"),
    ),
    Case(
        "one side takes a property out",
        props("role: nurse", "place: Graz"),
        props("role: nurse"),
        props("role: midwife", "place: Graz"),
        props("role: midwife"),
    ),
    Case(
        "one side takes it out, the other changes it",
        props("role: nurse", "place: Graz"),
        props("role: nurse"),
        props("role: nurse", "place: Linz"),
        props("role: nurse", "place: Linz"),
        (3,),
    ),
    Case(
        "empty is less than a value",
        props("type: person"),
        props("type: person", "role:", "place: Graz"),
        props("type: person", "role: nurse", "place: "),
        props("type: person", "role: nurse", "place: Graz"),
    ),
    Case(
        "comments and empty lines are kept",
        props("role: nurse", "# where", "place: Graz"),
        props("role: nurse", "", "# where", "place: Graz", "# mine"),
        props("# who", "role: nurse", "# where", "place: Linz # since May"),
        props("# who", "role: nurse", "", "# where", "place: Linz # since May", "# mine"),
    ),
    Case(
        "only the form differs on one side",
        props("role: nurse", "place: Graz"),
        props("role: 'nurse'", "place: Graz"),
        props("role: midwife", "place: Graz"),
        props("role: midwife", "place: Graz"),
    ),
    Case(
        "both sides give a note its first properties",
        "# Ann Lee\n",
        props("role: nurse"),
        props("place: Graz"),
        props("place: Graz", "role: nurse"),
    ),
    Case(
        "one side takes all properties out",
        props("role: nurse"),
        "# Ann Lee\n\nShe moved.\n",
        props("role: nurse") + "\nHello.\n",
        text(
            "# Ann Lee", "", FIRST, "", "She moved.", "", SECOND, "", "Hello.", "", END,
        ),
        (3,),
    ),
    Case(
        "a property stands twice on one side",
        props("role: nurse", "place: Graz"),
        props("role: nurse", "place: Graz", "role: midwife"),
        props("zone: x", "role: nurse", "place: Graz"),
        props("zone: x", "role: nurse", "place: Graz", "role: midwife"),
    ),
]  # fmt: skip

TEXT = [
    Case(
        "both log something new, newest first",
        log("- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-20: lunch", "- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-21: mail", "  about Graz", "- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-21: mail", "  about Graz", "- 2026-11-20: lunch", "- 2026-11-01: tea", "- 2026-10-01: call"),
    ),
    Case(
        "newest last",
        log("- 2026-10-01: call", "- 2026-11-01: tea"),
        log("- 2026-10-01: call", "- 2026-11-01: tea", "- 2026-11-21: mail"),
        log("- 2026-10-01: call", "- 2026-11-01: tea", "- 2026-11-20: lunch"),
        log("- 2026-10-01: call", "- 2026-11-01: tea", "- 2026-11-20: lunch", "- 2026-11-21: mail"),
    ),
    Case(
        "entries parted by empty lines",
        log("- 2026-11-01: tea", "", "- 2026-10-01: call"),
        log("- 2026-11-20: lunch", "", "- 2026-11-01: tea", "", "- 2026-10-01: call"),
        log("- 2026-11-21: mail", "", "- 2026-11-01: tea", "", "- 2026-10-01: call"),
        log("- 2026-11-21: mail", "", "- 2026-11-20: lunch", "", "- 2026-11-01: tea", "", "- 2026-10-01: call"),
    ),
    Case(
        "the same entry on both sides comes once",
        log("- 2026-11-01: tea"),
        log("- 2026-11-20: lunch", "- 2026-11-01: tea"),
        log("- 2026-11-21: mail", "- 2026-11-20: lunch", "- 2026-11-01: tea"),
        log("- 2026-11-21: mail", "- 2026-11-20: lunch", "- 2026-11-01: tea"),
    ),
    Case(
        "the same entry in two places comes once",
        log("- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-20: lunch", "- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-01: tea", "- 2026-10-01: call", "- 2026-11-20: lunch"),
        log("- 2026-11-01: tea", "- 2026-10-01: call", "- 2026-11-20: lunch"),
    ),
    Case(
        "one entry changed differently stands there twice",
        log("- 2026-11-01: tea at the harbour", "- 2026-10-01: call"),
        log("- 2026-11-01: tea at the old harbour", "- 2026-10-01: call"),
        log("- 2026-11-01: tea at the harbour, with Bo", "- 2026-10-01: call"),
        log(
            FIRST, "", "- 2026-11-01: tea at the harbour, with Bo", "",
            SECOND, "", "- 2026-11-01: tea at the old harbour", "", END, "", "- 2026-10-01: call",
        ),
        (5,),
    ),
    Case(
        "one side corrects an entry, the other writes below it",
        log("- 2026-11-01: tea", "  at home", "- 2026-10-01: call"),
        log("- 2026-11-01: green tea", "  at home", "- 2026-10-01: call"),
        log("- 2026-11-01: tea", "  at home", "  with Bo", "- 2026-10-01: call"),
        log("- 2026-11-01: green tea", "  at home", "  with Bo", "- 2026-10-01: call"),
    ),
    Case(
        "one side deletes an entry",
        log("- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-01: tea"),
        log("- 2026-11-20: lunch", "- 2026-11-01: tea", "- 2026-10-01: call"),
        log("- 2026-11-20: lunch", "- 2026-11-01: tea"),
    ),
    Case(
        "one side deletes an entry that the other changes",
        log("- 2026-11-01: tea", "- 2026-10-01: call about the flat"),
        log("- 2026-11-01: tea"),
        log("- 2026-11-01: tea", "- 2026-10-01: call about the new flat"),
        log("- 2026-11-01: tea", "- 2026-10-01: call about the new flat"),
        (6,),
    ),
    Case(
        "entries with a heading of their own",
        text("## Log", "", "### 2026-11-01 — Tea", "", "Green."),
        text("## Log", "", "### 2026-11-20 — Lunch", "", "With Bo.", "", "### 2026-11-01 — Tea", "", "Green."),
        text("## Log", "", "### 2026-11-21 — Mail", "", "Long.", "", "### 2026-11-01 — Tea", "", "Green.", "", "Hot."),
        text(
            "## Log", "", "### 2026-11-21 — Mail", "", "Long.", "", "### 2026-11-20 — Lunch", "", "With Bo.", "",
            "### 2026-11-01 — Tea", "", "Green.", "", "Hot.",
        ),
    ),
    Case(
        "both open the new year",
        text("## Log", "### 2026", "- 2026-12-30: tea"),
        text("## Log", "### 2027", "- 2027-01-02: call", "", "### 2026", "- 2026-12-30: tea"),
        text("## Log", "### 2027", "- 2027-01-03: mail", "", "### 2026", "- 2026-12-30: tea"),
        text("## Log", "### 2027", "- 2027-01-03: mail", "- 2027-01-02: call", "", "### 2026", "- 2026-12-30: tea"),
    ),
    Case(
        "rows of a table",
        log("| Date | Notes |", "|---|---|", "| 2026-11-01 | tea |"),
        log("| Date | Notes |", "|---|---|", "| 2026-11-20 | lunch |", "| 2026-11-01 | tea |"),
        log("| Date | Notes |", "|---|---|", "| 2026-11-21 | mail |", "| 2026-11-01 | tea with Bo |"),
        log(
            "| Date | Notes |", "|---|---|", "| 2026-11-21 | mail |", "| 2026-11-20 | lunch |",
            "| 2026-11-01 | tea with Bo |",
        ),
    ),
    Case(
        "a row changed on both sides: no box may end the table",
        log("| Date | Notes |", "|---|---|", "| 2026-11-01 | tea with Bo |"),
        log("| Date | Notes |", "|---|---|", "| 2026-11-01 | tea with Bo Ash |"),
        log("| Date | Notes |", "|---|---|", "| 2026-11-01 | green tea with Bo |"),
        log(
            "| Date | Notes |", "|---|---|", "| 2026-11-01 | green tea with Bo |", "| 2026-11-01 | tea with Bo Ash |",
        ),
        (7,),
    ),
    Case(
        "new items in a list",
        text("## Needs", "", "- a flat", "", "## Offers"),
        text("## Needs", "", "- a flat", "- a bike", "", "## Offers"),
        text("## Needs", "", "- a flat", "- a job", "", "## Offers", "", "- soup"),
        text("## Needs", "", "- a flat", "- a bike", "- a job", "", "## Offers", "", "- soup"),
    ),
    Case(
        "new sections at the end",
        text("# Ann", "", "Hello."),
        text("# Ann", "", "Hello.", "", "## Gifts", "- a book"),
        text("# Ann", "", "Hello.", "", "## Places", "", "Graz"),
        text("# Ann", "", "Hello.", "", "## Gifts", "- a book", "", "## Places", "", "Graz"),
    ),
    Case(
        "one new section on both sides",
        text("# Ann"),
        text("# Ann", "", "## Gifts", "", "- a book"),
        text("# Ann", "", "## Gifts", "", "- a pen"),
        text("# Ann", "", "## Gifts", "", "- a book", "- a pen"),
    ),
    Case(
        "paragraphs far apart",
        text("One.", "", "Two.", "", "Three."),
        text("One, yes.", "", "Two.", "", "Three."),
        text("One.", "", "Two.", "", "Three, yes."),
        text("One, yes.", "", "Two.", "", "Three, yes."),
    ),
    Case(
        "two lines of a paragraph",
        text("a", "b", "c", "d"),
        text("A", "b", "c", "d"),
        text("a", "b", "c", "D"),
        text("A", "b", "c", "D"),
    ),
    Case(
        "one paragraph changed differently",
        text("We met at school.", "", "Then she left."),
        text("We met at school in Graz.", "", "Then she left."),
        text("We met at work.", "", "Then she left."),
        text(
            FIRST, "", "We met at school in Graz.", "", SECOND, "", "We met at work.", "", END, "", "Then she left.",
        ),
        (1,),
    ),
    Case(
        "one side settles two versions of an earlier merge",
        text(FIRST, "", "At school.", "", SECOND, "", "At work.", "", END, "", "- a"),
        text("At work.", "", "- a"),
        text(FIRST, "", "At school.", "", SECOND, "", "At work.", "", END, "", "- a", "- b"),
        text("At work.", "", "- a", "- b"),
    ),
    Case(
        "each side keeps another of two versions: none of them is lost",
        text(FIRST, "", "At school.", "", SECOND, "", "At work.", "", END, "", "- a"),
        text("At work.", "", "- a"),
        text("At school.", "", "- a", "- b"),
        text(FIRST, "", "At school.", "", SECOND, "", "At work.", "", END, "", "- a", "- b"),
        (1,),
    ),
    Case(
        "and of two versions of an entry both stay",
        log(FIRST, "", "- 2026-11-01: tea", "", SECOND, "", "- 2026-11-01: soup", "", END),
        log("- 2026-11-01: tea"),
        log("- 2026-11-01: soup"),
        log("- 2026-11-01: soup", "- 2026-11-01: tea"),
    ),
    Case(
        "code stays in one piece",
        text("```", "a", "", "b", "```"),
        text("```", "a", "", "B", "```", "", "- x"),
        text("```", "A", "", "b", "```"),
        text("```", "A", "", "B", "```", "", "- x"),
    ),
    Case(
        "an end without a line end",
        "a\n\n- x",
        "a\n\n- x\n- y",
        "b\n\n- x",
        "b\n\n- x\n- y",
    ),
]  # fmt: skip

TASKS = [
    Case(
        "done wins over open, and over new words",
        text("- [ ] ring Bo", "- [ ] write"),
        text("- [x] ring Bo ✅ 2026-11-20", "- [ ] write"),
        text("- [ ] ring Bo about the flat ^a1", "- [ ] write"),
        text("- [x] ring Bo about the flat ✅ 2026-11-20 ^a1", "- [ ] write"),
    ),
    Case(
        "done here, and made another task there, which nobody has done",
        text("- [ ] ring Bo today about it", "- [ ] write"),
        text("- [x] ring Bo today about it ✅ 2026-11-20", "- [ ] write"),
        text("- [ ] ring Cy today about it", "- [ ] write"),
        text(
            FIRST, "", "- [ ] ring Cy today about it", "",
            SECOND, "", "- [x] ring Bo today about it ✅ 2026-11-20", "", END, "", "- [ ] write",
        ),
        (1,),
    ),
    Case(
        "done on both sides: on the earlier day",
        text("- [ ] ring Bo"),
        text("- [x] ring Bo ✅ 2026-11-21"),
        text("- [x] ring Bo ✅ 2026-11-20"),
        text("- [x] ring Bo ✅ 2026-11-20"),
    ),
    Case(
        "done here, begun there",
        text("- [ ] ring Bo"),
        text("- [x] ring Bo"),
        text("- [/] ring Bo"),
        text("- [x] ring Bo"),
    ),
    Case(
        "done here, put off there",
        text("- [ ] ring Bo 📅 2026-11-20"),
        text("- [x] ring Bo 📅 2026-11-20 ✅ 2026-11-19"),
        text("- [ ] ring Bo 📅 2026-12-20"),
        text("- [x] ring Bo 📅 2026-12-20 ✅ 2026-11-19"),
    ),
    Case(
        "done here, called off there",
        text("- [ ] ring Bo"),
        text("- [x] ring Bo ✅ 2026-11-20"),
        text("- [-] ring Bo ❌ 2026-11-20"),
        text(FIRST, "", "- [-] ring Bo ❌ 2026-11-20", "", SECOND, "", "- [x] ring Bo ✅ 2026-11-20", "", END),
        (1,),
    ),
    Case(
        "opened again on one side",
        text("- [x] ring Bo ✅ 2026-11-20"),
        text("- [ ] ring Bo"),
        text("- [x] ring Bo again ✅ 2026-11-20"),
        text("- [ ] ring Bo again"),
    ),
    Case(
        "both ticked a task that comes back: its next occurrence comes once",
        text("- [ ] ring Bo 🔁 every week 📅 2026-11-20"),
        text("- [ ] ring Bo 🔁 every week 📅 2026-11-27", "- [x] ring Bo 🔁 every week 📅 2026-11-20 ✅ 2026-11-20"),
        text("- [ ] ring Bo 🔁 every week 📅 2026-11-27", "- [x] ring Bo 🔁 every week 📅 2026-11-20 ✅ 2026-11-21"),
        text("- [ ] ring Bo 🔁 every week 📅 2026-11-27", "- [x] ring Bo 🔁 every week 📅 2026-11-20 ✅ 2026-11-20"),
    ),
    Case(
        "and once where the days differ",
        text("- [ ] ring Bo 🔁 every week when done 📅 2026-11-20"),
        text(
            "- [ ] ring Bo 🔁 every week when done 📅 2026-11-28",
            "- [x] ring Bo 🔁 every week when done 📅 2026-11-20 ✅ 2026-11-21",
        ),
        text(
            "- [ ] ring Bo 🔁 every week when done 📅 2026-11-27",
            "- [x] ring Bo 🔁 every week when done 📅 2026-11-20 ✅ 2026-11-20",
        ),
        text(
            "- [ ] ring Bo 🔁 every week when done 📅 2026-11-27",
            "- [x] ring Bo 🔁 every week when done 📅 2026-11-20 ✅ 2026-11-20",
        ),
    ),
    Case(
        "new tasks on both sides",
        text("- [ ] ring Bo"),
        text("- [ ] ring Bo", "- [ ] write Cy"),
        text("- [ ] ring Bo", "- [ ] ask Di"),
        text("- [ ] ring Bo", "- [ ] ask Di", "- [ ] write Cy"),
    ),
]  # fmt: skip

NEW = [
    Case(
        "both made the note",
        None,
        props("role: nurse", "tags: [a]") + "\n## Log\n\n- 2026-11-20: lunch\n",
        props("place: Graz", "tags: [b]") + "\n## Log\n\n- 2026-11-21: mail\n- 2026-11-20: lunch\n",
        props("place: Graz", "role: nurse", "tags: [b, a]") + "\n## Log\n\n- 2026-11-21: mail\n- 2026-11-20: lunch\n",
    ),
    Case(
        "both made the note, one has more",
        None,
        text("# Ann", "", "- [ ] ring"),
        text("# Ann", "", "Hello.", "", "- [x] ring ✅ 2026-11-20"),
        text("# Ann", "", "Hello.", "", "- [x] ring ✅ 2026-11-20"),
    ),
    Case("empty here", "", "", "a\n", "a\n"),
]


@pytest.mark.parametrize("case", [*PROPERTIES, *TEXT, *TASKS, *NEW], ids=lambda case: case.what)
def test_a_merge_gives(case: Case) -> None:
    for ours, theirs in ((case.ours, case.theirs), (case.theirs, case.ours)):
        merged = merge_note(case.base, ours, theirs)
        assert merged.text == case.merged
        assert tuple([one.line for one in merged.conflicts]) == case.conflicts
        assert not merged.remake
