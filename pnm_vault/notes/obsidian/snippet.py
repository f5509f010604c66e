"""The CSS snippet for the review notes: Obsidian's own colours, so that it is readable in light and dark themes.

It reaches notes of its class only, which the property `cssclasses` gives them. Nothing in it is `!important`: a theme
or another snippet that says more of the same thing wins.

Source: Obsidian Help, CSS snippets, and the CSS variables of the developer documentation.
"""

NAME = "pnm"
CSS_CLASS = "pnm-review"
CLASSES = "cssclasses"
"""The property that gives a note the class."""
FILE = f"snippets/{NAME}.css"

SNIPPET = """\
/* Made by `pnm obsidian` for the review notes. It is yours: change it as you like, pnm never does.
   It reaches notes with `cssclasses: [pnm-review]` among their properties, and takes its colours from your theme. */

/* The keys at the end of each line tell pnm what was ticked: they fade until the cursor is on their line. */
.pnm-review .cm-line:not(.cm-active) .cm-comment {
  color: var(--text-faint);
  font-size: var(--font-smallest);
  opacity: 0.35;
}

/* What lies under a line, its reasons and proofs, is quieter than the line. */
.pnm-review li > ul,
.pnm-review .HyperMD-list-line-2,
.pnm-review .HyperMD-list-line-3 {
  color: var(--text-muted);
  font-size: var(--font-ui-medium);
}

/* A little room between the lines that can be ticked. */
.pnm-review .markdown-rendered ul > li.task-list-item,
.pnm-review.markdown-rendered ul > li.task-list-item {
  margin-block: var(--size-4-1);
}

/* `>` is later and `-` is not at all: neither is done, so neither is struck through. */
.pnm-review li.task-list-item[data-task=">"],
.pnm-review .HyperMD-task-line[data-task=">"] {
  color: var(--text-muted);
  text-decoration: none;
}

.pnm-review li.task-list-item[data-task="-"],
.pnm-review .HyperMD-task-line[data-task="-"] {
  color: var(--text-faint);
  text-decoration: none;
}

.pnm-review input[type="checkbox"][data-task=">"]:checked,
.pnm-review li[data-task=">"] > input[type="checkbox"]:checked {
  background-color: var(--color-orange);
  border-color: var(--color-orange);
}

.pnm-review input[type="checkbox"][data-task="-"]:checked,
.pnm-review li[data-task="-"] > input[type="checkbox"]:checked {
  background-color: var(--text-faint);
  border-color: var(--text-faint);
}

/* Callouts keep the width of the text, and their words the colour of the text, whatever their kind. */
.pnm-review .callout {
  margin-block: var(--size-4-4);
}

.pnm-review .callout-content {
  color: var(--text-normal);
}

/* A table of many columns scrolls within the note. */
.pnm-review .el-table {
  overflow-x: auto;
}
"""
