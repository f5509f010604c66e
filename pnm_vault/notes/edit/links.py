"""Rewrite the links to a note that gets another name or place, as Obsidian does."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from pnm_vault.model.problem import Problem
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.names import safe_stem
from pnm_vault.notes.edit.prove import LinksRenamed, prove
from pnm_vault.notes.edit.text_lines import (
    Splice,
    apply_splices,
    bare,
    normal,
    offsets_of,
    refuse_conflicts,
    split_lines,
)
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.inert import blank_inert, may_hold_inert
from pnm_vault.notes.text.lines import MAX_LINE
from pnm_vault.notes.text.links import clean_target

_WIKI = re.compile(r"\[\[([^\[\]\n|#]++)(?=[|#\]])[^\[\]\n]*+\]\]")
_MARKDOWN = re.compile(
    r"\[[^\[\]\n]*+\]\((?:<([^<>\n#]++)(?:#[^<>\n]*+)?>|([^()<>\s#]++(?:\([^()\s#]*+\)[^()<>\s#]*+)*)(?:#[^()\s]*+)?)"
    r"(?:[ ]{1,4}(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\)"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:|//")
_TO_ENCODE = re.compile(r"[\x00-\x20%()<>\"\\^`{|}\[\]#?\u00a0]")
_ITEM = re.compile(r"(?:[-*+•]|[0-9]{1,9}[.)])(?:\s|\Z)")


class _Found(NamedTuple):
    """A link's target as written: its line (from 1), where it begins and ends there, and its form."""

    line: int
    start: int
    stop: int
    markdown: bool
    angled: bool


def rename_links(
    path: str,
    text: str,
    old_target: str,
    new_target: str,
    resolves: Callable[[str], bool],
    bare_name: str | None = None,
) -> Edited:
    """Rewrite every link of a note that leads to `old_target`, so that it leads to `new_target`.

    Both are paths in the vault, with or without `.md`. `resolves` tells whether a target, as written in this note but
    decoded and without subpath, leads to the old note. A link by name alone becomes `bare_name` (the new name; give a
    longer path where another note has that name too); a link with folders keeps its form: from the root, relative, or
    the end of the path. Subpaths, display text, `.md` and embeds stay. Code, comments and formulas are left alone.
    """
    old, new = _without_extension(old_target), _without_extension(new_target)
    try:
        for part in new.split("/"):
            name = safe_stem(part)
            if isinstance(name, Problem):
                raise EditRefusedError("edit-name", name.message)
        lines = split_lines(text)
        refuse_conflicts(lines)
        found = [one for one in _find(path, text, lines) if _leads(_target(lines, one), resolves)]
        return _rewrite(path, text, lines, found, (old, new, bare_name))
    except EditRefusedError as error:
        return Edited(None, error.at(path))


def _rewrite(path: str, text: str, lines: list[str], found: list[_Found], names: tuple[str, str, str | None]) -> Edited:
    offsets = offsets_of(lines)
    body_line = read_frontmatter(path, normal(text)).body_line
    splices: list[Splice] = []
    changes: list[tuple[int, str, str]] = []
    for one in found:
        line = bare(lines[one.line - 1])
        written = _written(path, _target(lines, one), names)
        if one.markdown:
            written = written.replace("%", "%25") if one.angled else _encoded(written)
        if one.line < body_line and _state_at(line, one.start) == "'":
            written = written.replace("'", "''")
        begin = offsets[one.line - 1]
        splices.append((begin + one.start, begin + one.stop, written))
        around = line[max(one.start - 2, 0) : one.start], line[one.stop : one.stop + 1]
        changes.append((one.line, around[0] + line[one.start : one.stop] + around[1], around[0] + written + around[1]))
    after = apply_splices(text, splices)
    if after == text:
        return Edited(text)
    problem = prove(path, text, after, LinksRenamed(tuple(changes)))
    return Edited(None, problem) if problem is not None else Edited(after)


def _without_extension(path: str) -> str:
    return path[:-3] if path[-3:].lower() == ".md" else path


