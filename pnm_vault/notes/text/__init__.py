"""The text of a note: headings, links, tasks, logs and gatherings."""
