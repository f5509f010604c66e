"""Every code a problem may have, in the order of docs/problems.md; tests hold it against that page and the code."""

from collections.abc import Mapping
from types import MappingProxyType

from pnm_vault.model.problem import Severity
from pnm_vault.model.record import Row

_ERROR = (Severity.ERROR,)
_WARNING = (Severity.WARNING,)
_INFO = (Severity.INFO,)


class ProblemCode(Row, frozen=True):
    """What a code means and what to do about it, in sentences; `severities` are those it may come with, gravest first.

    A code stays the same from version to version: people filter by it.
    """

    severities: tuple[Severity, ...]
    meaning: str
    remedy: str


_FILES = {
    "unreadable": ProblemCode(
        _ERROR,
        "The system refuses to show a note or folder. What is in it is not known; everything else counts.",
        "Check its permissions, and that the disk is there.",
    ),
    "nul-bytes": ProblemCode(
        (Severity.ERROR, Severity.WARNING),
        "A note holds NUL bytes. Nothing but NUL bytes (an error) is what a power cut leaves of a file.",
        "Restore the note from a backup or its history; of a single NUL byte it is enough to remove it.",
    ),
    "not-utf8": ProblemCode(
        _WARNING,
        "From the line on, a note is not valid UTF-8. Each byte in question is read as \ufffd.",
        "Save the note as UTF-8.",
    ),
    "utf-16": ProblemCode(
        _WARNING,
        "A note is in UTF-16. It is read, but Obsidian and most other programs cannot read it.",
        "Save the note as UTF-8.",
    ),
    "note-too-large": ProblemCode(
        _WARNING,
        "A note is larger than 2 MB or longer than 50,000 lines. Only what comes before is read.",
        "Divide it into several notes.",
    ),
    "not-a-file": ProblemCode(
        _WARNING,
        "Something with the name of a note is a pipe, a socket or a device. It is not opened.",
        "Move it out of the vault.",
    ),
    "symlink-outside": ProblemCode(
        _WARNING,
        "A symbolic link leads out of the vault. It is not followed.",
        "Move what it points to into the vault.",
    ),
    "symlink-skipped": ProblemCode(
        _INFO,
        "A symbolic link leads to something in the vault. It is not followed, since what it points to counts there.",
        "Nothing needs to be done.",
    ),
    "symlink-broken": ProblemCode(
        _WARNING,
        "A symbolic link leads to nothing, or round in a circle. It is not followed.",
        "Remove it, or bring back what it pointed to.",
    ),
    "name-not-utf8": ProblemCode(
        _WARNING, "The name of a note or folder is not valid UTF-8. It is not read.", "Rename it."
    ),
    "name-clash": ProblemCode(
        _INFO,
        "The names of two notes differ only by case or by how accents are stored. Some systems keep only one of them.",
        "Rename one of them.",
    ),
    "evicted": ProblemCode(
        _INFO,
        "The content of a note is in the cloud only. It is not opened; what was known about it before still counts.",
        "Download it, or keep the vault's folder on this device.",
    ),
    "conflict-copy": ProblemCode(
        _WARNING,
        "A sync service kept the version of a file that lost under another name. It counts for nothing.",
        "Run pnm resolve, which merges it into the note; of another file, bring what you want of it over by hand.",
    ),
    "several-names": ProblemCode(
        _INFO,
        "A note has several names (hard links). pnm writes into such a file itself, so that a command that is killed "
        "can leave it half written until the next one; and sync services part the names.",
        "Keep one of the names.",
    ),
    "name-not-portable": ProblemCode(
        _INFO,
        "Windows cannot have a note or folder of this name: it is that of a device, ends in a dot or space, or holds "
        'one of < > : " \\ | ? * or a control character.',
        "Rename it, if the vault is ever to lie on Windows.",
    ),
}

