"""The table of commands: what each is called, the module that holds it (as a function of the same name), its sentence.

`pnm --help` is printed from this table alone, so that asking for help imports no command.
"""

COMMANDS = {
    "init": ("init", "Look at a folder of notes, say what was found and write a commented pnm.toml."),
    "regenerate": ("regenerate", "Carry out what you marked on the review notes, then write them anew."),
    "watch": ("watch", "Keep the review notes up to date while you write, until Ctrl-C."),
    "log": ("log", "Log in one line of prose that you were in touch: with whom, when, and what to do next."),
    "done": ("done", "Tick a follow-up in the note where it stands."),
    "snooze": ("snooze", "Ask for no reminder about a contact before a day."),
    "set": ("set", "Set, extend or clear a property in a contact's note."),
    "new": ("new", "Make a note for a new contact, from a pasted signature if you like."),
    "triage": ("triage", "Walk through the contacts that nothing is said about yet, one key each."),
    "rename": ("rename", "Give a contact's note another name or folder, and let every link follow."),
    "link": ("link", "Write down that two contacts know each other."),
    "edit": ("edit", "Open a contact's note in your editor, at the newest entry of its log."),
    "today": ("today", "Show this week's agenda: whom to catch up with, follow-ups, dates, introductions."),
    "show": ("show", "Show everything that the vault says about one contact."),
    "brief": ("brief", "Say what to have in mind before a talk with one contact."),
    "stale": ("stale", "List the contacts with whom it is time to catch up, the most at risk first."),
    "cadence": ("cadence", "Show how often to be in touch with whom, and which rule says so."),
    "introductions": ("introductions", "Suggest which two of your contacts would gain from meeting each other."),
    "who": ("who", "Say which contacts can help with something: strong ties, weak ones, and those one step away."),
    "find": ("find", "Find words in all notes, those of contacts first."),
    "follow-ups": ("follow_ups", "List what you meant to do for or with your contacts, by when it is due."),
    "dates": ("dates", "List the birthdays and other important dates that lie ahead."),
    "doctor": ("doctor", "Say what was understood of the vault, what was ignored, and every problem with its line."),
    "check": ("check", "Prove that the index, review notes and undo journal are whole and nothing lies about."),
    "undo": ("undo", "Take back what a command changed in your notes, or list what can be taken back."),
    "trust": ("trust", "List the templates that lie in the vault, or trust one after showing it."),
    "completion": ("completion", "Print the script that teaches your shell to complete pnm's commands and names."),
}
