"""How people were in touch, who started it, and who came along."""

import pytest

from pnm_vault.model.note import Channel, Direction
from pnm_vault.notes.text.channels import read_channel, says_contact
from pnm_vault.notes.text.links import link_spans
from pnm_vault.notes.text.togetherness import company, first_chain


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("", Channel.NOTE),
        ("rehearsal", Channel.NOTE),
        ("Coffee, proper, from the tin", Channel.MEETING),
        ("house dinner in the yard", Channel.MEETING),
        ("we walked along the river", Channel.MEETING),
        ("Visit at the ward", Channel.MEETING),
        ("called about the flat", Channel.CALL),
        ("(call): news", Channel.CALL),
        ("She rang", Channel.CALL),
        ("conference call with the team", Channel.CALL),
        ("by phone and by ice cream", Channel.CALL),
        ("showed me the press on his phone", Channel.NOTE),
        ("video call, long", Channel.VIDEO),
        ("Zoom about the model", Channel.VIDEO),
        ("FaceTime", Channel.VIDEO),
        ("emailed the draft", Channel.EMAIL),
        ("long e-mail", Channel.EMAIL),
        ("WhatsApp: photo of the cat", Channel.MESSAGE),
        ("text from her", Channel.MESSAGE),
        ("he sends texts worth setting by hand", Channel.NOTE),
        ("letter with a recipe", Channel.LETTER),
        ("postcard from Rome", Channel.LETTER),
        ("party on the roof", Channel.EVENT),
        ("met at the conference", Channel.MEETING),
        ("Kaffee am Hafen", Channel.MEETING),
        ("hat angerufen", Channel.CALL),
        ("déjeuner rapide", Channel.MEETING),
        ("llamada corta", Channel.CALL),
        ("pranzo da lei", Channel.MEETING),
        ("a " * 16 + "call", Channel.NOTE),
    ],
)
def test_channel(text: str, channel: Channel) -> None:
    assert read_channel(text)[0] is channel


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("", Direction.UNKNOWN),
        ("coffee", Direction.UNKNOWN),
        ("Called about the flat", Direction.UNKNOWN),
        ("called the plumber for us both", Direction.UNKNOWN),
        ("she called", Direction.FROM_THEM),
        ("They wrote from Rome", Direction.FROM_THEM),
        ("called me from the train", Direction.FROM_THEM),
        ("got an email from her", Direction.FROM_THEM),
        ("Letter from Ann", Direction.FROM_THEM),
        ("received a postcard", Direction.FROM_THEM),
        ("← photo", Direction.FROM_THEM),
        ("incoming call", Direction.FROM_THEM),
        ("I called", Direction.FROM_ME),
        ("called her back", Direction.FROM_ME),
        ("texted them the address", Direction.FROM_ME),
        ("Sent the demo", Direction.FROM_ME),
        ("wrote to the whole family", Direction.FROM_ME),
        ("Wrote about his thesis", Direction.FROM_ME),
        ("→ photo", Direction.FROM_ME),
        ("an email to her", Direction.FROM_ME),
        ("she called, I called her back", Direction.UNKNOWN),
        ("I wrote it down", Direction.UNKNOWN),
        ("sent me the draft", Direction.FROM_THEM),
    ],
)
def test_direction(text: str, direction: Direction) -> None:
    assert read_channel(text)[1] is direction


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coffee", True),
        ("called", True),
        ("talked about boats", True),
        ("Saw her at the market", True),
        ("moved to Graz", False),
        ("new card", False),
        ("started at Acme", False),
        ("", False),
    ],
)
def test_words_that_say_contact(text: str, said: bool) -> None:
    assert says_contact(text) is said


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("lunch with [[A]]", ("A",)),
        ("lunch with [[A]], [[B]] and [[C]]", ("A", "B", "C")),
        ("lunch with [[A]] & [[B]] about [[C]]", ("A", "B")),
        ("with **[[A]]**", ("A",)),
        ("w/ [[A]]", ("A",)),
        ("mit [[A]] und [[B]]", ("A", "B")),
        ("[[A]] joined", ("A",)),
        ("[[A]] and [[B]] joined us", ("A", "B")),
        ("Val Rosandra, [[A]] too.", ("A",)),
        ("[[A]] came along", ("A",)),
        ("with [A](A.md) and [[B]]", ("A", "B")),
        ("[[2026-01-01]] with [[A]]", ("A",)),
        ("with [[2026-01-01]] and [[A]]", ()),
        ("about [[A]]", ()),
        ("[[A]] brought cherries", ()),
        ("herewith [[A]]", ()),
        ("with her sister [[A]]", ()),
        ("with [[A]] and with [[A]]", ("A",)),
        ("with ~~[[A]] and~~ [[B]], ~~[[C]]~~ too", ("B",)),
    ],
)
def test_company(text: str, others: tuple[str, ...]) -> None:
    assert company(text) == others


def test_the_first_links_that_belong_together() -> None:
    text = "Sister: [[A]] and [[B]] - works at [[C]]"
    assert first_chain(text, link_spans(text)) == ("A", "B")
    assert first_chain("", []) == ()