_PROPERTIES = {
    "frontmatter-unclosed": ProblemCode(
        _ERROR,
        "The properties begin with --- but no second --- ends them. None of them is read.",
        "Put a line with --- after the last of them.",
    ),
    "frontmatter-too-long": ProblemCode(
        _ERROR, "The properties are longer than 64 kB. They are not read.", "Move long text into the note."
    ),
    "conflict-markers": ProblemCode(
        (Severity.ERROR, Severity.WARNING),
        "A merge left <<<<<<< and >>>>>>> in a note. Of properties (an error) the first side is read, of text both: a "
        "line that stands on both sides once, and of a task that is open on one side the one that is not.",
        "Run pnm git resolve, or keep one side and remove the lines with the markers.",
    ),
    "merge-conflict": ProblemCode(
        _WARNING,
        "A merge kept two versions of something: of a property under a second name (role_conflict), of text between "
        "boxes that say so. All of it counts as it stands.",
        "Keep what is right, and delete the second property or the boxes.",
    ),
    "yaml-error": ProblemCode(
        _WARNING,
        "A line of the properties is not valid YAML. If only one meaning is possible it is read; else that property is "
        "lost. The others are read in any case.",
        "Put quotes around the value.",
    ),
    "yaml-refused": ProblemCode(
        _WARNING,
        "An anchor (&), alias (*), type tag (!), merge key (<<) or very deep nesting is not read, for safety.",
        "Put quotes around the value if it is text.",
    ),
    "duplicate-key": ProblemCode(
        _WARNING, "A property is written twice. The last one with a value counts.", "Keep one of them."
    ),
    "comment-value": ProblemCode(
        _WARNING,
        "A value that begins with # is a comment to YAML. It is read as the tag all the same.",
        "Leave out the # or put quotes around the value.",
    ),
    "unquoted-link": ProblemCode(
        _INFO,
        "A link without quotes is a list to YAML. It is read as the link all the same.",
        'Write "[[Name]]" with quotes.',
    ),
}

_FIELDS = {
    "bad-date": ProblemCode(
        (Severity.WARNING, Severity.INFO),
        "A date cannot be read, is not in the calendar, or has two meanings (10/11/2024). A mere year or month, where "
        "a day is wanted, is only worth knowing.",
        "Write YYYY-MM-DD; a birthday may be MM-DD.",
    ),
    "bad-cadence": ProblemCode(
        _WARNING,
        "A cadence is neither days, a word, a length nor never. The contact is treated as if it had none.",
        "Write days (30), a word (monthly), a length (6 weeks), or never.",
    ),
    "bad-priority": ProblemCode(
        _WARNING, "A priority is neither 1 to 3 nor a word for it.", "Write 1 (high), 2 or 3 (low)."
    ),
    "bad-closeness": ProblemCode(
        _WARNING, "A closeness is neither 1 to 5 nor a word for it.", "Write 1 (distant) to 5 (closest)."
    ),
    "bad-time-zone": ProblemCode(
        _WARNING,
        "A `time_zone` is no known one, so nothing is reckoned with it.",
        "Write its name, such as Europe/Rome or America/New_York.",
    ),
    "bad-email": ProblemCode(_WARNING, "An e-mail address has no @.", "Write name@example.org."),
    "bad-phone": ProblemCode(
        _WARNING, "A telephone number has fewer than three digits.", "Write it with its country code, in quotes."
    ),
    "template-leftover": ProblemCode(
        _INFO,
        "A value still holds what a template put there. It counts as empty.",
        "Fill it in or empty it.",
    ),
}

