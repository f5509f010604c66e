"""Rewrite the links to a note that gets another name or place, as Obsidian does."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
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
from pnm_vault.notes.text.links import clean_target
from pnm_vault.patterns import pattern_of

_WIKI = pattern_of(r"\[\[([^\[\]\n|#]++)(?=[|#\]])[^\[\]\n]*+\]\]")
_MARKDOWN = pattern_of(
    r"\[[^\[\]\n]*+\]\((?:<([^<>\n#]++)(?:#[^<>\n]*+)?>|([^()<>\s#]++(?:\([^()\s#]*+\)[^()<>\s#]*+)*)(?:#[^()\s]*+)?)"
    r"(?:[ ]{1,4}(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\)"
)
_SCHEME = pattern_of(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:|//")
_TO_ENCODE = pattern_of(r"[\x00-\x20%()<>\"\\^`{|}\[\]#?\u00a0]")
_NO_TARGET = pattern_of(r"[|#^\[\]\n]|\A\s*\Z")
_ITEM = pattern_of(r"(?:[-*+•]|[0-9]{1,9}[.)])(?:\s|\Z)")


class _Found(NamedTuple):
    """A link's target as written: its line (from 1), where it begins and ends there, and its form.

    `quoted`: it stands in single quotes of YAML, where an apostrophe is written twice.
    """

    line: int
    start: int
    stop: int
    markdown: bool
    angled: bool
    quoted: bool = False


def rewrite_links(path: str, text: str, rewrite: Callable[[str], str]) -> Edited:
    """Give every link of a note the target that `rewrite` makes of its own.

    What `rewrite` gets is the target as written in this note, with folders and `.md`, but decoded and without subpath.
    Subpaths, display text, quotes and embeds stay. Code, comments and formulas are left alone.
    """
    try:
        lines = split_lines(text)
        found = [
            (one, target, written)
            for one, target in _targets(path, text, lines)
            if (written := rewrite(target)) != target
        ]
        if not found:
            return Edited(text)
        refuse_conflicts(lines)
        return _rewritten(path, text, lines, found)
    except EditRefusedError as error:
        return Edited(None, error.at(path))


def link_targets(path: str, text: str) -> tuple[str, ...]:
    """Give the target of every link of a note, in order, as `rewrite_links` does."""
    return tuple([target for _, target in _targets(path, text, split_lines(text))])


def renamed_target(source: str, target: str, old: str, new: str) -> str:
    """Write a target that leads to the note `old` so that it leads to `new`, in the form that it has.

    All are paths in the vault; `source` is the note that holds the link, as it will be called. A link by name alone
    becomes one by the new name; one with folders keeps them where the note stays in its folder; else it is written from
    the root, or as the way from the note that holds it, as it was.
    """
    old, new = _without_extension(old), _without_extension(new)
    extension = target[-3:] if target[-3:].lower() == ".md" else ""
    had = target.removesuffix(extension)
    name_at = max(had.rfind("/"), had.rfind("\\")) + 1
    if not name_at or old.rpartition("/")[0] == new.rpartition("/")[0]:
        return had[:name_at] + new.rpartition("/")[2] + extension
    if had.startswith(("./", "../")):
        return relative_target(source, new, had.startswith("./")) + extension
    return ("/" if had.startswith("/") else "") + new + extension


def _rewritten(path: str, text: str, lines: list[str], found: list[tuple[_Found, str, str]]) -> Edited:
    offsets = offsets_of(lines)
    splices: list[Splice] = []
    changes: list[tuple[int, str, str]] = []
    for one, _, target in found:
        if _NO_TARGET.search(target):
            raise EditRefusedError("edit-name", f"No link can hold the name {target[:60]}.", one.line)
        line = bare(lines[one.line - 1])
        written = target
        if one.markdown:
            written = written.replace("%", "%25") if one.angled else _encoded(written)
        if one.quoted:
            written = written.replace("'", "''")
        begin = offsets[one.line - 1]
        splices.append((begin + one.start, begin + one.stop, written))
        around = line[max(one.start - 2, 0) : one.start], line[one.stop : one.stop + 1]
        changes.append((one.line, around[0] + line[one.start : one.stop] + around[1], around[0] + written + around[1]))
    after = apply_splices(text, splices)
    problem = prove(path, text, after, LinksRenamed(tuple(changes)))
    return Edited(None, problem) if problem is not None else Edited(after)


def _targets(path: str, text: str, lines: list[str]) -> list[tuple[_Found, str]]:
    found = [(one, _target(lines, one)) for one in _find(path, text, lines)]
    return [(one, target) for one, target in found if "|" not in target and clean_target(target)]


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
            for one in _in_line(number, line, 0):
                state = _state_at(line, one.start)
                if state != "#":
                    found.append(one._replace(quoted=state == "'"))
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
        if "[[" in line or "](" in line:
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
    while at and line[at - 1] == "!":
        at -= 1
    first = at
    while first and line[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _target(lines: list[str], one: _Found) -> str:
    written = lines[one.line - 1][one.start : one.stop]
    if one.quoted:
        written = written.replace("''", "'")
    return unquote(written) if one.markdown and "%" in written else written


def relative_target(path: str, new: str, dotted: bool) -> str:
    """Write the way from the note `path` to `new`; `dotted`: with `./` in front where it goes no folder up."""
    here, there = path.split("/")[:-1], new.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    up = len(here) - common
    return "../" * up + ("./" if dotted and not up else "") + "/".join(there[common:])


def _encoded(target: str) -> str:
    return _TO_ENCODE.sub(lambda match: "".join([f"%{byte:02X}" for byte in match[0].encode()]), target)
