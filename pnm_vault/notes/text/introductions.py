"""The note of an introduction: between whom, why, and what was done so far, a dated line for each step."""

import re
from collections.abc import Sequence
from datetime import date

from pnm_vault.model.introduction import Act, Introduction, Progress, Stand, Step
from pnm_vault.model.note import Direction, Entry, Origin
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.lines import Scan, Section
from pnm_vault.notes.text.links import find_links, link_spans, split_link_values
from pnm_vault.notes.text.log import leading_day, read_other_log
from pnm_vault.notes.values.dates import is_blank, parse_day
from pnm_vault.notes.values.field_names import INTRODUCTION_SPELLINGS, canonical_field
from pnm_vault.patterns import pattern_of

MAX_STEPS = 200
MAX_TEXT = 300

_STEP_TITLES = frozenset({"steps", "step", "log", "progress", "history", "timeline"})
_AFTER_DAY = " \t:—–=-|*_,"
# What may follow a word that is a step by itself: `met Ann for coffee` is none, `met for coffee` is.
_END = r"(?=\s*(?:[.,:;!(–—-]|\Z)|\s+(?:on|in|at|by|over|for|again|through|via)\b)"
_ALONE = (
    (Act.IDEA, pattern_of(rf"idea{_END}", re.IGNORECASE)),
    (Act.MADE, pattern_of(rf"(?:made|introduced(?:\s+them)?|connected them){_END}", re.IGNORECASE)),
    (Act.MET, pattern_of(rf"(?:they )?(?:both )?(?:have )?met{_END}", re.IGNORECASE)),
    (Act.THANKED, pattern_of(rf"thanked(?: them| both)?{_END}", re.IGNORECASE)),
    (Act.DECLINED, pattern_of(rf"(?:declined|called off){_END}", re.IGNORECASE)),
    (Act.LAPSED, pattern_of(rf"(?:lapsed|let it rest|let go|dropped){_END}", re.IGNORECASE)),
)
_ASKED = pattern_of(r"(?:I )?asked\s+(?=\S)", re.IGNORECASE)
_ANSWERED = pattern_of(r"\b(?:(?:said|says)\s+(yes|no)|(agreed|accepted)|(declined|refused))\b" + _END, re.IGNORECASE)
# Where the names behind `asked` end.
_STOP = pattern_of(r"[.,:;!?(–—]|\s-\s|\s(?:about|if|whether|by|via|for|in|on|at|over|again|to|too)\b", re.IGNORECASE)
_WORD = pattern_of(r"[^\W_]+")
_MOST_NAME_WORDS = 10

_PROGRESS_WORDS = (
    (Progress.ASKED, "asked"),
    (Progress.AGREED, "both agreed, agreed, both said yes, accepted"),
    (Progress.MADE, "made, introduced, done"),
    (Progress.MET, "met, they met"),
    (Progress.THANKED, "thanked"),
    (Progress.DECLINED, "declined, refused"),
    (Progress.LAPSED, "lapsed, dropped, let go, resting"),
    (Progress.IDEA, "idea"),
)
_PROGRESS_OF = {word: progress for progress, words in _PROGRESS_WORDS for word in words.split(", ")}
_FAR = (*Progress.__members__.values(),)  # in the order of their coming, the two that end it last
_ENDS = (Progress.THANKED, Progress.DECLINED, Progress.LAPSED)
_BOTH = (0, 1)


class IntroductionNote(Record, frozen=True):
    """What the note of an introduction gives."""

    introduction: Introduction
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_introduction(path: str, block: Block, scan: Scan) -> IntroductionNote:
    """Read an introduction. To have asked somebody, and their answer, is contact with them on that day; no other step.

    Every other dated line is what it is in any note.
    """
    fields = _fields(block)
    problems: list[Problem] = []
    between = _between(path, fields.get("between"), problems)
    steps = _read_steps(path, scan, between, problems)
    status = fields.get("status")
    written = _written(path, status, between, problems)
    if written is not None and status is not None and steps:
        _report_disagreement(path, status.line, written, steps, problems)
    found = Introduction(
        between=between,
        stand=stand_after(steps, written),
        steps=steps,
        written=written,
        why=_text(fields.get("why")),
        outcome=_text(fields.get("outcome")),
        not_before=parse_day(_text(fields.get("not_before"))),
        line=fields["between"].line if "between" in fields else 0,
    )
    at = {step.line for step in steps}
    entries = [entry for entry in read_other_log(scan) if entry.line not in at]
    entries += [entry for step in steps for entry in _contact(step, between, scan)]
    return IntroductionNote(found, tuple(entries), tuple(problems))


