"""Add lines to the text of a note that state nothing: they stand where its text ends, before its sections."""

import re
from collections.abc import Sequence

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.prove import ToldLines, prove
from pnm_vault.notes.edit.text_lines import apply_splices, bare, insertion, refuse_conflicts, split_lines
from pnm_vault.notes.properties.frontmatter import read_frontmatter


def add_passage(path: str, text: str, passage: Sequence[str], *, beside: re.Pattern[str] | None = None) -> Edited:
    """Add lines, parted from what is there by an empty line; refused where anything would be read otherwise for it.

    They come before the first heading below the title, else to the end. With `beside`, they come behind the last line
    that matches it, as a list goes on.
    """
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        at, new = _place(path, text, lines, list(passage), beside)
        after = apply_splices(text, [insertion(lines, at, new)])
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    problem = prove(path, text, after, ToldLines(at + 1, len(new)))
    return Edited(after) if problem is None else Edited(None, problem)


def _place(
    path: str, text: str, lines: list[str], passage: list[str], beside: re.Pattern[str] | None
) -> tuple[int, list[str]]:
    if beside is not None:
        alike = [number for number, line in enumerate(lines, 1) if beside.match(line)]
        if alike:
            return alike[-1], passage
    headings = [section for section in scan_note(path, text).sections if section.level]
    if headings and headings[0].level == 1 and _is_title(path, text, lines, headings[0].line):
        headings = headings[1:]
    at = headings[0].line - 1 if headings else len(lines)
    above = [""] if at and bare(lines[at - 1]).strip() else []
    below = [""] if at < len(lines) and bare(lines[at]).strip() else []
    return at, [*above, *passage, *below]


def _is_title(path: str, text: str, lines: list[str], line: int) -> bool:
    """Tell whether nothing but properties stands before a heading."""
    body = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n")).body_line
    return not any(bare(one).strip() for one in lines[max(body - 1, 0) : line - 1])