_TEXT = {
    "bad-log-date": ProblemCode(
        _WARNING,
        "A line of a log begins with a day that is not in the calendar. It is not counted as contact.",
        "Correct the date.",
    ),
    "bad-task-date": ProblemCode(
        _WARNING,
        "The date of a task is not in the calendar. The task is listed without it.",
        "Write it as YYYY-MM-DD.",
    ),
    "end-before-start": ProblemCode(
        _WARNING, "A meeting or event ends before it begins. Its end is left out.", "Correct one of the two days."
    ),
    "meeting-without-date": ProblemCode(
        _INFO,
        "Nothing says when a meeting, call or event was. It is not counted as contact.",
        "Add a property date: YYYY-MM-DD, or put the day before the file's name.",
    ),
    "introduction-between": ProblemCode(
        _WARNING,
        "The note of an introduction does not name two contacts. It is in no list.",
        "Name both in the property between, as links to their notes.",
    ),
    "introduction-status": ProblemCode(
        (Severity.WARNING, Severity.INFO),
        "The status of an introduction is no word that is known, or says something else than its steps (info); of the "
        "two, what is further on counts.",
        "Add the step that is missing, with its day, or correct the status.",
    ),
    "introduction-step": ProblemCode(
        _WARNING,
        "A step of an introduction names neither of the two, or a day that is not in the calendar. It does not count.",
        "Name one of the two, or both; correct the day.",
    ),
    "bad-synonyms": ProblemCode(
        _WARNING,
        "A line of the note of synonyms is no group of them. It is left out; the other lines count.",
        "Write `word = word, word`, or `!word` to take a built-in one out; text of your own goes into headings or "
        "quotes.",
    ),
    "bad-resource": ProblemCode(
        _WARNING,
        "A line of the note of resources is none. It is left out; the other lines count.",
        "Write `advise on law: lawyer, legal aid`; text of your own goes into headings or quotes.",
    ),
}

_NAMES = {
    "ambiguous-link": ProblemCode(
        _WARNING,
        "A link can mean several notes. By file name it counts for the one that Obsidian opens, by alias for none.",
        "Write the folder into the link: [[Folder/Name]].",
    ),
    "same-name": ProblemCode(
        _WARNING,
        "Two contacts have the same name.",
        "Merge the two notes, or tell them apart by an alias and the name field.",
    ),
    "unresolved-link": ProblemCode(
        _INFO,
        "A field about a contact (knows, introduced_by, attendees) names somebody who has no note.",
        "Correct the name, or make a note for this contact.",
    ),
    "shared-alias": ProblemCode(
        _INFO, "One alias belongs to several contacts. Links by it lead to none of them.", "Choose another alias."
    ),
    "possible-copy": ProblemCode(
        _INFO,
        "A contact's file name looks like a sync service's copy of another note.",
        "Compare the two and delete one, or rename it.",
    ),
}

_REVIEWS = {
    "review-not-ours": ProblemCode(
        _ERROR,
        "A note of a review note's name was there before. It is left alone.",
        "Rename it or move it away.",
    ),
    "review-markers": ProblemCode(
        _ERROR,
        "The marker lines of a review note are damaged, doubled or in the wrong order. The note is left alone.",
        "Move what you wrote elsewhere and delete the note.",
    ),
    "review-newer": ProblemCode(
        _ERROR, "A later version of pnm made a review note. It is left alone.", "Bring pnm up to date here."
    ),
    "review-encoding": ProblemCode(
        _ERROR, "A review note is not UTF-8 text. It is left alone.", "Save it as UTF-8 or move it away."
    ),
    "mark-refused": ProblemCode(
        _WARNING,
        "A mark on a review note cannot be carried out. It stays on its line, with the reason below it.",
        "Follow the reason, or clear the box.",
    ),
    "template-untrusted": ProblemCode(
        _WARNING,
        "A template in the vault is not used, since its content is not trusted.",
        "Look at it, and trust it with pnm trust.",
    ),
    "template-unusable": ProblemCode(
        _WARNING,
        "A template in the vault is not used: it cannot be read, is too large, leads out of the vault, or has a name "
        "that no review note uses.",
        "Correct its name or content, or remove it.",
    ),
    "template-error": ProblemCode(
        _ERROR,
        "A template of yours is wrong: the built-in one is used instead. Or it makes lines that look like marker "
        "lines: then the review note stays as it was.",
        "Correct the template, or take your trust back with pnm trust --forget.",
    ),
    "template-limit": ProblemCode(
        _ERROR,
        "A template of yours takes too much time, memory or text. The built-in one is used instead.",
        "Make the template do less, or take your trust back with pnm trust --forget.",
    ),
}

