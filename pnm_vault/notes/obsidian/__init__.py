"""What Obsidian reads beside the notes, as text: a base, templates, property types, a snippet. Nothing is written."""
