"""Favours of a contact from wherever they are told."""

from datetime import date

from pnm_vault.insights.favours import favours_of
from pnm_vault.model.contact import Contact, Favour
from pnm_vault.model.contact_record import ContactRecord
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


def test_lines_that_say_not_who_do_not() -> None:
    assert told("tea with [[Ann]], gave: a map", company=("Bob.md",)) == (OWN,)
    assert told("gave: a map", "Ann.md", Origin.LOG) == (OWN,)  # the own note's are read with it
    assert told("gave: a map", "Meetings/x.md", Origin.MEETING) == (OWN,)
