"""What the owner does not want to hear of, and addresses that nobody reads."""

import pytest

from pnm_vault.exchange.incoming.exclusions import exclusion_of, is_machine, untagged


@pytest.mark.parametrize(
    ("entry", "name", "left_out"),
    [
        ("ann@example.com", "ann@example.com", True),
        ("Ann@Example.com ", "ann@example.com", True),
        ("ann@example.com", "ann+news@example.com", True),
        ("ann+news@example.com", "ann@example.com", False),
        ("ann+news@example.com", "ann+news@example.com", True),
        ("ann@example.com", "joann@example.com", False),
        ("*@lists.example", "choir@lists.example", True),
        ("*@lists.example", "choir@lists.example.org", False),
        ("*@*.example", "choir@lists.example", True),
        ("news*@*", "newsletter@example.com", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*ab*", "ab", False),
        ("*ab*ab*", "abxab", True),
        ("*", "anything", True),
        ("Holidays in Italy", "holidays in italy", True),
        ("[x]?", "x?", False),
    ],
)
def test_an_entry_is_an_address_a_name_or_a_pattern(entry: str, name: str, left_out: bool) -> None:
    assert exclusion_of([entry])(name) is left_out


def test_without_entries_nothing_is_left_out() -> None:
    assert not exclusion_of(())("ann@example.com")


def test_many_stars_take_no_time() -> None:
    assert not exclusion_of(["*a" * 2_000 + "b"])("a" * 5_000)


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("no-reply@example.com", True),
        ("noreply+12@example.com", True),
        ("do_not_reply@example.com", True),
        ("bounces-12-ann=example.org@example.com", True),
        ("mailer-daemon@example.com", True),
        ("unknownorganizer@calendar.google.com", True),
        ("abc123@group.calendar.google.com", True),
        ("ann@example.com", False),
        ("info@example.com", False),
        ("newsome.ann@example.com", False),
        ("", False),
    ],
)
def test_addresses_that_nobody_reads(address: str, machine: bool) -> None:
    assert is_machine(address) is machine


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("nora+shop@example.org", "nora@example.org"),
        ("nora@example.org", "nora@example.org"),
        ("+@x", "@x"),
        ("a+b", "a+b"),
    ],
)
def test_an_address_without_its_tag(address: str, bare: str) -> None:
    assert untagged(address) == bare
