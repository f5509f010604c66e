"""The file of the program `friends`: activities, notes and friends as lists in one Markdown file.

Source: the file as `friends` 0.4x writes it: names in activities and notes are bold, places in italics.
"""

from pnm_vault.exchange.incoming.encodings import MAX_BYTES, decode
from pnm_vault.exchange.incoming.reading import MAX_SUBJECT, Draft, Reading
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Direction
from pnm_vault.notes.text.channels import read_channel
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.patterns import pattern_of

NAME = "friends"
MAX_LINE = 10_000

_SECTION = pattern_of(r"###[ ]+(Activities|Notes|Friends|Locations):\s*\Z")
_FRIEND = pattern_of(r"\A([^(\[@]++)(?:\(a\.k\.a\. ([^)]*+)\))?\s*+(?:\[([^\]]*+)\])?\s*+((?:@\S++\s*+)*)\Z")
_NAMES = pattern_of(r"\*\*([^*]{1,200})\*\*")
_TAGS = pattern_of(r"@([\w:-]+)")
_PLACES = pattern_of(r"(?<!\w)_([^_]{1,200})_(?!\w)")


def recognises(name: str, head: bytes) -> bool:
    """Tell by its first line whether this is a file of `friends`."""
    text = decode(head, cut=True) or ""
    return _SECTION.match(text.lstrip().partition("\n")[0]) is not None


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read friends as contacts, activities as occasions and notes as words about those whom they name."""
    reading = Reading(NAME, file, owner)
    text = decode(content) if len(content) <= MAX_BYTES else None
    if text is None:
        return reading.fail("This is no text of a size that can be read.")
    sections: dict[str, list[tuple[int, str]]] = {"Activities": [], "Notes": [], "Friends": [], "Locations": []}
    lines: list[tuple[int, str]] | None = None
    has_friends = False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if (heading := _SECTION.match(line)) is not None:
            lines = sections[heading[1]]
            has_friends = has_friends or heading[1] == "Friends"
        elif line.strip() and len(line) > MAX_LINE:
            reading.warn(number, f"This line is longer than {MAX_LINE} characters: it was left out.")
        elif line.strip() and lines is not None:
            lines.append((number, line.strip().removeprefix("- ")))
        elif line.strip():
            return reading.fail(
                "This is no file of friends: it begins with ### Activities: and has ### Friends: below."
            )
    if not has_friends:
        return reading.fail("The file ends before its ### Friends:, so it was cut off: get it anew. Nothing is read.")
    drafts = _read_friends(sections["Friends"], reading)
    for number, line in sections["Activities"]:
        _read_activity(number, line, drafts, reading)
    for number, line in sections["Notes"]:
        _read_note(number, line, drafts, reading)
    if sections["Locations"]:
        reading.skip("a place", len(sections["Locations"]))
    for name, draft in drafts.items():
        reading.take(draft, name)
    return reading.incoming()


def _read_friends(lines: list[tuple[int, str]], reading: Reading) -> dict[str, Draft]:
    drafts: dict[str, Draft] = {}
    for number, line in lines:
        found = _FRIEND.match(line)
        name = found[1].strip() if found else ""
        if found is None or not name:
            reading.warn(
                number, "This line is no friend (Name (a.k.a. Other) [Place] @tag is wanted): it was left out."
            )
            continue
        draft = drafts.setdefault(name, Draft(number))
        for alias in (found[2] or "").split(" a.k.a. "):
            draft.state("aliases", alias)
        draft.state("place", found[3] or "")
        for tag in _TAGS.findall(found[4] or ""):
            draft.state("tags", tag.strip(":").replace(":", "/"))
    return drafts


def _read_activity(number: int, line: str, drafts: dict[str, Draft], reading: Reading) -> None:
    dated = _dated(number, line, reading)
    if dated is None:
        return
    day_text, text = dated
    day = parse_day(day_text)
    names = [name for name in dict.fromkeys(_NAMES.findall(text)) if not reading.is_owner(name)]
    if day is None or not names:
        reading.skip("activities that name nobody")
        return
    shown = _plain(text)
    channel, direction = read_channel(shown)
    direction = direction if len(names) == 1 else Direction.UNKNOWN
    for name in names if len(shown) > MAX_SUBJECT else ():  # it is cut off where it is one line of a log
        if name in drafts:
            drafts[name].tell("", f"{shown} ({day_text})")
    who = tuple([Participant(name) for name in names])
    reading.meet(number, day, channel, who, direction, shown, f"{day_text} {shown}")


def _read_note(number: int, line: str, drafts: dict[str, Draft], reading: Reading) -> None:
    dated = _dated(number, line, reading)
    if dated is None:
        return
    named = [drafts[name] for name in dict.fromkeys(_NAMES.findall(dated[1])) if name in drafts]
    for draft in named:
        draft.tell("", f"{_plain(dated[1])} ({dated[0]})")  # a day in front would make it a day of contact
    if not named:
        reading.skip("notes that name no friend")


def _dated(number: int, line: str, reading: Reading) -> tuple[str, str] | None:
    day, colon, text = line.partition(": ")
    if not colon or parse_day(day) is None:
        reading.warn(number, "This line does not begin with a day (2026-01-02: text is wanted): it was left out.")
        return None
    return day, text


def _plain(text: str) -> str:
    return _PLACES.sub(r"\1", _NAMES.sub(r"\1", text))
