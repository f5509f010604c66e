"""The properties block of a note: where it is and what it holds, every value still its source text."""

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Block, Frontmatter, Node, texts_of
from pnm_vault.notes.properties.flat_yaml import read_flat
from pnm_vault.patterns import pattern_of

__all__ = ["Block", "Frontmatter", "Node", "read_frontmatter", "split", "texts_of"]

MAX_BLOCK = 65_536  # characters
MAX_PROBLEMS = 20  # a broken block must not fill a page

_OPENING = pattern_of(r"---[ \t]*+\r?\n")
_CLOSING = pattern_of(r"\n---[ \t]*+\r?(?:\n|\Z)")
_KEY_LINE = pattern_of(r"\A\w[^:\n]*+:(?:\s|\Z)")


def split(path: str, text: str) -> Frontmatter:
    """Find the properties block: from `---` on line 1 (a byte order mark may stand before it) to the next `---` line.

    An opening `---` that is never closed is a problem when properties seem to follow; all is body then.
    """
    start = 1 if text.startswith("\ufeff") else 0
    opening = _OPENING.match(text, start)
    if opening is None:
        return Frontmatter(None, 1, start, 1)
    first = opening.end()
    closing = _CLOSING.search(text, first - 1)
    if closing is None:
        if _KEY_LINE.match(text[first : first + 200]) is None:
            return Frontmatter(None, 1, start, 1)
        message = "The properties at the top are never closed: put a line with --- after the last of them."
        problem = Problem(path, 1, Severity.ERROR, "frontmatter-unclosed", message)
        return Frontmatter(None, 1, start, 1, (problem,))
    if closing.start() < first:
        return Frontmatter("", 2, closing.end(), 3)
    raw = text[first : closing.start()]
    return Frontmatter(raw.removesuffix("\r"), 2, closing.end(), raw.count("\n") + 4)


def read_frontmatter(path: str, text: str) -> Block:
    """Read the properties block of a note. Never raises: what cannot be read costs its own lines and is a problem."""
    found = split(path, text)
    raw = found.raw
    if raw is None:
        return Block({}, found.body_offset, found.body_line, found.problems)
    if len(raw) > MAX_BLOCK:
        message = "The properties are longer than 64 kB and were not read: move text into the note."
        problem = Problem(path, 1, Severity.ERROR, "frontmatter-too-long", message)
        return Block({}, found.body_offset, found.body_line, (problem,), raw)
    flat = read_flat(path, raw.replace("\r\n", "\n") if "\r" in raw else raw, found.line)
    if flat is None:
        # Kept out of the common path: it loads the YAML library.
        from pnm_vault.notes.properties.salvage import read_any

        flat = read_any(path, raw, found.line)
    values, problems = flat
    if len(problems) > MAX_PROBLEMS:
        message = f"{len(problems) - MAX_PROBLEMS} more lines of these properties have faults of this kind."
        problems[MAX_PROBLEMS:] = [Problem(path, found.line, Severity.WARNING, "yaml-error", message)]
    return Block(values, found.body_offset, found.body_line, tuple(problems), raw, found.line)