def stand_after(steps: Sequence[Step], written: Stand | None = None) -> Stand:
    """Say where steps in the order of their days lead. A `written` status counts where it is further on than they are.

    An `idea` after its end begins anew. Who was asked again after a no has not said no.
    """
    stand = Stand()
    for step in steps:
        stand = _moved(stand, step)
    return written if written is not None and _far(written) > _far(stand) else stand


def _far(stand: Stand) -> int:
    return _FAR.index(stand.progress)


def _moved(stand: Stand, step: Step) -> Stand:
    asked, agreed, refused = set(stand.asked), set(stand.agreed), set(stand.refused)
    if step.act is Act.IDEA:
        return Stand() if stand.progress in _ENDS else stand
    if step.act in (Act.ASKED, Act.YES, Act.NO):
        asked.update(step.sides)
        agreed.difference_update(step.sides)
        refused.difference_update(step.sides)
        if step.act is Act.YES:
            agreed.update(step.sides)
        if step.act is Act.NO:
            refused.update(step.sides)
        open_still = Progress.AGREED if len(agreed) > 1 else Progress.ASKED
        progress = Progress.DECLINED if refused else open_still
    else:
        progress = Progress(step.act.value)
    return Stand(progress, tuple(sorted(asked)), tuple(sorted(agreed)), tuple(sorted(refused)))


def _fields(block: Block) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key, node in block.values.items():
        name = canonical_field(key, INTRODUCTION_SPELLINGS) if node.value else None
        if name is not None:
            found.setdefault(name, node)
    return found


def _text(node: Node | None) -> str:
    texts = [str(text.value) for text in texts_of(node) if isinstance(text.value, str)] if node is not None else []
    return next((" ".join(text.split())[:MAX_TEXT] for text in texts if not is_blank(text)), "")


def _between(path: str, node: Node | None, problems: list[Problem]) -> tuple[str, ...]:
    texts = [str(text.value) for text in texts_of(node)[:20]] if node is not None else []
    found = dict.fromkeys([target for text in texts if not is_blank(text) for target in split_link_values(text)])
    if len(found) != len(_BOTH):
        message = 'An introduction is between two contacts: write between: ["[[Ann Lee]]", "[[Bo Chen]]"].'
        line = node.line if node is not None else 0
        problems.append(Problem(path, line, Severity.WARNING, "introduction-between", message))
        return ()
    return tuple(found)


def _written(path: str, node: Node | None, between: Sequence[str], problems: list[Problem]) -> Stand | None:
    text = _text(node).casefold()
    if node is None or not text:
        return None
    for word in sorted(_PROGRESS_OF, key=len, reverse=True):
        if text == word or (text.startswith(word) and not text[len(word)].isalnum()):
            progress = _PROGRESS_OF[word]
            asked = sides_named(_text(node)[len(word) :], between) if progress is Progress.ASKED else ()
            return Stand(progress, _BOTH, _BOTH) if progress is Progress.AGREED else Stand(progress, asked)
    known = ", ".join(Progress)
    message = f"status: {_text(node)[:60]} says nothing about an introduction: write one of {known}."
    problems.append(Problem(path, node.line, Severity.WARNING, "introduction-status", message))
    return None


def _report_disagreement(path: str, line: int, written: Stand, steps: Sequence[Step], problems: list[Problem]) -> None:
    led = stand_after(steps).progress
    if led is not written.progress:
        message = (
            f"status says “{written.progress}”, the steps (line {steps[-1].line}) say “{led}”: "
            "add the step that is missing with its day, or correct status."
        )
        problems.append(Problem(path, line, Severity.INFO, "introduction-status", message))