def _find(path: str, text: str, lines: list[str]) -> list[_Found]:
    plain = normal(text)
    block = read_frontmatter(path, plain)
    body = plain[block.body_offset :]
    seen = (blank_inert(body) if may_hold_inert(body) else body).split("\n")
    found: list[_Found] = []
    for number in range(2, block.body_line):
        line = bare(lines[number - 1])
        if "[" in line:
            found += [one for one in _in_line(number, line, 0) if _state_at(line, one.start) != "#"]
    shift = 1 if block.body_line == 1 and plain.startswith("\ufeff") else 0
    in_list, after_blank = False, True
    for number, line in enumerate(seen, block.body_line):
        stripped = line.strip()
        if not stripped:
            after_blank = True
            continue
        indented = line[0] in " \t"
        if indented and not in_list and after_blank and (line[0] == "\t" or line.startswith("    ")):
            continue  # indented code
        after_blank = False
        if not indented:
            in_list = _ITEM.match(stripped) is not None
        if ("[[" in line or "](" in line) and len(line) <= MAX_LINE:
            found += _in_line(number, line, shift if number == 1 else 0)
    return found


def _state_at(line: str, at: int) -> str:
    """Tell what holds index `at` of a line of properties: a quote, `#` for a comment, or nothing (`""`)."""
    state = before = ""
    for letter in line[:at]:
        if state in ('"', "'"):
            # An apostrophe written twice closes and opens again.
            state = "" if letter == state else state
        elif letter == "#" and before in ("", " ", "\t"):
            return "#"
        elif letter in "\"'" and before in ("", " ", "\t", "[", ",", "{", letter):
            state = letter
        before = letter
    return state


def _in_line(number: int, line: str, shift: int) -> list[_Found]:
    found: list[_Found] = []
    for match in _WIKI.finditer(line):
        if not _is_escaped(line, match.start()):
            start, stop = match.span(1)
            # In a table the bar before the display text is escaped.
            stop -= match[1].endswith("\\")
            found.append(_trimmed(line, number, start, stop, shift))
    for match in _MARKDOWN.finditer(line):
        address = match[1] or match[2]
        if not _is_escaped(line, match.start()) and not _SCHEME.match(address):
            start, stop = match.span(1 if match[1] else 2)
            found.append(_trimmed(line, number, start, stop, shift)._replace(markdown=True, angled=bool(match[1])))
    return sorted(found, key=lambda one: one.start)


def _trimmed(line: str, number: int, start: int, stop: int, shift: int) -> _Found:
    part = line[start:stop]
    start += len(part) - len(part.lstrip())
    stop -= len(part) - len(part.rstrip())
    return _Found(number, start + shift, max(stop, start) + shift, False, False)


def _is_escaped(line: str, at: int) -> bool:
    before = line[:at].rstrip("!")
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _target(lines: list[str], one: _Found) -> str:
    written = lines[one.line - 1][one.start : one.stop]
    return unquote(written) if one.markdown and "%" in written else written


def _leads(target: str, resolves: Callable[[str], bool]) -> bool:
    clean = clean_target(target) if "|" not in target else ""
    if not clean:
        return False
    return resolves(clean) or ("''" in clean and resolves(clean.replace("''", "'")))


def _written(path: str, target: str, names: tuple[str, str, str | None]) -> str:
    """Write the new target in the form of the one that stands there."""
    old, new, bare_name = names
    extension = target[-3:] if target[-3:].lower() == ".md" else ""
    had = target.removesuffix(extension).replace("\\", "/").replace("''", "'")
    if had.startswith(("./", "../")):
        return _relative(path, new, had.startswith("./")) + extension
    if had.startswith("/"):
        return "/" + new + extension
    if "/" not in had:
        return (bare_name or new.rpartition("/")[2]) + extension
    if had.casefold() == old.casefold() or old.rpartition("/")[0] != new.rpartition("/")[0]:
        return new + extension
    return "/".join(new.split("/")[-had.count("/") - 1 :]) + extension


def _relative(path: str, new: str, dotted: bool) -> str:
    here, there = path.split("/")[:-1], new.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    up = len(here) - common
    return "../" * up + ("./" if dotted and not up else "") + "/".join(there[common:])


def _encoded(target: str) -> str:
    return _TO_ENCODE.sub(lambda match: "".join([f"%{byte:02X}" for byte in match[0].encode()]), target)
