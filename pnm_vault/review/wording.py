"""The words of the review notes: plain text from Markdown, cadences, days and months in English on every machine."""

import re
from datetime import date

from pnm_vault.insights.catching_up.expectation import about
from pnm_vault.insights.catching_up.stale import CadenceRule
from pnm_vault.insights.introducing.introductions import Candidate, Gain, Introduction
from pnm_vault.patterns import pattern_of

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CADENCES = {
    1: "every day",
    7: "weekly",
    30: "monthly",
    31: "monthly",
    61: "every 2 months",
    91: "every 3 months",
    92: "every 3 months",
    182: "every 6 months",
    183: "every 6 months",
    365: "yearly",
    366: "yearly",
}
_RULES = {
    CadenceRule.CONTACT: "your cadence",
    CadenceRule.SETTINGS: "your settings",
    CadenceRule.RHYTHM: "your rhythm",
    CadenceRule.CATEGORY: "usual for the category",
    CadenceRule.DEFAULT: "default",
}

# Marks that only a Markdown reader would hide; each alternative is bounded so that no text can make it slow.
_WIKILINK = pattern_of(r"!?\[\[([^\[\]|\n]{1,400})(?:\|([^\[\]\n]{0,400}))?\]\]")
_MARKDOWN_LINK = pattern_of(r"!?\[([^\[\]\n]{0,400})\]\([^()\s]{0,400}\)")
_COMMENT = pattern_of(r"%%[^%\n]{0,400}%%")
_STRESS = pattern_of(r"(\*\*|__|==|~~)(?=\S)([^*_=~\n]{1,400})(?<=\S)\1")
_BARE_KEY = pattern_of(r"[A-Za-z0-9_-]+")
_CODE = pattern_of(r"`([^`\n]{1,200})`")


def plain(text: str) -> str:
    """Return what a reader sees of one line of Markdown: links as their text, no comments, no bold marks."""
    if "[" in text:
        text = _MARKDOWN_LINK.sub(r"\1", _WIKILINK.sub(_link_text, text))
    if "%%" in text:
        text = _COMMENT.sub("", text)
    # Most texts have none of these marks, and thousands are looked at for each run.
    if "**" in text or "__" in text or "==" in text or "~~" in text:
        return _STRESS.sub(r"\2", text)
    return text


def quoted(sentence: str) -> str:
    """Return a sentence of ours with its code spans in quotation marks: an escaped backtick would only be noise."""
    return _CODE.sub(r"“\1”", sentence)


def _link_text(match: re.Match[str]) -> str:
    shown = match[2]
    return shown if shown else stem(match[1].partition("#")[0] or match[1])


def stem(path: str) -> str:
    """Return the file's name without folders and `.md`."""
    name = path.rpartition("/")[2]
    return name[:-3] if name[-3:].lower() == ".md" else name


def every(days: int) -> str:
    """Return a gap in days (> 0) in the words that people use for it: `weekly`, `every 2 weeks`, `every 45 days`."""
    if days in _CADENCES:
        return _CADENCES[days]
    if days % 365 == 0:
        return f"every {days // 365} years"
    if days % 30 == 0:
        return f"every {days // 30} months"
    if days % 7 == 0 and days <= 70:
        return f"every {days // 7} weeks"
    return f"every {days} days"


def setting_line(name: str) -> str:
    """Return the line of `[cadence]` in pnm.toml that asks for a circle or category quarterly."""
    key = name.casefold().lstrip("#")
    if not _BARE_KEY.fullmatch(key):
        key = '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'{key} = "quarterly"'


def time_words(minutes: float) -> str:
    """Return a length of time as precisely as one plans it: `7 minutes`, `95 minutes`, `2 hours`, `2.5 hours`."""
    if minutes < 117.5:
        whole = max(1, round(minutes)) if minutes < 10 else 5 * int(minutes / 5 + 0.5)
        return f"{whole} minute{'' if whole == 1 else 's'}"
    return f"{int(minutes / 30 + 0.5) / 2:g} hours"


def cadence_words(gap: int, rule: CadenceRule) -> str:
    """Return an expected gap with where it comes from: `every 2 weeks (your cadence)`."""
    words = f"about {gap_words(gap, rule)}" if rule is CadenceRule.RHYTHM else gap_words(gap, rule)
    return f"{words} ({rule_words(rule)})"


def gap_words(gap: int, rule: CadenceRule) -> str:
    """Return an expected gap as precisely as it is known: a wish to the day, a rhythm in weeks or months."""
    return about(gap) if rule is CadenceRule.RHYTHM and gap >= 10 else every(gap)


def rule_words(rule: CadenceRule) -> str:
    """Return where an expected gap comes from: `your cadence`."""
    return _RULES[rule]


def gain_words(pair: Introduction | Candidate) -> str:
    """Return who gains from an introduction, by name."""
    if pair.gain is Gain.FIRST:
        return f"a favour to {pair.first_name}"
    return f"a favour to {pair.second_name}" if pair.gain is Gain.SECOND else str(pair.gain)


def weekday(day: date) -> str:
    """Return the English name of the day of the week."""
    return _WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """Return month and year: `November 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def milestone(label: str, turns: int | None) -> str:
    """Return an important date in words: `birthday, turns 40`, `anniversary, 12 years`, `name day`."""
    if not turns or turns < 0:
        return label
    if label.casefold() == "birthday":
        return f"{label}, turns {turns}"
    return f"{label}, 1 year" if turns == 1 else f"{label}, {turns} years"
