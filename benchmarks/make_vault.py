"""Make a believable vault of any size from a seed: `python -m benchmarks.make_vault FOLDER --contacts 10000 --seed 1`.

Everybody in it is made of syllables. The same seed gives the same bytes on every machine and every Python from 3.11 on:
only `Random.random` is used, whose sequence is guaranteed, and no order depends on hashing.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple, TypeVar

TODAY = date(2026, 11, 23)
YEARS = 3 * 365
FILES_IN_A_FOLDER = 1000
COMMUNITY = 25

T = TypeVar("T")

_STARTS: tuple[str, ...] = (
    "Ba",
    "Be",
    "Ca",
    "Da",
    "De",
    "El",
    "Fa",
    "Fi",
    "Ga",
    "Ha",
    "Hu",
    "I",
    "Ja",
    "Ka",
    "Ki",
    "La",
    "Li",
    "Ma",
)
_STARTS += ("Me", "Mi", "Na", "No", "O", "Pa", "Pe", "Qui", "Ra", "Ro", "Sa", "Si", "Ta", "To", "U", "Va", "Vi", "Wa")
_STARTS += ("Xa", "Ya", "Za", "Zo")
_MIDDLES = (
    "ba",
    "cre",
    "da",
    "dri",
    "fe",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "na",
    "ne",
    "ra",
    "re",
    "ri",
    "sa",
    "ti",
)
_GIVEN_ENDS = ("n", "na", "lia", "ra", "s", "ro", "mi", "ko")
_FAMILY_ENDS = ("berg", "dal", "ez", "field", "ini", "kova", "man", "mura", "nen", "ova", "sen", "son", "ström", "tti")
_CITIES = ("Trieste", "Lisbon", "Ghent", "Tartu", "Kraków", "Leeds", "Oaxaca", "Osaka", "Accra", "Tbilisi", "Graz")
_COMPANY_KINDS = ("Works", "Studio", "Institute", "Press", "Labs", "Cooperative", "Foundation", "School")
_ROLES = (
    "engineer",
    "teacher",
    "editor",
    "nurse",
    "architect",
    "researcher",
    "baker",
    "designer",
    "lawyer",
    "producer",
)
_CIRCLES = ("Choir", "Book club", "Rowing", "Neighbours", "University", "First job", "Climbing", "Allotment", "Chess")
_CATEGORIES: tuple[str, ...] = (
    "friend",
    "friend",
    "colleague",
    "colleague",
    "acquaintance",
    "acquaintance",
    "family",
    "classmate",
)
_CATEGORIES += ("mentor", "mentee")
_CADENCES = ("weekly", "monthly", "quarterly", "14", "30", "60", "90", "2 weeks", "6 weeks", "every 3 months", "yearly")
_QUALITIES: tuple[str, ...] = (
    "urban",
    "medieval",
    "community",
    "amateur",
    "digital",
    "baroque",
    "alpine",
    "coastal",
    "vegetarian",
    "open",
)
_QUALITIES += ("experimental", "industrial", "nordic", "applied", "rural", "historic", "practical", "modern")
_SUBJECTS: tuple[str, ...] = (
    "gardening",
    "cartography",
    "choirs",
    "photography",
    "statistics",
    "ceramics",
    "sailing",
    "cooking",
)
_SUBJECTS += ("beekeeping", "typography", "cycling", "theatre", "robotics", "weaving", "astronomy", "woodwork")
_SUBJECTS += ("translation", "radio", "hiking", "printing", "chess", "archives")
_DOINGS: tuple[str, ...] = (
    "Coffee near the station",
    "Long call about the move",
    "Lunch with the others",
    "Sent photos of the trip",
)
_DOINGS += ("Walked along the river", "Video call, mostly about work", "Dinner at their place", "Letter with the news")
_DOINGS += ("Ran into each other at the market", "Helped carry the piano", "Swapped notes on the course")
_NEEDS = ("a place to show work on {}", "somebody who teaches {}", "an introduction to people in {}", "books on {}")
_GIFTS = ("lessons in {}", "a workshop on {}", "contacts in {}", "ten years of {}")
_DETAILS: tuple[str, ...] = (
    "They are well and send their best to everybody",
    "The plans for the spring are taking shape at last",
)
_DETAILS += ("Promised to send the recipe and the map", "Their sister is visiting until the end of the month")
_DETAILS += ("Much laughter about the old days", "Thinking of a change, though nothing is settled yet")
_OPENINGS = ("Slow morning, then", "Rain all day;", "Early train, then", "A good day:", "Back home, and")
_PROSE = (
    "met {} for coffee",
    "called {} about the weekend",
    "lunch with {}",
    "wrote to {}",
    "walked with {} in the park",
)


class Person(NamedTuple):
    """One contact before it is written: `stem` is the file name without `.md`."""

    name: str
    stem: str
    folder: str
    community: int


class Dice:
    """Choices made with `Random.random` alone."""

    def __init__(self, seed: int) -> None:
        self.roll = Random(seed).random

    def below(self, bound: int) -> int:
        return int(self.roll() * bound)

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self.roll() * len(choices))]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Give up to so many different choices, in the order drawn."""
        return list(dict.fromkeys(self.one_of(choices) for _ in range(count)))

    def chance(self, probability: float) -> bool:
        return self.roll() < probability

    def day(self) -> date:
        """Give a day of the last three years, recent ones more often."""
        return TODAY - timedelta(days=1 + int(self.roll() ** 1.6 * (YEARS - 1)))


