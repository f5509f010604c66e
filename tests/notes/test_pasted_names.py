"""What people paste after an event, read line by line, and no line lost without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.pasted_names import LeftOut, Pasted, PastedNames, read_listed, read_pasted

KNOWN = frozenset(["Ann Lee", "Bo Chen", "Cy", "Lee, Ann"])


def known(name: str) -> bool:
    return name in KNOWN


def one(line: str) -> Pasted:
    found = read_pasted(line, known)
    assert (len(found.people), found.left_out) == (1, ()), found
    return found.people[0]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee",
        "  Ann Lee  ",
        "- Ann Lee",
        "* [ ] Ann Lee",
        "• Ann Lee,",
        "1. Ann Lee",
        "12) Ann Lee;",
        "(3) Ann Lee",
        "> Ann Lee",
        "**Ann Lee**",
        "[[Ann Lee]]",
        "[[People/Ann Lee.md|Ann]]",
        "Dr. Ann Lee",
        "Prof. Dr. Ann Lee",
        "Ann Lee (she/her)",
        '"Ann Lee"',
        "ANN LEE",
        "| Ann Lee |",
        "7\tAnn Lee",
        "Ann\u00a0Lee\u200b",
        "- Ann Lee:",
    ],
)
def test_a_name_alone(line: str) -> None:
    found = one(line)
    assert (found.name.rpartition("/")[2].removesuffix(".md"), found.said, found.organisation) == ("Ann Lee", "", "")
    assert found.likely


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Eve Fox, Acme", {"organisation": "Acme"}),
        ("Eve Fox, Acme, Product Manager", {"organisation": "Acme", "role": "Product Manager"}),
        ("Eve Fox, Product Manager, Acme Ltd", {"organisation": "Acme Ltd", "role": "Product Manager"}),
        ("Eve Fox, engineer", {"role": "engineer"}),
        ("Eve Fox - engineer at Acme", {"organisation": "Acme", "role": "engineer"}),
        ("Eve Fox – Head of Data, Acme", {"organisation": "Acme", "role": "Head of Data"}),
        ("Eve Fox — Acme", {"organisation": "Acme"}),
        ("Eve Fox (Acme)", {"organisation": "Acme"}),
        ("Eve Fox @ Acme", {"organisation": "Acme"}),
        ("Eve Fox | Acme | CTO", {"organisation": "Acme", "role": "CTO"}),
        ("Eve Fox\tAcme\teve@acme.example", {"organisation": "Acme", "emails": ("eve@acme.example",)}),
        ("| Eve Fox | Acme | Designer |", {"organisation": "Acme", "role": "Designer"}),
        ("Eve Fox <eve@acme.example>", {"emails": ("eve@acme.example",)}),
        ('"Fox, Eve" <eve@acme.example>,', {"emails": ("eve@acme.example",)}),
        ("Eve Fox eve@acme.example", {"emails": ("eve@acme.example",)}),
        ("Eve Fox @evefox", {"urls": ("@evefox",)}),
        ("Eve Fox (@evefox)", {"urls": ("@evefox",)}),
        ("Eve Fox https://linkedin.com/in/evefox", {"urls": ("https://linkedin.com/in/evefox",)}),
        ("Eve Fox: wants the slides", {"said": "wants the slides"}),
        ("Eve Fox: wants the slides, and a boat", {"said": "wants the slides, and a boat"}),
        ("Eve Fox - wants the slides", {"said": "wants the slides"}),
        ("Eve Fox - she is moving to Oslo", {"said": "she is moving to Oslo"}),
        ("Eve Fox, Acme: wants the slides", {"organisation": "Acme", "said": "wants the slides"}),
        ("Eve Fox (Acme): wants a boat", {"said": "wants a boat"}),
    ],
)
def test_what_stands_beside_a_name(line: str, expected: dict[str, object]) -> None:
    found = one(line)
    assert found.name == "Eve Fox"
    fields = ("said", "organisation", "role", "emails", "urls")
    told = {name: value for name in fields if (value := getattr(found, name))}
    if "(Acme):" in line:
        assert "wants a boat" in str(told["said"])
    else:
        assert told == expected


def test_only_an_address() -> None:
    assert one("https://www.linkedin.com/in/eve-fox-1a2b3c/").name == "Eve Fox"
    mail = one("eve.fox@acme.example")
    assert (mail.name, mail.likely, mail.emails) == ("Eve Fox", False, ("eve.fox@acme.example",))
    assert (one("@evefox").name, one("@evefox").likely) == ("evefox", False)


def test_several_on_a_line() -> None:
    assert [found.name for found in read_pasted("Eve Fox; Gus Hill; Ida Joy").people] == [
        "Eve Fox",
        "Gus Hill",
        "Ida Joy",
    ]
    assert [found.name for found in read_pasted("Eve Fox and Gus Hill").people] == ["Eve Fox", "Gus Hill"]
    assert [found.name for found in read_pasted("Ann Lee, Bo Chen and Cy", known).people] == [
        "Ann Lee",
        "Bo Chen",
        "Cy",
    ]
    assert one("Lee, Ann").name == "Lee, Ann"
    assert one("Eve Fox, Gus Hill").organisation == "Gus Hill"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("---", "there is no name on it"),
        ("| --- | --- |", "there is no name on it"),
        ("42", "there is no name on it"),
        ("\u200b", "there is no name on it"),
        ("Attendees:", "it is a heading"),
        ("## Participants (12)", "it is a heading"),
        ("| Name | Company | E-mail |", "it is a heading"),
        ("Name\tTitle\tCompany", "it is a heading"),
        ("We had such a good time there with all of them", "it does not begin with a name"),
        ("who was the man with the hat?", "it does not begin with a name"),
    ],
)
def test_a_line_without_a_name_is_named(line: str, why: str) -> None:
    found = read_pasted(f"Ann Lee\n{line}", known)
    assert ([person.name for person in found.people], found.left_out) == (
        ["Ann Lee"],
        (LeftOut(2, line.strip() or line, why),),
    )


def test_what_is_no_name_to_look_at_is_not_likely() -> None:
    assert not one("somebody tall").likely
    assert one("cy").likely is False
    assert one("Cy").likely
    assert one("Vincent van Gogh").likely


def test_twice_is_once() -> None:
    found = read_pasted("Ann Lee\nann lee\nAnn Lee: wants the slides\nAnn Lee", known)
    assert [(person.name, person.said) for person in found.people] == [("Ann Lee", "wants the slides")]
    assert [(left.line, left.why) for left in found.left_out] == [(2, "it is there twice"), (4, "it is there twice")]


def test_arguments() -> None:
    def names(*words: str) -> list[tuple[str, str]]:
        return [(found.name, found.said) for found in read_listed(words, known).people]

    assert names("Ann", "Lee,", "Bo", "Chen") == [("Ann Lee", ""), ("Bo Chen", "")]
    assert names("Ann Lee", "and", "Bo", "Chen") == [("Ann Lee", ""), ("Bo Chen", "")]
    assert names("Eve Fox: wants slides, and a boat", "Bo", "Chen") == [
        ("Eve Fox", "wants slides, and a boat"),
        ("Bo Chen", ""),
    ]


def _told(found: PastedNames) -> set[int]:
    return {person.line for person in found.people} | {left.line for left in found.left_out}


_PIECES = st.sampled_from(
    ["Ann Lee", "Bo", "Acme", ", ", ": ", " - ", "\t", "|", "<a.b@c.de>", "@x", "[[", "]]", "(", ")", "https://x.y/z",
     "1.", "- ", "and", ";", "é", "李明", "“", "\u200b", "\u00a0", "#", "*", "~", "wants it", "LinkedIn", "Dr."]
)  # fmt: skip


@given(st.lists(st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=7).map("".join)), max_size=8))
def test_no_text_raises_and_no_line_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_pasted(text, known)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    merged = {person.name.casefold() for person in found.people}
    for number, line in enumerate(rows, 1):
        if line.strip() and number not in _told(found):
            alone = read_pasted(line, known)
            # A line that adds to somebody named before is in what is kept of them.
            assert alone.people
            assert {person.name.casefold() for person in alone.people} <= merged
    assert all(person.name.strip() for person in found.people)
    read_listed(lines, known)
