"""Every setting of `pnm.toml` in one table: it drives checking, the file that `init` writes, and docs/settings.md."""

from pnm_vault.model.settings import Settings
from pnm_vault.vault.setting_values import Setting

_DEFAULTS = Settings()
_VAULT, _REVIEW, _WATCH = _DEFAULTS.vault, _DEFAULTS.review, _DEFAULTS.watch
_MINUTES = _DEFAULTS.time.minutes
_MINUTES_A_WEEK = 7 * 24 * 60
_MINUTES_A_DAY = 24 * 60


def _minutes(key: str, meaning: str) -> Setting:
    default = getattr(_MINUTES, key)
    return Setting("time.minutes", key, "whole number", default, meaning, str(default), low=1, high=_MINUTES_A_DAY)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        section="vault",
        key="contacts",
        kind="folders",
        default=_VAULT.contacts,
        meaning="Every note in these folders and their sub-folders is a contact, but for templates, index notes and "
        "the like. Without it, contacts are recognised by folders of the usual names (People, Contacts), by type, by "
        "tag, or by a name that begins with @.",
        example='["People", "Work/Clients"]',
    ),
    Setting(
        section="vault",
        key="ignore",
        kind="folders, notes, patterns",
        default=_VAULT.ignore,
        meaning="What pnm never looks at. In a pattern, * and ? stand for anything but /, ** for any folders; a "
        "pattern without / is compared with names in every folder.",
        example='["Archive", "*.excalidraw.md"]',
    ),
    Setting(
        section="vault",
        key="templates",
        kind="folders",
        default=_VAULT.templates,
        meaning="Folders of note templates, which are no contacts. Without it, what Obsidian's Templates and Templater "
        "plugins are set to.",
        example='["Templates"]',
    ),
    Setting(
        section="vault",
        key="daily_folder",
        kind="folder",
        default=_VAULT.daily_folder,
        meaning="Where daily notes are. Without it, what Obsidian's Daily notes (or Periodic Notes) is set to.",
        example='"Journal"',
    ),
    Setting(
        section="vault",
        key="daily_format",
        kind="date format",
        default=_VAULT.daily_format,
        meaning="How daily notes are named, in the letters that Obsidian uses (Moment's); / makes sub-folders. Without "
        "it, what Obsidian is set to.",
        example='"YYYY/MM/YYYY-MM-DD"',
    ),
    Setting(
        section="vault",
        key="meetings",
        kind="folders",
        default=_VAULT.meetings,
        meaning="Folders of meeting, call and event notes; those they name were in touch with you that day.",
        example='["Meetings"]',
    ),
    Setting(
        section="vault",
        key="me",
        kind="note",
        default=_VAULT.me,
        meaning="The note about yourself: your asks, offers and interests.",
        example='"People/Me.md"',
    ),
    Setting(
        section="review",
        key="folder",
        kind="folder of its own",
        default=_REVIEW.folder,
        meaning="Where the review notes are written. Nothing else is kept there.",
        example='"Reviews"',
    ),
    Setting(
        section="review",
        key="notes",
        kind="names of review notes",
        default=_REVIEW.notes,
        meaning='Which review notes are wanted. "all" (a later version may add to it), "few" (Agenda, Reconnect, '
        "Introductions, Follow-ups, Dates ahead, Vault problems), or names: agenda, reconnect, mentoring, "
        "introductions, acquainted, help, needs, reciprocity, network, capital, questions, plan, follow-ups, dates, "
        "facts, events, problems. With a - before its name a note is left out.",
        example='["few", "network"]',
    ),
    Setting(
        section="review",
        key="templates",
        kind="folder of its own",
        default=_REVIEW.templates,
        meaning="Where templates of your own for the review notes are looked for; each is used once you have trusted "
        "it with `pnm trust`.",
        example='"Templates/pnm"',
    ),
    Setting(
        section="review",
        key="items",
        kind="whole number",
        default=_REVIEW.items,
        meaning="How many entries each list on the Agenda has at most.",
        example="5",
        low=1,
        high=100,
    ),
    Setting(
        section="review",
        key="lines",
        kind="whole number",
        default=_REVIEW.lines,
        meaning="How many entries each group on the other review notes has at most.",
        example="50",
        low=1,
        high=10_000,
    ),
    Setting(
        section="review",
        key="dates_ahead",
        kind="whole number",
        default=_REVIEW.dates_ahead,
        meaning="How many days ahead birthdays and other dates are shown.",
        example="30",
        low=0,
        high=366,
    ),
    Setting(
        section="review",
        key="events_ahead",
        kind="whole number",
        default=_REVIEW.events_ahead,
        meaning="How many days ahead events are shown.",
        example="60",
        low=0,
        high=366,
    ),
    Setting(
        section="review",
        key="introductions",
        kind="whole number",
        default=_REVIEW.introductions,
        meaning="How many introductions are suggested at most; 0 for none.",
        example="12",
        low=0,
        high=1000,
    ),
    Setting(
        section="review",
        key="dormant",
        kind="whole number",
        default=_REVIEW.dormant,
        meaning="How many dormant ties *Reconnect* picks each month as worth a word out of the blue; 0 for none.",
        example="3",
        low=0,
        high=100,
    ),
    Setting(
        section="review",
        key="facts",
        kind="whole number",
        default=_REVIEW.facts,
        meaning="How many facts come up for a check each month at most; 0 for none.",
        example="8",
        low=0,
        high=100,
    ),
    Setting(
        section="review",
        key="gift_days",
        kind="whole number",
        default=_REVIEW.gift_days,
        meaning="How many days before a birthday or other date it is time to think of a gift; 0 for never.",
        example="14",
        low=0,
        high=182,
    ),
    Setting(
        section="review",
        key="boxes",
        kind="tasks or plain",
        default=_REVIEW.boxes,
        meaning="How the lines of the review notes can be ticked: as tasks (`- [ ]`), which Obsidian shows as boxes "
        "and task plugins list among your own, or plain (`- ( )`), which no list of tasks picks up.",
        example='"plain"',
    ),
    Setting(
        section="review",
        key="briefs",
        kind="true or false",
        default=_REVIEW.briefs,
        meaning="Whether the Agenda says below each contact to catch up with what to open with: the last conversation, "
        "what was promised, what they look for, what to ask after and what to tell.",
        example="false",
    ),
    Setting(
        section="review",
        key="periods",
        kind="month, quarter, year",
        default=_REVIEW.periods,
        meaning="Of which periods a note looks back on the last one that is over; it stays when the next one ends. "
        "`[]` for none.",
        example='["month", "quarter", "year"]',
    ),
    Setting(
        section="cadence",
        key="default",
        kind="days or words",
        default=None,
        meaning="How many days may pass between contacts where nothing else says so. Without it, what is usual for the "
        "contact's category, else 180. With two, `monthly..quarterly`, the second is not to be passed.",
        example="90",
    ),
    Setting(
        section="cadence",
        key="*",
        kind="days or words",
        default=None,
        meaning="The same for a circle, a category, a tag, or a layer (layer-1 to layer-5). A contact's own cadence "
        "always wins.",
        example='friend = "6 weeks"',
    ),
    Setting(
        section="time",
        key="minutes_per_week",
        kind="whole number",
        default=None,
        meaning="How many minutes a week you have for being in touch. With it the Agenda shows whom to catch up with "
        "as far as the time goes, in place of a fixed number, and says which circles ask for more than there is.",
        example="180",
        low=0,
        high=_MINUTES_A_WEEK,
    ),
    _minutes("meeting", "Being together: a coffee, a walk, the way there."),
    _minutes("call", "A call."),
    _minutes("video", "A video call."),
    _minutes("message", "A short message."),
    _minutes("email", "A mail."),
    _minutes("letter", "A letter or a card."),
    _minutes("event", "Each contact whom you usually meet at events."),
    _minutes("other", "Each contact of whom the notes do not say how you are in touch."),
    _minutes("follow_up", "Each follow-up that the Agenda shows."),
    Setting(
        section="watch",
        key="quiet",
        kind="seconds",
        default=_WATCH.quiet,
        meaning="`pnm watch` waits for so long a silence after a change.",
        example="0.5",
        low=0.05,
        high=3600,
    ),
    Setting(
        section="watch",
        key="max_wait",
        kind="seconds",
        default=_WATCH.max_wait,
        meaning="The longest that a change waits while others keep coming.",
        example="5",
        low=0.05,
        high=3600,
    ),
    Setting(
        section="watch",
        key="rescan",
        kind="seconds",
        default=_WATCH.rescan,
        meaning="How often the whole vault is looked through, in case the system told of a change too little.",
        example="300",
        low=1,
        high=86_400,
    ),
    Setting(
        section="watch",
        key="poll",
        kind="seconds",
        default=_WATCH.poll,
        meaning="Look through the vault every so many seconds instead of listening for changes (for network disks); 0 "
        "listens.",
        example="10",
        low=0,
        high=86_400,
    ),
    Setting(
        section="capture",
        key="into",
        kind="contacts or daily",
        default=_DEFAULTS.capture.into,
        meaning="Where `pnm log` writes: a line into the note of each contact, or one line with links to them into the "
        "daily note of that day.",
        example='"daily"',
    ),
    Setting(
        section="matching",
        key="synonyms",
        kind="note",
        default=_DEFAULTS.matching.synonyms,
        meaning="The note with your own synonyms, by which `pnm who` and introductions match words "
        "(docs/matching.md). It need not be there.",
        example='"Synonyms.md"',
    ),
    Setting(
        section="matching",
        key="resources",
        kind="note",
        default=_DEFAULTS.matching.resources,
        meaning="The note with your own list of resources, by which `pnm capital` says what your contacts can bring "
        "about (docs/matching.md). It need not be there.",
        example='"Resources.md"',
    ),
    Setting(
        section="sync",
        key="message",
        kind="line of text",
        default=_DEFAULTS.sync.message,
        meaning="The message of the commits that `pnm sync` makes; {day} in it is the day.",
        example='"notes, {day}"',
    ),
    Setting(
        section="import",
        key="exclude",
        kind="addresses, names",
        default=_DEFAULTS.incoming.exclude,
        meaning="Whose mail and which calendars are no contact when they are imported: addresses, `*` standing for any "
        "letters, and names of calendars.",
        example='["news@shop.example", "*@lists.example", "Holidays"]',
    ),
    Setting(
        section="fields",
        key="*",
        kind="property names",
        default=None,
        meaning="Names of your own for a property that pnm knows, beside the usual ones.",
        example='last_contact = "zuletzt"',
    ),
    Setting(
        section="categories",
        key="*",
        kind="category",
        default=None,
        meaning="What a word of your own means: friend, family, colleague, classmate, mentor, mentee or acquaintance.",
        example='pal = "friend"',
    ),
)
