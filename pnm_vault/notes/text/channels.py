"""How people were in touch, and who started it, by the words of a line."""

from collections.abc import Mapping
from functools import lru_cache

from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, Entry
from pnm_vault.patterns import pattern_of

# English first, with the everyday words of German, French, Spanish and Italian. A word that means something else in a
# neighbouring language (`brief`, `visite`) is left out.
_WORD_LISTS = {
    Channel.MEETING: "coffee lunch dinner breakfast brunch drinks beer beers met meet meeting meetings visit visited "
    "walk walked hike hiked hiking picnic supper tea "
    "kaffee mittagessen abendessen frühstück getroffen treffen besuch besucht spaziergang spazieren bier "
    "déjeuner dîner rencontre rencontré café cafe comida cena almuerzo visita reunión paseo "
    "caffè pranzo incontro passeggiata",
    Channel.CALL: "call called calls phone phoned rang telephone telephoned voicemail "
    "anruf angerufen telefoniert telefonat appel appelé téléphone llamada llamé llamó chiamata telefonata",
    Channel.VIDEO: "zoom video videocall teams facetime skype hangout hangouts videoanruf visio visioconférence "
    "videollamada videochiamata",
    Channel.EMAIL: "email emails emailed e-mail e-mails e-mailed mail mailed mails courriel correo",
    Channel.MESSAGE: "text texted texting message messages messaged whatsapp signal telegram dm dms dmed chat chatted "
    "sms slack linkedin pinged discord imessage messenger nachricht nachrichten geschrieben mensaje messaggio",
    Channel.LETTER: "letter letters postcard postcards card cards postkarte lettre carte carta postal lettera "
    "cartolina",
    Channel.EVENT: "conference conferences party meetup meetups event events wedding festival workshop gala reception "
    "konferenz feier hochzeit conférence fête mariage fiesta boda conferencia festa matrimonio",
}
_CHANNELS: Mapping[str, Channel] = {word: channel for channel, words in _WORD_LISTS.items() for word in words.split()}
_KNOWN = frozenset(_CHANNELS)

# Words that mean contact without saying how.
_TALK_WORDS = (
    "talked talk spoke spoken saw catch-up catchup caught bumped hung wrote written heard gesprochen gesehen parlé vu "
    "hablé visto"
)
# Words that often mean something else: they count near the beginning or after "by", and alone they do not make a dated
# line contact.
_WEAK_WORDS = (
    "card cards text event events party teams signal slack tea video mail linkedin cafe postal carta carte message "
    "messages messenger beer beers wedding workshop festival zoom phone reception drinks gala festa"
)
_WEAK = frozenset(_WEAK_WORDS.split())
_BY = frozenset(["by", "via", "per", "over"])
_CONTACT = _KNOWN - _WEAK | frozenset(_TALK_WORDS.split())

_CALL_WORDS = "called rang phoned wrote texted emailed e-mailed messaged mailed pinged sent invited telephoned"
_CALLS = frozenset(_CALL_WORDS.split())
_SENT_BY_WRITER = _CALLS - {"called", "rang", "phoned", "invited", "telephoned"}
_THEY = frozenset(["she", "he", "they"])
_THEM = frozenset(["her", "him", "them"])
_FROM_WORDS = "email e-mail mail letter message call text card postcard note voicemail whatsapp sms dm invitation"
_FROM = frozenset(_FROM_WORDS.split())
_GOT = frozenset(["got", "received"])
_ARROWS_IN = frozenset("↓←")
_ARROWS_OUT = frozenset("↑→")
_DIRECTED = _CALLS | _FROM | _ARROWS_IN | _ARROWS_OUT | frozenset(["incoming", "outgoing"])
_CALLS_OR_FROM = _CALLS | _FROM
_TELLING = _KNOWN | _DIRECTED

_WORDS = pattern_of(r"[^\s.,:;()!?\"'’*_/\[\]|—–=]+")
# The same for text of ASCII alone, which nearly every line is: in lower case, with a space for all that parts words.
_PARTED = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\x1c\x1d\x1e\x1f.,:;()!?\"'*_/[]|=", b"abcdefghijklmnopqrstuvwxyz" + b" " * 21
)
_READ = 160  # characters of a line that are looked at
_NEAR = 16  # words among which the channel is looked for; later ones tell the story


def read_how(told: Entry | Interaction) -> tuple[Channel, Direction]:
    """Tell how people were in touch and who started it, from the words where nobody has asked before.

    Nothing but the page of one contact shows this, so that a first look leaves it open for each of very many lines.
    """
    if told.channel is not None and told.direction is not None:
        return told.channel, told.direction
    text = told.text if isinstance(told, Entry) else told.source.text
    return read_channel(text[told.words :])


# Ties, mentors and more ask of the same line, and `Coffee` stands in many.
@lru_cache(maxsize=16384)
def read_channel(text: str) -> tuple[Channel, Direction]:
    """Tell how people were in touch (the first word that says so) and who started it, where the words are plain."""
    words = _words_of(text[:_READ])
    if _TELLING.isdisjoint(words):
        return Channel.NOTE, Direction.UNKNOWN
    channel = Channel.NOTE
    if not _KNOWN.isdisjoint(words):
        for at, word in enumerate(words[:_NEAR]):
            found = _CHANNELS.get(word)
            if found is None or (word in _WEAK and at > 3 and words[at - 1] not in _BY):
                continue
            if found is not Channel.VIDEO and at + 1 < len(words) and words[at + 1] in ("call", "meeting", "anruf"):
                # "conference call", "phone call", "teams meeting"; "coffee meeting" is a meeting anyway.
                found = _CHANNELS[words[at + 1]]
            channel = found
            break
    return channel, Direction.UNKNOWN if _DIRECTED.isdisjoint(words) else _direction(words)


def says_contact(text: str) -> bool:
    """Tell whether the words of a line clearly mean contact."""
    return not _CONTACT.isdisjoint(_words_of(text[:_READ]))


def _words_of(text: str) -> list[str]:
    """Part a text into its words in lower case."""
    if text.isascii():
        return text.encode("ascii").translate(_PARTED).decode("ascii").split()
    return _WORDS.findall(text.lower())


def _direction(words: list[str]) -> Direction:
    """Weigh who called, wrote or sent; words for both sides, or for none, leave it unknown."""
    mine = theirs = False
    first = words[0]
    if first in _ARROWS_OUT or "outgoing" in words:
        mine = True
    elif first in _ARROWS_IN or "incoming" in words:
        theirs = True
    last = len(words) - 1
    for at, word in enumerate(words):
        if word not in _CALLS_OR_FROM:
            continue
        before = words[at - 1] if at else ""
        after = words[at + 1] if at < last else ""
        if word in _CALLS:
            if before in _THEY or after in ("me", "us"):
                theirs = True
            elif word == "wrote" and after in ("it", "that", "down", "this"):
                pass
            elif before in ("i", "we") or after in _THEM or (word == "wrote" and after == "to"):
                mine = True
            elif not at and word != "invited":
                # "Called about the flat" may be either; what begins with "Sent" or "Wrote" was done by the writer.
                mine = mine or word in _SENT_BY_WRITER
        elif word in _FROM and after == "from":
            theirs = True
        elif word in _FROM and after == "to" and (not at or before in ("sent", "an", "a")):
            mine = True
    if not mine and first in _GOT and not _FROM.isdisjoint(words[1:4]):
        theirs = True
    if mine == theirs:
        return Direction.UNKNOWN
    return Direction.FROM_ME if mine else Direction.FROM_THEM
