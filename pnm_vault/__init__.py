"""Personal network management on plain text: a vault of Markdown notes in, review notes out."""

__version__ = "0.1.0"
