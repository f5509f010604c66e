"""The properties of two notes about one contact in one block: lists united, of single values both kept."""

from collections.abc import Collection, Sequence

from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.text.merge_marks import conflict_key
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field, normal_key
from pnm_vault.notes.values.field_value import LISTS
from pnm_vault.sync.merge.block_parts import Name, Part, cut_block, plain, remarks_of, renamed
from pnm_vault.sync.merge.values import edited_list, merge_value, plain_of, takes_newest

Lines = tuple[str, ...]

_UNITED = LISTS | frozenset(("email", "phone", "url", "organisation", "aliases", "tags", "circles", "categories"))
_NAMES = frozenset(("name", "first_name", "last_name"))
_SINGLE = "category priority closeness cadence time_zone how_met where_met uid"
# Fields that say one thing together, and are given once.
_GROUPS = (
    ("role", "job_title"),
    ("place", "city", "region", "country", "hometown"),
    *[
        (field,)
        for field in ("category", "priority", "closeness", "cadence", "time_zone", "how_met", "where_met", "uid")
    ],
)
_MADE_TEXT = "created createdat datecreated createddate creationdate"
_MADE = frozenset(_MADE_TEXT.split())


def unite_blocks(
    kept: Sequence[str],
    other: Sequence[str],
    names: Collection[str],
    days: Collection[str],
    stated: Collection[str] = (),
    *,
    private: bool,
) -> Lines:
    """Put the properties of another note about the same contact into those of the kept one.

    What the kept note says stays, and is first in a list. Where both give a field once and differ, the other's stands
    below as `role_conflict`, as after a merge. `names` are words that the note has as a name or alias anyway, `days`
    those that its text tells of, `stated` the fields given once that its text below the properties states, which a
    property of the other note would outweigh. With `private` the other note is private and the kept one is not.

    Raises:
        EditRefusedError: a block is not to be taken apart.
    """
    mine, theirs = cut_block(kept), cut_block(other)
    if mine is None or theirs is None:
        which = "kept" if mine is None else "other"
        raise EditRefusedError(
            "edit-block", f"The properties of the {which} note cannot be taken apart: correct what pnm doctor says."
        )
    block = _Block(mine, names, days, private)
    own = {canonical_field(part.key, SPELLINGS) for part in mine if part.node is not None}
    told = [group for group in _GROUPS if not own.intersection(group)]
    block.stated = frozenset([field for group in told for field in group if not set(group).isdisjoint(stated)])
    for part in theirs:
        block.take(part)
    return tuple([line for part in block.parts for line in part.lines])


