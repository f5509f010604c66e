"""Favours of a contact from wherever they are told."""

from datetime import date

from pnm_vault.insights.helping.favours import favours_of, ways_of
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour, FavourKind, FavourWay
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.source import Source

DAY = date(2026, 11, 22)
OWN = Favour("a lift", True, DAY, 3)


def told(
    text: str, path: str = "Daily/2026-11-22.md", origin: Origin = Origin.DAILY, company: tuple[str, ...] = ()
) -> tuple[Favour, ...]:
    entry = Interaction(DAY, Source(path, 7, text), origin, company=company)
    return favours_of(ContactRecord(Contact("Ann.md", "Ann", favours=(OWN,)), (entry,)))


def test_lines_of_daily_notes_count() -> None:
    expected = Favour("offered to look at my CV", False, DAY, 7, "Daily/2026-11-22.md")
    assert told("- tea with [[Ann]], offered to look at my CV") == (OWN, expected)
    assert told("- gave: a map") == (OWN, Favour("a map", True, DAY, 7, "Daily/2026-11-22.md"))


def test_a_line_that_names_somebody_else_tells_of_them() -> None:
    """Of whom a line tells is known by any of the contact's names, or by a link to the note."""
    for name in ("Ann", "Lee", "[[Ann Lee]]", "[[People/Ann Lee|Ann]]", "Annie"):
        assert [one.kind for one in named(f"- {name} recommended a tailor")] == [FavourKind.RECOMMENDATION], name
    assert named("- Bob recommended a tailor") == ()
    assert named("- tea with Bob, she recommended a tailor") == ()
    own = Favour("Bob recommended a tailor", False, DAY, 3, name="Bob")
    assert favours_of(ContactRecord(Contact("Ann.md", "Ann", favours=(own, OWN)))) == (OWN,)


def named(text: str) -> tuple[Favour, ...]:
    contact = Contact("People/Ann Lee.md", "Ann Lee", aliases=("Annie",))
    return favours_of(ContactRecord(contact, (Interaction(DAY, Source("Daily/x.md", 7, text), Origin.DAILY),)))


def test_they_are_counted_by_the_way_they_went() -> None:
    asked = Favour("asked her for advice", False, DAY, 4, kind=FavourKind.ADVICE, asked=True)
    counts = ways_of((OWN, asked, asked))
    assert list(counts.items()) == [
        (FavourWay.ASKED, 2),
        (FavourWay.RECEIVED, 0),
        (FavourWay.ASKED_OF_YOU, 0),
        (FavourWay.GIVEN, 1),
    ]


def test_lines_that_say_not_who_do_not() -> None:
    assert told("tea with [[Ann]], gave: a map", company=("Bob.md",)) == (OWN,)
    assert told("gave: a map", "Ann.md", Origin.LOG) == (OWN,)  # the own note's are read with it
    assert told("gave: a map", "Meetings/x.md", Origin.MEETING) == (OWN,)
