"""What is said for and against two being one contact."""

from pnm_vault.insights.identity.evidence import About, Verdict, compare
from pnm_vault.insights.identity.trait_book import MOST_SHARING, TraitBook
from pnm_vault.insights.identity.traits import traits_of_incoming, traits_of_participant
from pnm_vault.model.incoming import IncomingContact, Participant, Stated
from tests.insights.identity.labelled_pairs import who


def test_the_same_address_with_a_short_form_is_certain() -> None:
    evidence = compare(who("Bob Marsh", email="Bob@marsh.example"), who("Robert Marsh", email="bob@marsh.example"))
    assert evidence is not None
    assert evidence.verdict is Verdict.CERTAIN
    assert [reason.words for reason in evidence.reasons] == [
        "same e-mail bob@marsh.example",
        "Bob is a usual short form of Robert, and both are Marsh",
    ]
    assert (evidence.reasons[0].one, evidence.reasons[0].other) == ("Bob@marsh.example", "bob@marsh.example")
    assert evidence.against == ()


def test_two_at_one_address_are_a_household() -> None:
    evidence = compare(who("Ann Marsh", email="m@marsh.example"), who("Tom Marsh", email="m@marsh.example"))
    assert evidence is not None
    assert evidence.verdict is Verdict.POSSIBLE
    assert [one.words for one in evidence.against] == ["different first names: Ann, Tom, as in one household"]


def test_different_birthdays_speak_against_a_shared_number() -> None:
    evidence = compare(
        who("Luca Pavan", phone="040 5550122", born="1950-02-03", email="lp@x.example"),
        who("Luca Pavan", phone="040 5550122", born="1979-10-01", email="lp@x.example"),
    )
    assert evidence is None or (
        evidence.verdict is Verdict.POSSIBLE and [one.about for one in evidence.against] == [About.BIRTHDAY]
    )


def test_an_incoming_contact_is_known_by_its_key_its_fields_and_its_profile() -> None:
    incoming = IncomingContact(
        "linkedin",
        "Connections.csv",
        4,
        "Bob Marsh",
        "https://www.linkedin.com/in/bobmarsh",
        (Stated("email", "bob@marsh.example"), Stated("birthday", "--04-15"), Stated("organisation", "Aster")),
    )
    evidence = compare(traits_of_incoming(incoming), who("Robert Marsh", url="linkedin.com/in/bobmarsh", born="04-15"))
    assert evidence is not None
    assert evidence.verdict is Verdict.CERTAIN
    assert {reason.about for reason in evidence.reasons} == {About.URL, About.NAME, About.BIRTHDAY}


def test_a_participant_whose_name_is_an_address_has_none() -> None:
    traits = traits_of_participant(Participant("ann.lee@aster.example", "ann.lee@aster.example"))
    assert traits.names == ()
    evidence = compare(traits, who("Ann Lee", email="ann.lee@aster.example"))
    assert evidence is not None
    assert evidence.verdict is Verdict.CERTAIN


def test_the_best_match_comes_first_and_equals_go_by_path() -> None:
    book = TraitBook.of(
        {
            "c.md": who("Emil Rauscher"),
            "b.md": who("Emil Rauscher"),
            "a.md": who("E. Rauscher"),
            "d.md": who("Emil Rauscher", email="e@r.example"),
        }
    )
    matches = book.near(who("Emil Rauscher", email="e@r.example"))
    assert [match.path for match in matches] == ["d.md", "b.md", "c.md", "a.md"]
    assert [(pair.one, pair.other) for pair in book.pairs()] == [
        ("b.md", "c.md"),
        ("b.md", "d.md"),
        ("c.md", "d.md"),
        ("a.md", "b.md"),
        ("a.md", "c.md"),
        ("a.md", "d.md"),
    ]


def test_what_very_many_share_is_not_gone_through() -> None:
    book = TraitBook.of({f"{at}.md": who("Ana Silva", phone="040 5550100") for at in range(MOST_SHARING + 1)})
    assert book.pairs() == ()
    few = TraitBook.of({f"{at}.md": who("Ana Silva", phone="040 5550100") for at in range(20)})
    assert len(few.pairs()) == 190
