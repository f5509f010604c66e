"""What somebody was asked for of late: 90 days, as introductions count it."""

from datetime import date, timedelta

from pnm_vault.insights.helping.asked_lately import Asked, AskedLately, asked_lately
from pnm_vault.insights.introducing.introductions_under_way import LOAD_DAYS
from pnm_vault.insights.introducing.referrals import ReferralRow
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour
from pnm_vault.model.introduction import Act, Introduction, IntroductionRow, Step
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 23)


def record(*favours: Favour) -> ContactRecord:
    return ContactRecord(Contact("Ann.md", "Ann", favours=favours))


def test_favours_of_theirs_within_90_days_the_newest_first() -> None:
    first, last = TODAY - timedelta(LOAD_DAYS - 1), TODAY
    told = record(
        Favour("lent me the van", False, first, 4),
        Favour("read my draft", False, last, 5),
        Favour("too long ago", False, first - timedelta(1), 6),
        Favour("planned", False, last + timedelta(1), 7),
        Favour("I helped", True, last, 8),
        Favour("not dated", False, None, 9),
    )
    assert asked_lately(told, (), {}, TODAY) == (
        AskedLately(last, Asked.FAVOUR, "read my draft", Source("Ann.md", 5, "read my draft")),
        AskedLately(first, Asked.FAVOUR, "lent me the van", Source("Ann.md", 4, "lent me the van")),
    )


def test_introductions_for_which_they_were_asked_and_those_that_they_made() -> None:
    day = date(2026, 11, 2)
    steps = (Step(day, Act.ASKED, 12, "asked Ann", (1,)), Step(day, Act.ASKED, 13, "asked Bob", (0,)))
    rows = [IntroductionRow("I.md", "I", "Bob.md", "Ann.md", Introduction(("Bob", "Ann"), steps=steps))]
    rows.append(IntroductionRow("J.md", "J", "Cy.md", "Di.md", Introduction(("Cy", "Di"), steps=steps)))
    said = Source("Eve.md", 3)
    referrals = {
        "Eve.md": ReferralRow(by=(("Ann.md", said), ("Bob.md", said)), met=date(2026, 10, 1)),
        "Fay.md": ReferralRow(by=(("Ann.md", Source("Fay.md", 3)),), met=date(2025, 10, 1)),
        "Gil.md": ReferralRow(by=(("Ann.md", Source("Gil.md", 3)),)),
    }
    assert asked_lately(record(), rows, referrals, TODAY) == (
        AskedLately(day, Asked.INTRODUCTION, "Bob.md", Source("I.md", 12, "asked Ann")),
        AskedLately(date(2026, 10, 1), Asked.REFERRAL, "Eve.md", said),
    )