_SETTINGS = {
    "setting-not-there": ProblemCode(
        _WARNING,
        "A setting names a folder or note that is not there. It is as if it were not named.",
        "Correct the name in pnm.toml, or take it out.",
    ),
    "setting-left-out": ProblemCode(
        _WARNING,
        "A setting names a folder or note that another setting leaves out: ignore, or templates. It is as if it were "
        "not named.",
        "Take it out of one of the two settings in pnm.toml.",
    ),
}

_CLONE = {
    "git-driver-missing": ProblemCode(
        _WARNING,
        "The vault's .gitattributes ask for notes to be merged by pnm, but this clone has no driver for it, and git "
        "merges them as lines of text without a word. A driver does not come with a clone.",
        "Run pnm git setup in this clone.",
    ),
    "git-driver-gone": ProblemCode(
        _WARNING,
        "The driver by which this clone merges notes names a program that is no longer there, as after a new "
        "installation. Git merges them as lines of text.",
        "Run pnm git setup in this clone once more.",
    ),
}

_KEPT = {
    "index-differs": ProblemCode(
        _ERROR,
        "What is kept of a note between runs is not what a first look at the vault gives, so that answers may be "
        "wrong; or it cannot be read as what it should be. Your notes are not touched by this.",
        "Delete the cache, and report it: this should not happen.",
    ),
    "index-unreadable": ProblemCode(
        _INFO,
        "The file with what is kept between runs is damaged or cannot be read.",
        "Nothing needs to be done: the next command makes it anew.",
    ),
    "review-outdated": ProblemCode(
        _INFO,
        "A review note is not what the vault says now, marks and words of yours set aside; or it is gone.",
        "Run pnm regenerate.",
    ),
    "mark-waiting": ProblemCode(_INFO, "A mark on a review note was not carried out yet.", "Run pnm regenerate."),
    "unfinished-change": ProblemCode(
        _WARNING,
        "A command was killed while it changed this note and perhaps others. Each of them is whole, old or new.",
        "Run pnm regenerate: it finishes what was begun, as every command that writes does.",
    ),
    "left-over": ProblemCode(
        _WARNING,
        "A command that was killed left a temporary file.",
        "The next command that writes a note in this folder takes it away, or gives a text that is nowhere else a name "
        "that you see.",
    ),
    "kept-text": ProblemCode(
        _WARNING,
        "Somebody saved a note at the moment in which pnm changed it, and their text got a name of its own.",
        "Bring what you want of it into the note, then delete it.",
    ),
    "journal-damaged": ProblemCode(
        _WARNING,
        "The undo journal has lost a text, or cannot read what a command did. Your notes are not touched by this, but "
        "that command cannot be taken back any more.",
        "Nothing can be done, but look at the disk: this should not happen.",
    ),
}

_IMPORTS = {
    "bad-import-entry": ProblemCode(
        _WARNING,
        "Something in a file from elsewhere cannot be read, or only in part: an entry, a line or a value of it. The "
        "rest of the file counts.",
        "Look at that line of the file; correct it there or in the program that it comes from, and import it again.",
    ),
    "bad-import-file": ProblemCode(
        _ERROR,
        "Nothing of a file from elsewhere can be read: it is cut off, too large, or not what its name says.",
        "Get it anew from the program that it comes from.",
    ),
    "owner-address": ProblemCode(
        (Severity.ERROR, Severity.WARNING, Severity.INFO),
        "Me.md has no e-mail, and who met or wrote to whom is told by addresses. Either the file itself told which is "
        "yours (info), or it did not: then no mail is read (an error), and you may be among those whom a calendar says "
        "you met.",
        "Put all addresses that you have and had into the property email of Me.md.",
    ),
}

PROBLEM_CODES: Mapping[str, ProblemCode] = MappingProxyType(
    {**_FILES, **_PROPERTIES, **_FIELDS, **_TEXT, **_NAMES, **_REVIEWS, **_SETTINGS, **_CLONE, **_KEPT, **_IMPORTS}
)