def _read_steps(path: str, scan: Scan, between: Sequence[str], problems: list[Problem]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for section in scan.sections:
        if not holds_steps(section):
            continue
        for number, text, _ in section.lines:
            found = leading_day(text)
            if found is None or len(steps) >= MAX_STEPS:
                continue
            day, end = found
            words = text[end : end + MAX_TEXT].lstrip(_AFTER_DAY)
            act, names = _act_of(words)
            if act is None:
                continue
            if day is None:
                message = "The day of this step is not in the calendar, so the step does not count: correct the day."
                problems.append(Problem(path, number, Severity.WARNING, "introduction-step", message))
                continue
            sides = sides_named(names, between) if act in (Act.ASKED, Act.YES, Act.NO) else ()
            if act in (Act.ASKED, Act.YES, Act.NO) and not sides and between:
                message = "Which of the two this is cannot be told: write the whole name, or link the note."
                problems.append(Problem(path, number, Severity.WARNING, "introduction-step", message))
                continue
            steps.append(Step(day, act, number, scan.proof(number, text), sides))
    downwards = -1 if is_newest_first(steps) else 1
    return tuple(sorted(steps, key=lambda step: (step.day, downwards * step.line)))


def is_newest_first(steps: Sequence[Step]) -> bool:
    """Tell whether the steps of a note stand with the newest on top."""
    by_line = sorted(steps, key=lambda step: step.line)
    return bool(by_line) and by_line[0].day > by_line[-1].day


def holds_steps(section: Section) -> bool:
    """Tell whether dated lines of a section may be steps: below such a heading, or before any but the title."""
    return section.level <= 1 or title_key(section.title) in _STEP_TITLES


def _act_of(words: str) -> tuple[Act | None, str]:
    """Return what a step was and the part of its words that says who."""
    for act, pattern in _ALONE:
        if pattern.match(words):
            return act, ""
    asked = _ASKED.match(words)
    if asked is not None:
        return Act.ASKED, _up_to_stop(words[asked.end() :])
    answered = _ANSWERED.search(_unlinked(words))
    if answered is None:
        return None, ""
    who = words[: answered.start()]
    bare = _unlinked(who)
    if any(sign in bare for sign in ".;:,?!") or len(_WORD.findall(who)) > _MOST_NAME_WORDS:
        return None, ""  # a sentence in which somebody says yes to something
    no = (answered[1] or "").lower() == "no" or answered[3] is not None
    return (Act.NO if no else Act.YES), who


def _unlinked(text: str) -> str:
    """Return a text of the same length in which links are blanks, so that no word within one means anything."""
    for _, start, stop in link_spans(text):
        text = text[:start] + "_" * (stop - start) + text[stop:]
    return text


def _up_to_stop(text: str) -> str:
    stop = _STOP.search(_unlinked(text))
    return text[: stop.start()] if stop is not None else text


def sides_named(names: str, between: Sequence[str]) -> tuple[int, ...]:
    """Return which of the two (0, 1) are named: by a link, by words of their notes' names, or as `both`.

    Empty: none, or it is not clear.
    """
    if len(between) != len(_BOTH):
        return ()
    linked = find_links(names)
    if linked:
        # By the whole target first: two notes may have one name.
        whole = {target.casefold() for target in linked}
        found = [place for place in _BOTH if between[place].casefold() in whole]
        found = found or [place for place in _BOTH if _last(between[place]) in {_last(target) for target in linked}]
        return tuple(found) if len(found) <= len(linked) else ()
    said = set(_words(names))
    if "both" in said:
        return _BOTH
    first, second = (said & set(_words(_last(target))) for target in between)
    if first > second:
        return (0,)
    if second > first:
        return (1,)
    return _BOTH if first and first != second else ()


def _last(target: str) -> str:
    return target.rpartition("/")[2].casefold()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _contact(step: Step, between: Sequence[str], scan: Scan) -> list[Entry]:
    if step.act not in (Act.ASKED, Act.YES, Act.NO) or not step.sides:
        return []
    direction = Direction.FROM_ME if step.act is Act.ASKED else Direction.FROM_THEM
    targets = tuple([between[place] for place in step.sides])
    return [Entry(step.day, step.line, scan.proof(step.line), Origin.LOG, direction=direction, targets=targets)]


def last_day(introduction: Introduction) -> date | None:
    """Give the day of the newest step; None where no step is written."""
    return introduction.steps[-1].day if introduction.steps else None