def make_vault(folder: str, contacts: int, seed: int = 1) -> int:
    """Write a vault into a new or empty folder and return the number of notes.

    Contacts, a third as many daily notes, a hundredth as many meeting notes, `Me.md` and `pnm.toml`.
    Raises: FileExistsError when the folder holds something.
    """
    os.makedirs(folder, exist_ok=True)
    if os.listdir(folder):
        raise FileExistsError(f"{folder} is not empty")
    dice = Dice(seed)
    topics = _topics(dice)
    people = _people(dice, contacts)
    communities: dict[int, list[Person]] = {}
    for person in people:
        communities.setdefault(person.community, []).append(person)

    pages: dict[str, str] = {}
    for number, person in enumerate(people):
        page = _contact(dice, number, person, communities[person.community], topics)
        pages[f"{person.folder}/{person.stem}.md"] = page
    for back in range(contacts // 3):
        day = TODAY - timedelta(days=back + 1)
        pages[f"Daily/{day.year}/{day}.md"] = _daily(dice, day, people)
    for number in range(contacts // 100):
        day = dice.day()
        pages[f"Meetings/{day} Meeting {number + 1}.md"] = _meeting(dice, day, communities)
    pages["Me.md"] = f"---\nname: Mia Vale\nasks:\n  - help with {topics[5]}\noffers:\n  - {topics[9]}\n---\n# Me\n"
    for made in sorted({path.rpartition("/")[0] for path in pages}):
        os.makedirs(os.path.join(folder, made), exist_ok=True)
    for path, text in pages.items():
        _write(os.path.join(folder, path), text)
    _write(os.path.join(folder, "pnm.toml"), _SETTINGS)
    return len(pages)


_SETTINGS = """\
[vault]
contacts = ["People"]
meetings = ["Meetings"]
daily_folder = "Daily"
daily_format = "YYYY/YYYY-MM-DD"
"""


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    os.write(handle, text.encode())
    os.close(handle)


def _topics(dice: Dice) -> list[str]:
    """Give about 400 interests; `_zipf` makes the first ones common and the last ones rare."""
    every = [f"{quality} {subject}" for quality in _QUALITIES for subject in _SUBJECTS]
    shuffled = sorted(every, key=lambda _: dice.roll())
    return list(_SUBJECTS) + shuffled[: 400 - len(_SUBJECTS)]


def _zipf(dice: Dice, choices: Sequence[T]) -> T:
    # The inverse of the distribution function of 1/x on [1, n + 1).
    return choices[int((len(choices) + 1) ** dice.roll()) - 1]


def _people(dice: Dice, count: int) -> list[Person]:
    given = _names(dice, 300, _GIVEN_ENDS)
    family = _names(dice, 3000, _FAMILY_ENDS)
    people: list[Person] = []
    stems: dict[str, int] = {}
    letters: dict[str, int] = {}
    for number in range(count):
        last = dice.one_of(family)
        name = f"{dice.one_of(given)} {last}"
        stems[name] = twins = stems.get(name, 0) + 1
        stem = name if twins == 1 else f"{name} ({twins})"
        letters[last[0]] = filed = letters.get(last[0], 0) + 1
        drawer = (filed - 1) // FILES_IN_A_FOLDER
        folder = f"People/{last[0]}" + (f" {drawer + 1}" if drawer else "")
        people.append(Person(name, stem, folder, number // COMMUNITY))
    return people


def _names(dice: Dice, count: int, ends: Sequence[str]) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        middle = dice.one_of(_MIDDLES) if dice.chance(0.7) else ""
        names[dice.one_of(_STARTS) + middle + dice.one_of(ends)] = None
    return list(names)


# Four hands, as four owners would write; each names the same things in its own way.
_SPELLINGS = (
    {"last": "last_contact", "role": "role", "org": "company", "place": "city", "born": "birthday", "rank": "priority"},
    {
        "last": "lastContact",
        "role": "jobTitle",
        "org": "org",
        "place": "location",
        "born": "bday",
        "rank": "importance",
    },
    {"last": "last-contact", "role": "title", "org": "organization", "place": "based-in", "born": "birth-date"},
    {"last": "date_last_spoken", "role": "job_title", "org": "employer", "place": "location", "born": "Birthday"},
)
_CADENCE_NAMES = ("cadence", "contactFrequency", "contact-frequency", "contact_frequency")
_LOG_FORMS: tuple[Callable[[date, str], str], ...] = (
    lambda day, text: f"- {day}: {text}",
    lambda day, text: f"- [[{day}]] — {text}",
    lambda day, text: f"- {day} — {text}",
    lambda day, text: f"- **{day}** {text}",
)


def _contact(dice: Dice, number: int, person: Person, community: list[Person], topics: list[str]) -> str:
    hand = number % 4
    out = ["---"]
    out += _properties(dice, hand, person, topics)
    others = [other for other in community if other is not person]
    known = dice.some_of(others, dice.below(7)) if others else []
    if known and hand != 2:
        out.append("knows:")
        out += [f'  - "[[{other.stem}]]"' for other in known]
    out += ["---", "", f"# {person.name}", ""]
    if dice.chance(0.6):
        out += ["## How We Met", f"- **Date:** {dice.day()}", f"- **Context:** at the {dice.one_of(_CIRCLES)}", ""]
    if dice.chance(0.2):
        out += ["## Looking For", "- " + dice.one_of(_NEEDS).format(_zipf(dice, topics)), ""]
    if dice.chance(0.2):
        out += ["## Can Help With", "- " + dice.one_of(_GIFTS).format(_zipf(dice, topics)), ""]
    if known and hand == 2:
        out += ["## People", *(f"- [[{other.stem}]] - {dice.one_of(_CIRCLES).lower()} friend" for other in known), ""]
    if dice.chance(0.8):
        first, second = _zipf(dice, topics), dice.one_of(_CITIES)
        out += ["## Notes", f"Talks about {first} whenever there is time, and means to move to {second} one day.", ""]
        out += [". ".join(dice.some_of(_DETAILS, 3)) + ".", ""]
    if dice.chance(0.1):
        out += [f"- [ ] Send {person.name} the article 📅 {TODAY + timedelta(days=dice.below(60) - 20)}", ""]
    days = sorted({dice.day() for _ in range(dice.below(13))}, reverse=dice.chance(0.3))
    out += ["## Interactions", *(_LOG_FORMS[hand](day, _doing(dice, others)) for day in days), ""]
    return "\n".join(out)


def _doing(dice: Dice, others: list[Person]) -> str:
    text = dice.one_of(_DOINGS)
    if others and dice.chance(0.15):
        text += f" with [[{dice.one_of(others).stem}]]"
    return f"{text}. {dice.one_of(_DETAILS)}." if dice.chance(0.5) else text


def _properties(dice: Dice, hand: int, person: Person, topics: list[str]) -> list[str]:
    names = _SPELLINGS[hand]
    given, family = person.name.split(" ")
    out = ["type: person" if hand != 3 else "fileClass: contact", f"name: {person.name}"]
    out += [f"aliases: [{given[:2]} {family}]" if hand % 2 else f"aliases:\n  - {given[:3]} {family}"]
    out += ["tags:", "  - person", f"  - {dice.one_of(_CIRCLES).lower().replace(' ', '-')}"]
    out.append(f"{'category' if hand % 2 else 'relationship'}: {dice.one_of(_CATEGORIES)}")
    circles = dice.some_of(_CIRCLES, 1 + dice.below(2))
    out.append(f"circles: [{', '.join(circles)}]" if hand % 2 else "circles:\n  - " + "\n  - ".join(circles))
    firm = f"{_STARTS[person.community % len(_STARTS)]}{_MIDDLES[person.community % len(_MIDDLES)]}"
    out.append(f'{names["org"]}: "{firm} {_COMPANY_KINDS[person.community % len(_COMPANY_KINDS)]}"')
    out.append(f"{names['role']}: {dice.one_of(_ROLES)}")
    out.append(f"{names['place']}: {dice.one_of(_CITIES)}")
    out.append(f"email: {given.lower()}.{family.lower().replace('ö', 'oe')}@example.org")
    out.append(f'phone: "+44 20 7946 {dice.below(10000):04}"')
    out.append(f"url: https://example.org/~{given.lower()}")
    if "rank" in names:
        out.append(f"{names['rank']}: {1 + dice.below(3)}")
    if dice.chance(0.5):
        born = date(1950, 1, 1) + timedelta(days=dice.below(20000))
        out.append(f"{names['born']}: {born:%m-%d}" if dice.chance(0.3) else f"{names['born']}: {born}")
    if dice.chance(0.33):
        out.append(f"{_CADENCE_NAMES[hand]}: {dice.one_of(_CADENCES)}")
    if dice.chance(0.5):
        out.append(f"{names['last']}: {dice.day()}")
    liked = list(dict.fromkeys(_zipf(dice, topics) for _ in range(1 + dice.below(4))))
    out.append(f"interests: [{', '.join(liked)}]" if hand % 2 else "interests:\n  - " + "\n  - ".join(liked))
    out.append(f"created: {date(2020, 1, 1) + timedelta(days=dice.below(1400))}")
    return out


def _daily(dice: Dice, day: date, people: list[Person]) -> str:
    out = ["---", "tags: [daily]", "---", f"# {day}", ""]
    met = dice.some_of(people, dice.below(6))
    for person in met:
        if dice.chance(0.25):
            box = "x" if dice.chance(0.5) else " "
            due = f" 📅 {day + timedelta(days=3 + dice.below(30))}"
            out.append(f"- [{box}] Write to [[{person.stem}]]{due}")
        else:
            out.append(f"{dice.one_of(_OPENINGS)} {dice.one_of(_PROSE).format(f'[[{person.stem}]]')}.")
    out += ["", "Read a little, and early to bed.", ""]
    return "\n".join(out)


def _meeting(dice: Dice, day: date, communities: dict[int, list[Person]]) -> str:
    present = dice.some_of(communities[dice.below(len(communities))], 2 + dice.below(7))
    out = ["---", "type: meeting", f"date: {day}", "attendees:"]
    out += [f'  - "[[{person.stem}]]"' for person in present]
    out += ["---", f"# Meeting on {dice.one_of(_SUBJECTS)}", "", "Agreed to go on as before.", ""]
    return "\n".join(out)


def main() -> int:
    """Make one vault and say how large it is."""
    parser = argparse.ArgumentParser(description="Make a believable vault from a seed.")
    parser.add_argument("folder")
    parser.add_argument("--contacts", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    began = time.perf_counter()
    try:
        notes = make_vault(chosen.folder, chosen.contacts, chosen.seed)
    except FileExistsError as error:
        print(f"{error}; name a new folder.", file=sys.stderr)
        return 2
    print(f"{notes} notes in {chosen.folder} ({time.perf_counter() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