class _Block:
    """The parts of the kept note's properties, to which those of the other one come one after the other."""

    def __init__(self, parts: list[Part], names: Collection[str], days: Collection[str], private: bool) -> None:
        self.parts = parts
        self.taken = {part.key for part in parts if part.node is not None}
        self.names = frozenset([word for name in names for word in name.casefold().split()])
        self.days = days
        self.private = private
        self.stated: frozenset[str] = frozenset()

    def take(self, part: Part) -> None:
        """Take in one part of the other note."""
        if part.node is None:
            if part.key.strip() and all(part.lines != had.lines for had in self.parts):
                self.parts.append(part)
            return
        at = self._twin(part)
        empty = plain(part.node) in ("", [], None) and not remarks_of(part.lines)
        if at is None:
            if not empty:
                hides = canonical_field(part.key, SPELLINGS) in self.stated
                self._add(part, conflict_key(part.key, self.taken) if hides else part.key)
            return
        had = self.parts[at]
        if empty or _says_the_same(had, part):
            self._keep_remarks(at, part)
            return
        united = self._united(had, part)
        if united is not None:
            self.parts[at] = Part(had.name, united, had.node)
        elif not self._is_told(had, part):
            self._add(part, conflict_key(had.key, self.taken))

    def _twin(self, part: Part) -> int | None:
        """Find the property of the kept note that means the same: of this key, or a field given once."""
        keys = [at for at, had in enumerate(self.parts) if had.node is not None]
        same = next((at for at in keys if self.parts[at].key == part.key), None)
        if same is None:
            same = next((at for at in keys if normal_key(self.parts[at].key) == normal_key(part.key)), None)
        field = canonical_field(part.key, SPELLINGS)
        if same is None and field is not None and (field not in _UNITED or field == "aliases"):
            same = next((at for at in keys if canonical_field(self.parts[at].key, SPELLINGS) == field), None)
        return same

    def _add(self, part: Part, key: str) -> None:
        self.taken.add(key)
        lines = part.lines if key == part.key else renamed(part.lines, key)
        self.parts.append(Part(("key", key, 0), lines, part.node))

    def _keep_remarks(self, at: int, part: Part) -> None:
        had = self.parts[at]
        known = remarks_of(had.lines)
        more = [one for one in remarks_of(part.lines) if one not in known]
        self.parts[at] = Part(had.name, (*had.lines, *more), had.node)

    def _united(self, had: Part, part: Part) -> Lines | None:
        """Give the lines that say what both say; None where they say two different things."""
        assert had.node is not None
        assert part.node is not None
        field = canonical_field(had.key, SPELLINGS)
        name: Name = ("key", had.key, 0)
        other = Part(name, renamed(part.lines, had.key), part.node)
        mine = plain(had.node)
        if mine in ("", [], None):
            return (*other.lines, *[one for one in remarks_of(had.lines) if one not in remarks_of(other.lines)])
        if field == "private" and self.private:
            return other.lines
        if normal_key(had.key) in _MADE:
            return _older(had, other)
        if field == "last_contact" and not self._tells_day(had, other):
            return None
        if isinstance(mine, list) or field in _UNITED:
            return self._listed(had, other, field in ("tags", "aliases"))
        return merge_value(None, had, other)

    def _listed(self, had: Part, other: Part, words: bool) -> Lines | None:
        """Give the lines of a list with what is only in the other one behind: which is first may matter.

        `words`: a text is several words, as in `tags: friend, climbing`.
        """
        mine, theirs = _texts_of(had), _texts_of(other)
        if mine is None or theirs is None or (words and isinstance(plain_of(had), str)):
            return merge_value(None, had, other)
        lines = edited_list(had, (), [one for one in theirs if one not in mine])
        if lines is None:
            return merge_value(None, had, other)
        known = remarks_of(lines)
        return (*lines, *[one for one in remarks_of(other.lines) if one not in known])

    def _tells_day(self, had: Part, other: Part) -> bool:
        """Tell whether the older of two days of a last contact stands in the text as well, so that it may go."""
        days = [parse_day(str(plain(one.node))) for one in (had, other) if one.node is not None]
        if len(days) < 2 or days[0] is None or days[1] is None:
            return not takes_newest(had.key)
        return min(days[0], days[1]).isoformat() in self.days

    def _is_told(self, had: Part, part: Part) -> bool:
        """Tell whether a name is one of the aliases, so that it need not stand there twice."""
        if part.node is None or canonical_field(had.key, SPELLINGS) not in _NAMES:
            return False
        said = plain(part.node)
        return isinstance(said, str) and frozenset(said.casefold().split()) <= self.names


def _texts_of(part: Part) -> list[str] | None:
    """Give what a property lists, a text being a list of one; None where it holds anything else."""
    value = plain_of(part)
    items = value if isinstance(value, list) else [value]
    texts = [item for item in items if isinstance(item, str)]
    return texts if len(texts) == len(items) else None


def _says_the_same(had: Part, part: Part) -> bool:
    if had.node is None or part.node is None:
        return had.lines == part.lines
    one, other = plain(had.node), plain(part.node)
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    if isinstance(one, list) and not isinstance(other, tuple):
        return all(item in one for item in (other if isinstance(other, list) else [other]))
    return one == other


def _older(had: Part, other: Part) -> Lines | None:
    """Give the lines of the older of two days on which a note was made; None where one is none."""
    texts = [str(plain(one.node))[:10] for one in (had, other) if one.node is not None]
    days = [parse_day(text) for text in texts]
    if len(days) < 2 or days[0] is None or days[1] is None:
        return None
    return had.lines if days[0] <= days[1] else other.lines
