"""Addresses in any spelling are one; others are not."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.insights.identity.addresses import (
    UrlKind,
    email_key,
    firm_of_address,
    phone_of,
    same_phone,
    url_key,
)
from pnm_vault.insights.identity.traits import firm_key


def test_mail_addresses_are_compared_without_case_and_with_their_tag() -> None:
    assert email_key("<Ann@Lee.Example>") == "ann@lee.example"
    assert email_key("mailto:ann@lee.example") == "ann@lee.example"
    assert email_key("ann+news@lee.example") == "ann+news@lee.example"
    assert email_key("ann") == email_key("ann at lee.example") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+39 040 5550101", "0039 040 555 01 01", True),
        ("+39 040 5550101", "040-5550101", True),
        ("+49 (0)30 5550101", "030/5550101", True),
        ("tel:+1-555-010-4477", "(555) 010-4477", True),
        ("+1 555 010 4477", "+44 555 010 4477", False),
        ("555 010 4477", "555 010 4478", False),
        ("040 5550101", "+39 041 5550101", False),
        ("030 5550101 ext. 12", "030 5550101", True),
    ],
)
def test_telephone_numbers(one: str, other: str, same: bool) -> None:
    mine, theirs = phone_of(one), phone_of(other)
    assert mine is not None
    assert theirs is not None
    assert same_phone(mine, theirs) is same_phone(theirs, mine) is same
    if same:
        assert mine.key == theirs.key, "the book finds it"


def test_a_number_of_few_digits_is_none() -> None:
    assert phone_of("112") is phone_of("ext. 4") is phone_of("") is None


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("https://www.LinkedIn.com/in/Ann-Lee/?x=1#top", "linkedin.com/in/ann-lee", UrlKind.PROFILE),
        ("it.linkedin.com/in/ann%2Dlee/en", "linkedin.com/in/ann-lee", UrlKind.PROFILE),
        ("linkedin.com/company/acme", "linkedin.com/company/acme", UrlKind.SITE),
        ("https://twitter.com/Ann", "x.com/ann", UrlKind.PROFILE),
        ("facebook.com/profile.php?id=12", "facebook.com/profile.php?id=12", UrlKind.PROFILE),
        ("https://soc.example/@ann", "soc.example/@ann", UrlKind.PROFILE),
        ("http://acme.example/", "acme.example", UrlKind.SITE),
        ("acme.example/team", "acme.example/team", UrlKind.PAGE),
    ],
)
def test_pages(text: str, key: str, kind: UrlKind) -> None:
    assert url_key(text) == (key, kind)


def test_what_is_no_page() -> None:
    assert url_key("ann-lee") is url_key("") is url_key("ann@lee.example") is None


def test_firms() -> None:
    assert firm_of_address("ann@mail.acme.co.uk") == "acme"
    assert firm_of_address("ann@gmail.com") == ""
    assert firm_key("Acme S.r.l.") == firm_key("ACME") == firm_key("acme GmbH & Co. KG") == "acme"
    assert firm_key("AG") == "ag"


@given(st.text(max_size=80))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_is_too_odd(text: str) -> None:
    email_key(text)
    phone_of(text)
    url_key(text)
    firm_key(text)
