"""A note cut into its properties and its text, and put together again."""

from collections import Counter
from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.frontmatter import split
from pnm_vault.patterns import pattern_of

BOM = "\ufeff"
Lines = tuple[str, ...]

_END = pattern_of(r"\r\n|\n|\r")


class Note(Row, frozen=True):
    r"""The lines of a note without their ends. `fences` are the two `---` lines as they stand, None without properties.

    `final`: the last line has an end. `odd`: its properties are never closed or too long, so that it is no note to take
    apart.
    """

    fences: tuple[str, str] | None
    block: Lines
    body: Lines
    final: bool
    odd: bool = False

    @property
    def lines(self) -> Lines:
        """Return all lines."""
        if self.fences is None:
            return self.body
        return (self.fences[0], *self.block, self.fences[1], *self.body)


def cut_note(text: str) -> Note:
    r"""Cut a text whose lines end in `\n`, without a byte order mark."""
    if not text:
        return Note(None, (), (), False)
    final = text.endswith("\n")
    lines = text.removesuffix("\n").split("\n")
    found = split("", text)
    if found.raw is None:
        return Note(None, (), tuple(lines), final, bool(found.problems))
    close = found.body_line - 2
    return Note((lines[0], lines[close]), tuple(lines[1:close]), tuple(lines[close + 1 :]), final)


def put_together(lines: Sequence[str], final: bool) -> str:
    r"""Join lines with `\n`; `final`: the last one gets an end as well."""
    return "\n".join(lines) + ("\n" if final and lines else "")


def with_ends(text: str, like: str, otherwise: str) -> str:
    r"""Give every line of a text that ends in `\n` the end that most lines of `like` have, else of `otherwise`."""
    ends = Counter(_END.findall(like)) or Counter(_END.findall(otherwise))
    end = ends.most_common(1)[0][0] if ends else "\n"
    return text if end == "\n" else text.replace("\n", end)


def normal(text: str) -> str:
    r"""Return a text with `\n` at every line end and without a byte order mark."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


def has_final(base: Note | None, first: Note, second: Note) -> bool:
    """Tell whether the last line of the merged note has an end."""
    if base is not None and base.final in (first.final, second.final):
        return first.final if second.final == base.final else second.final
    return first.final or second.final


def merged_fences(base: Note | None, first: Note, second: Note, is_empty: bool) -> tuple[str, str] | None:
    """Return the `---` lines of the merged note; None when it has no properties and is to have no block."""
    fences = first.fences or second.fences
    if fences is None or not is_empty:
        return fences or ("---", "---") if not is_empty else fences
    if first.fences is not None and second.fences is not None:
        return fences
    return fences if base is None or base.fences is None else None
