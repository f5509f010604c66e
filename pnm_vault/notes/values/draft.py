"""A contact while its fields are being read."""

from collections.abc import Mapping

from pnm_vault.model.contact import Apart, Cadence, Confirmed, ImportantDate, Link, Statement, Status
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Entry, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Block, Node, source_line, texts_of
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.links import is_struck
from pnm_vault.notes.values.dates import is_blank, is_template_text

MAX_TEXT = 300
MAX_ITEMS = 500
MAX_PROBLEMS = 50


class Draft:
    """What the fields read so far have said. `sources` holds the text of lines outside the properties block."""

    __slots__ = (
        "aliases", "apart", "asks", "block", "cadence", "categories", "circles", "city", "closeness", "confirmed",
        "country", "dates", "email", "entries", "favours", "first_name", "gift_ideas", "goals", "hometown",
        "how_met", "interests", "introduced_by", "job_title", "knows", "last_name", "learning", "lines", "met_on",
        "name", "next_contact", "no_reminder", "not_same_as", "offers", "organisation", "path", "phone", "place",
        "priority", "private", "problems", "region", "role", "rules", "sources", "status", "strangers", "suggest",
        "tags", "tasks", "they_know", "time_zone", "uid", "url", "where_met",
    )  # fmt: skip

    def __init__(self, path: str, block: Block, rules: Rules, sources: Mapping[int, str]) -> None:
        self.path = path
        self.block = block
        self.rules = rules
        self.sources = sources
        self.lines = block.raw.split("\n")
        self.name = self.first_name = self.last_name = self.job_title = self.role = ""
        self.place = self.city = self.region = self.country = self.hometown = self.time_zone = self.uid = ""
        self.aliases: list[str] = []
        self.categories: list[str] = []
        self.circles: list[str] = []
        self.tags: list[str] = []
        self.organisation: list[str] = []
        self.email: list[str] = []
        self.phone: list[str] = []
        self.url: list[str] = []
        self.priority: int | None = None
        self.closeness: int | None = None
        self.cadence: Cadence | None = None
        self.next_contact: Node | None = None  # a day in ISO form, with its line
        self.met_on: Node | None = None
        self.dates: list[ImportantDate] = []
        self.how_met: Statement | None = None
        self.where_met: Statement | None = None
        self.introduced_by: list[Link] = []
        self.knows: list[Link] = []
        self.interests: list[Statement] = []
        self.offers: list[Statement] = []
        self.asks: list[Statement] = []
        self.goals: list[Statement] = []
        self.they_know: list[Statement] = []
        self.gift_ideas: list[Statement] = []
        self.learning: list[Statement] = []
        self.favours: list[Favour] = []
        self.status = Status.ACTIVE
        self.private = False
        self.suggest = True
        self.apart: list[Apart] = []
        self.strangers: list[Apart] = []
        self.not_same_as: list[Apart] = []
        self.no_reminder: list[str] = []
        self.confirmed: list[Confirmed] = []
        self.entries: list[Entry] = []
        self.tasks: list[Task] = []
        self.problems: list[Problem] = []

    def report(self, line: int, code: str, message: str, severity: Severity = Severity.WARNING) -> None:
        """Add a problem; a note full of them is told apart well enough by the first MAX_PROBLEMS."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.path, line, severity, code, message))

    def source_text(self, line: int) -> str:
        """Return a line of the note verbatim, cut to 200 characters."""
        return self.sources.get(line) or source_line(self.lines, line - self.block.line)

    def texts(self, key: str, node: Node) -> list[Node]:
        """Return the texts of a value that say something, cut to a sane length; report what a template left behind."""
        value = node.value
        if isinstance(value, str):
            if not value:
                return []
            if len(value) <= MAX_TEXT and not is_blank(value):
                return [node]
        elif isinstance(value, tuple) and len(value) <= MAX_ITEMS and all(map(_is_plain, value)):
            return list(value)
        found: list[Node] = []
        for text in texts_of(node)[:MAX_ITEMS]:
            assert isinstance(text.value, str)
            if not is_blank(text.value):
                found.append(Node(text.value[:MAX_TEXT], text.line, text.quoted))
            elif is_template_text(text.value):
                self.report_leftover(key, text)
        return found

    def report_leftover(self, key: str, node: Node) -> None:
        """Report a value that a template left to be filled in; it counts as empty."""
        message = f"{key[:80]} still holds what the template put there: fill it in or empty it."
        self.report(node.line, "template-leftover", message, Severity.INFO)

    def statements(self, key: str, node: Node) -> list[Statement]:
        """Return a value's texts as statements, each a verbatim part of the line that it names; none struck through."""
        found: list[Statement] = []
        for text in self.texts(key, node):
            assert isinstance(text.value, str)
            if is_struck(text.value):
                continue
            source = self.source_text(text.line)
            if text.value in source:
                found.append(Statement(text.value.strip(), text.line))
            else:
                found += self._verbatim_lines(text)
        return found

    def _verbatim_lines(self, text: Node) -> list[Statement]:
        """Find the lines of a text that its own line does not hold: a block of several lines, or one with escapes."""
        assert isinstance(text.value, str)
        found: list[Statement] = []
        line = text.line
        for part in text.value.split("\n")[:MAX_ITEMS]:
            bare = part.strip()[:MAX_TEXT].strip()
            at = next((one for one in range(line, line + 4) if bare and bare in self.source_text(one)), None)
            if at is not None:
                found.append(Statement(bare, at))
                line = at + 1
        return found or [Statement(source, text.line) for source in [self.source_text(text.line)] if source]


def _is_plain(node: Node) -> bool:
    """Tell whether a value is text that is taken as it is."""
    value = node.value
    return isinstance(value, str) and len(value) <= MAX_TEXT and not is_blank(value)
