"""A new daily note from the template that Obsidian would use, as far as that says no more than day, time and title.

Source: Obsidian help, Templates, Template variables; Daily notes.
"""

from datetime import date

from pnm_vault.notes.values.daily_format import write_day
from pnm_vault.patterns import pattern_of

_VARIABLE = pattern_of(r"\{\{([^{}\n]{0,100})\}\}")
_TIMES = ("", "HH:mm")


def fill_daily_template(template: str, title: str, day: date, time: str, day_format: str) -> str | None:
    """Put day, time (`HH:MM`) and title into a template; None when it holds anything else that is to be filled in.

    `day_format` is how `{{date}}` is written where the template does not say it itself.
    """
    if "<%" in template:
        return None
    written: list[str] = []
    at = 0
    for match in _VARIABLE.finditer(template):
        value = _value(match[1], title, day, time, day_format)
        if value is None:
            return None
        written += [template[at : match.start()], value]
        at = match.end()
    return "".join([*written, template[at:]])


def _value(variable: str, title: str, day: date, time: str, day_format: str) -> str | None:
    name, _, wanted = variable.strip().partition(":")
    name = name.strip().lower()
    if name == "title":
        return title
    if name == "date":
        return write_day(wanted.strip() or day_format, day)
    return time if name == "time" and wanted.strip() in _TIMES else None
