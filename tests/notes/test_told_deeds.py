"""Advice, referrals, recommendations and introductions in log lines: labelled lines, misleading ones among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.favour import Favour, FavourKind
from pnm_vault.notes.text.favours import told_favours
from pnm_vault.notes.text.told_deeds import DEED_SIGNS, clause_from, kind_of, told_deeds

# What each line tells: the kind, which way it went, and the name by which the line calls the other one.
LINES = [
    ("asked her for advice on the lease", "advice asked"),
    ("Asked him for feedback on my talk", "advice asked"),
    ("coffee on the pier, asked her for advice on the lease", "advice asked"),
    ("long call and asked him for an introduction to her editor", "introduction asked"),
    ("I asked them for a reference for the flat", "recommendation asked"),
    ("asked for his opinion on the contract", "advice asked"),
    ("asked for her help with the boiler", "favour asked"),
    ("asked her for a favour: the keys", "favour asked"),
    ("asked her to introduce me to the dean", "introduction asked"),
    ("asked him if he could recommend a dentist", "recommendation asked"),
    ("asked her whether she would write me a letter of recommendation", "recommendation asked"),
    ("asked [[Ann Lee]] for advice on the lease", "advice asked Ann Lee"),
    ("asked Ann for a quick second opinion", "advice asked Ann"),
    ("coffee with [[Ann Lee|Ann]], asked her for advice", "advice asked Ann Lee"),
    ("asked her for advice but she did not answer", "advice asked"),
    ("she asked me for advice on her lease", "advice asked of you"),
    ("asked for my advice on the new job", "advice asked of you"),
    ("he asked me to write him a reference", "recommendation asked of you"),
    ("Tom asked me for help with the shelves", "favour asked of you Tom"),
    ("they asked me if I could introduce them to Bo", "introduction asked of you"),
    ("rang, and she asked us for feedback on the draft", "advice asked of you"),
    ("she gave me good advice on the lease", "advice received"),
    ("gave me some honest feedback on chapter two", "advice received"),
    ("he advised me to wait with the boiler", "advice received"),
    ("advised us against the lease", "advice received"),
    ("got good advice from her on the grant", "advice received"),
    ("got her feedback on the slides", "advice received"),
    ("Ann gave me feedback on the slides", "advice received Ann"),
    ("[[Ann Lee]] gave us a few tips for Lisbon", "advice received Ann Lee"),
    ("she recommended that I wait until May", "advice received"),
    ("gave Tom feedback on his CV", "advice given Tom"),
    ("gave her feedback on her CV", "advice given"),
    ("I gave her some practical tips for the interview", "advice given"),
    ("I advised him to keep the receipts", "advice given"),
    ("she got advice from me on the taxes", "advice given"),
    ("we gave feedback to them on the poster", "advice given"),
    ("she recommended the dentist Dr. Vidal", "recommendation received"),
    ("lunch; he recommended a plumber in Muggia", "recommendation received"),
    ("recommended Dr. Vidal to me", "recommendation received"),
    ("she recommended me for the job at the port", "recommendation received"),
    ("he put in a good word for me with the landlord", "recommendation received"),
    ("wrote me a glowing recommendation", "recommendation received"),
    ("she vouched for us at the bank", "recommendation received"),
    ("[[Ann Lee]] recommended a tailor", "recommendation received Ann Lee"),
    ("wrote a recommendation for her", "recommendation given"),
    ("wrote her letter of recommendation", "recommendation given"),
    ("recommended her for the job at the port", "recommendation given"),
    ("I recommended the book on knots", "recommendation given"),
    ("recommended her Darko for the shelves", "recommendation given"),
    ("she recommended us [[Bo Chen]]", "recommendation received"),
    ("recommended Tom to the choir", "recommendation given Tom"),
    ("put in a word for him at the harbour", "recommendation given"),
    ("referred me to [[Ben Ito]]", "referral received"),
    ("she referred me to a colleague in Graz", "referral received"),
    ("passed my CV on to her sister", "referral received"),
    ("he sent me a client", "referral received"),
    ("sent two, no: sent a customer my way", "referral received"),
    ("I referred him to Ben", "referral given"),
    ("passed her name on to the harbour office", "referral given"),
    ("introduced me to [[Bob Ray]]", "introduction received"),
    ("Ann introduced me to Bob", "introduction received Ann"),
    ("she put me in touch with her editor", "introduction received"),
    ("introduced him to Bob", "introduction given"),
    ("I connected her with the archive", "introduction given"),
    ("put them in touch with the printer", "introduction given"),
    ("she helped with the move", "favour received"),
    ("helped with my form", "favour received"),
    ("helped her move", "favour given"),
    ("helped him with the boat", "favour given"),
    ("helped with her taxes", "favour given"),
    ("lent him the ladder", "favour given"),
    ("gave her a lift to the airport", "favour given"),
    ("met [[Bob Ray]], he gave me advice", "advice received Bob Ray"),
    ("I came early and gave her feedback on the draft", "advice given"),
    ("she had just referred me to Ben", "referral received"),
    ("He lent me a belay device", "favour received"),
    ("[[Ann Lee|Ann]] lent me the van", "favour received Ann Lee"),
    ("Also gave me feedback on the talk", "advice received"),
    ("They recommended a tailor in Muggia", "recommendation received"),
]
NONE = [
    "could ask her for advice on the lease",
    "did not ask her for advice",
    "should have asked her for advice",
    "I never asked her for advice",
    "want to ask him for a reference",
    "she would recommend the dentist",
    "she has not recommended anybody",
    "she gave me no advice",
    "he gave me hardly any feedback",
    "maybe she referred me to Ben",
    "if she recommended the dentist, call him",
    "highly recommended: the anchovies",
    "recommended reading: the Leopard",
    "recommended the dentist Dr. Vidal",
    "was recommended by her doctor",
    "the dentist was recommended to me",
    "her brother gave me advice",
    "her brother came and gave me advice",
    "her brother came, gave me advice",
    "gave her brother advice on the lease",
    "asked her brother for advice",
    "helped her mother move",
    "recommended her sister for the job",
    "she recommended Bob for the job",
    "she asked him for advice",
    "I asked myself for advice",
    "she referred to her notes",
    "referred me to the manual",
    "asked about the lease",
    "asked for the bill",
    "asked her for the salt",
    "asked for directions to the dentist",
    "asked if I know a notary",
    "gave a talk on good advice",
    "gave her the book of recommendations",
    "gave me a reference to a paper",
    "helped with the move",
    "helped at the stall",
    "she helped with the church fair",
    "asked her for advice?",
    'he read aloud: "she gave me advice on love"',
    "~~asked her for advice~~",
    "talked about advice and referrals",
    "in touch with the editor",
    "introduced himself to the choir",
    "introduced a new rule to the choir",
    "the dean advised her to wait",
    "tea with [[Ann]] and [[Bob]], she gave me advice",
    "dinner with Ann and with Bob, he advised me to wait",
    "Bob came and gave me advice",
    "passed the salt to her",
    "sent her a postcard",
    "her reference number",
    "wrote her a letter",
    "lent out the ladder",
]


def told(words: str) -> list[str]:
    found = [(one, Favour("", one.given, None, 0, asked=one.asked)) for one in told_favours(words)]
    return [f"{one.kind} {favour.way} {one.name}".rstrip() for one, favour in found]


@pytest.mark.parametrize(("words", "expected"), LINES)
def test_what_is_told(words: str, expected: str) -> None:
    assert told(words) == [expected]


@pytest.mark.parametrize("words", NONE)
def test_what_is_none(words: str) -> None:
    assert told(words) == []


def test_several_in_one_line() -> None:
    words = "Tea. She recommended the dentist Dr. Vidal; I gave her feedback on the draft; got: soup"
    assert told(words) == ["favour received"]  # whoever writes labels has said it all
    words = words.removesuffix("; got: soup")
    assert [one.text for one in told_favours(words)] == [
        "She recommended the dentist Dr. Vidal",
        "I gave her feedback on the draft",
    ]
    assert told("asked her for advice on the lease; she lent me the van") == ["advice asked", "favour received"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("advice on the lease", FavourKind.ADVICE),
        ("an introduction to Bo", FavourKind.INTRODUCTION),
        ("a reference for the flat", FavourKind.RECOMMENDATION),
        ("referred me to Bo", FavourKind.REFERRAL),
        ("soup", FavourKind.FAVOUR),
    ],
)
def test_kinds_of_favours_that_are_listed(words: str, kind: FavourKind) -> None:
    assert kind_of(words) is kind
    assert [one.kind for one in told_favours(f"tea, got: {words}")] == [kind]


def test_a_title_ends_no_sentence() -> None:
    assert clause_from("saw Dr. Vidal of St. Just, J. Vidal. Rain", 4) == "Dr. Vidal of St. Just, J. Vidal"


PARTS = [
    *DEED_SIGNS,
    "asked",
    "gave",
    "me",
    "her",
    "I",
    "she",
    "for",
    "to",
    "and",
    ",",
    ".",
    ";",
    "[[Ann]]",
    "Tom",
    "my",
]


@given(st.lists(st.sampled_from(PARTS)).map(" ".join))
def test_every_deed_is_told_in_the_line(words: str) -> None:
    deeds = told_deeds(words)
    assert len(deeds) <= 5
    for one in deeds:
        assert one.text
        assert words[one.start :].startswith(one.text)
