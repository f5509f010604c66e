"""The page about calendars and mail held against the readers: every reason by which something is left out."""

import ast
import re
from pathlib import Path

from pnm_vault.exchange.incoming.calendars import icalendar
from pnm_vault.exchange.incoming.calendars import meetings as ical_meetings
from pnm_vault.exchange.incoming.mail import messages as mail

PAGE = Path(__file__).parents[3] / "docs/calendar-and-mail.md"


def reasons_in(module_file: str) -> set[str]:
    """Give the texts by which a module counts, or that it returns or sets as a reason."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(module_file).read_text(encoding="utf-8"))):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "_skipped":
            parts = [node.slice]
        elif isinstance(node, ast.FunctionDef) and (node.name.startswith("_reason") or node.name == "present_at"):
            parts = [one for one in ast.walk(node) if isinstance(one, ast.Return | ast.Tuple | ast.IfExp)]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "reason":
            parts = [node.value]
        found |= {
            one.value
            for part in parts
            for one in ast.walk(part)
            if isinstance(one, ast.Constant)
            and isinstance(one.value, str)
            and re.fullmatch(r"[a-z][a-z ,]{2,}[a-z]", one.value)
        }
    return found


def test_every_reason_is_on_the_page_and_no_other() -> None:
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {reason for row in rows for reason in re.findall(r"`([^`]+)`", row)}
    files = [str(module.__file__) for module in (icalendar, ical_meetings, mail)]
    known = set().union(*map(reasons_in, files)) - {"trash", "draft", "name"}
    crowds = {f"with more than {ical_meetings.MOST_TOGETHER} others", f"to more than {mail.MOST_TOGETHER}"}
    assert told - crowds == known
    assert crowds <= told
