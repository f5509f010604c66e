"""Every code that the reading of a note may give, with what it means and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

_PROPERTIES = {
    "frontmatter-unclosed": "The properties begin with --- but no second --- ends them. Put --- after the last one.",
    "frontmatter-too-long": "The properties are longer than 64 kB and were not read. Move long text into the note.",
    "yaml-error": "A line of the properties is not valid YAML. Mostly quotes around the value are missing; the other "
    "properties are read.",
    "yaml-refused": "An anchor (&), alias (*), type tag (!), merge key (<<) or very deep nesting is not read. Put "
    "quotes around the value if it is text.",
    "conflict-markers": "A merge left <<<<<<< and >>>>>>> in the note. In properties the first side is read; "
    "keep one side.",
    "duplicate-key": "A property is written twice. The last one with a value counts; keep one.",
    "unquoted-link": 'A link without quotes is a list to YAML. It is read as the link; write "[[Name]]" with quotes.',
    "comment-value": "A value that begins with # is a comment to YAML. It is read as the tag; leave out the #.",
}

_FIELDS = {
    "bad-date": "A date cannot be read, is on no calendar, or has two meanings (10/11/2024). Write YYYY-MM-DD; a "
    "birthday may be MM-DD.",
    "bad-cadence": "A cadence is neither days, a word (monthly), a duration (6 weeks) nor never.",
    "bad-priority": "A priority is neither 1 to 3 nor high, medium or low.",
    "bad-closeness": "A closeness is neither 1 to 5 nor a word such as close or warm.",
    "bad-email": "An e-mail address has no @. Write name@example.org.",
    "bad-phone": "A telephone number has no digits. Write it with its country code, in quotes.",
    "template-leftover": "A value still holds what a template put there (YYYY-MM-DD, choices with bars, {{...}}). "
    "It counts as empty; fill it in or empty it.",
}

_TEXT = {
    "bad-task-date": "The date of a task is no day of the calendar. Write YYYY-MM-DD; the task stays without it.",
    "bad-log-date": "A line that begins with a date names a day that is on no calendar. It is not counted as contact.",
    "end-before-start": "A meeting or event ends before it begins. The end is left out; correct one of the two.",
    "meeting-without-date": "Nothing says when a meeting, call or event was. Add a property date, or put the day "
    "before the file's name.",
}

PROBLEM_CODES: Mapping[str, str] = MappingProxyType({**_PROPERTIES, **_FIELDS, **_TEXT})
