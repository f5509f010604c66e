"""The words that an owner wrote beside a mark: the day they name, what goes into the log, what is to be done next."""

import re
from datetime import date, timedelta

from msgspec.structs import replace

from pnm_vault.model.record import Row
from pnm_vault.notes.capture import DEFAULT_WORDS, Capture, Named, Wish, parse_capture
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.day_words import coming_day, leading_past_day, past_day, split_due
from pnm_vault.patterns import pattern_of
from pnm_vault.review.answers import Answer

_EDGE = " \t·:,;–—-"
# The day that the Tasks plugin and Dataview write behind a task that somebody ticks or calls off.
_STAMP = pattern_of(
    r"[ \t]*(?:[✅❌]\ufe0f?[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|\[(?:completion|cancelled|done)::[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})\])"
)
_BULLET = pattern_of(r"(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(?:\[([^\]\n])\][ \t]+)?")
_TAIL_WORDS = 4
# A day at the end of a sentence counts only in these forms: `in the sun` is no Sunday.
_SURE_DAY = pattern_of(r"[0-9]|yesterday\Z|today\Z", re.IGNORECASE)


class AnswerWords(Row, frozen=True):
    """What stands beside a mark. `stamp` is the day that a plugin wrote when the box was ticked.

    `text` are the words on the line and below it, `tasks` those of open boxes below it.
    """

    text: str
    stamp: date | None = None
    tasks: tuple[str, ...] = ()


def words_of(answer: Answer) -> AnswerWords:
    """Gather the words of an answer from the line and from the lines below it."""
    said: list[str] = []
    tasks: list[str] = []
    stamps: list[date] = []
    for piece in (answer.typed, answer.tail):
        said.append(_without_stamp(piece, stamps).strip(_EDGE))
    for line in answer.below:
        bare = line.strip().removeprefix(">").strip()
        bullet = _BULLET.match(bare)
        words = _without_stamp(bare[bullet.end() :] if bullet else bare, stamps).strip()
        if bullet is not None and bullet[1] == " ":
            tasks.append(words)
        else:
            said.append(words)
    text = ""
    for words in said:
        joint = "" if not text else " " if text[-1] in ".!?:;," or words[:1] == "+" else "; "
        text += joint + words if words else ""
    return AnswerWords(text, stamps[0] if stamps else None, tuple([task for task in tasks if task]))


def read_done(words: AnswerWords, today: date, path: str) -> tuple[Capture, bool]:
    """Read what was done with the contact at `path`; also whether the same words will mean the same day tomorrow.

    A day stands in front (`yesterday: coffee`) or, in a form that means nothing else, at the end; else it is the one
    that a plugin wrote, else today. `+` begins something to do next, as in a capture.
    """
    text = " ".join(words.text.split())
    capture = _capture(text, words, today, path)
    wishes = tuple([Wish(*split_due(task, today)) for task in words.tasks])
    stays = _capture(text, words, today + timedelta(1), path).day == capture.day
    return replace(capture, wishes=(*capture.wishes, *wishes)), stays


def _capture(text: str, words: AnswerWords, today: date, path: str) -> Capture:
    capture = parse_capture(text, today, _nobody, (path,))
    if leading_past_day(text, today) is not None:
        return capture
    day, said = _day_at_end(capture.words, today) or (words.stamp or today, capture.words)
    return replace(capture, day=day, words=said)


def read_later(words: AnswerWords, today: date) -> tuple[date | None, str, bool]:
    """Read until when something is put off, and the words that are left; the day is None where none is named.

    Also gives whether the same words will mean the same day tomorrow.
    """
    day, rest = _later(words, today)
    return day, rest, day is not None and _later(words, today + timedelta(1))[0] == day


def _later(words: AnswerWords, today: date) -> tuple[date | None, str]:
    parts = words.text.strip(_EDGE).split()
    for count in range(len(parts), 0, -1):
        day = coming_day(" ".join(parts[:count]).rstrip(",;:."), today)
        if day is not None:
            return day, " ".join(parts[count:]).strip(_EDGE)
    rest, due = split_due(" ".join(parts), today)
    return due, rest


def without_stamp(text: str) -> str:
    """Return a task's words without the day that was written behind them when it was ticked or called off."""
    return _STAMP.sub("", text)


def _without_stamp(text: str, stamps: list[date]) -> str:
    for match in _STAMP.finditer(text):
        day = parse_day(match[1] or match[2])
        if day is not None:
            stamps.append(day)
    return _STAMP.sub("", text)


def _day_at_end(text: str, today: date) -> tuple[date, str] | None:
    parts = text.split()
    for count in range(min(_TAIL_WORDS, len(parts)), 0, -1):
        tail = " ".join(parts[-count:]).strip("().,")
        day = past_day(tail, today) if _SURE_DAY.search(tail) else None
        if day is not None and day <= today:
            return day, " ".join(parts[:-count]).strip(_EDGE) or DEFAULT_WORDS
    return None


def _nobody(_: str) -> Named | None:
    return None
