"""Text to edited text: each edit changes the lines that it is about and no other byte, and is proved by reading it."""

from pnm_vault.notes.edit.edited import EDIT_CODES, Edited
from pnm_vault.notes.edit.links import link_targets, renamed_target, rewrite_links
from pnm_vault.notes.edit.log_style import LineForm, LogStyle, detect_style
from pnm_vault.notes.edit.logline import append_log_line, append_log_lines
from pnm_vault.notes.edit.names import safe_stem
from pnm_vault.notes.edit.properties import add_to_property, remove_from_property, remove_property, set_property
from pnm_vault.notes.edit.prove import LinksRenamed, LogLines, TaskMark, TaskRepeated, prove
from pnm_vault.notes.edit.prove_properties import PropertyChange
from pnm_vault.notes.edit.task_plans import cancel_task, move_task
from pnm_vault.notes.edit.tasks import TaskForm, detect_task_form, tick_task, untick_task

__all__ = [
    "EDIT_CODES",
    "Edited",
    "LineForm",
    "LinksRenamed",
    "LogLines",
    "LogStyle",
    "PropertyChange",
    "TaskForm",
    "TaskMark",
    "TaskRepeated",
    "add_to_property",
    "append_log_line",
    "append_log_lines",
    "cancel_task",
    "detect_style",
    "detect_task_form",
    "link_targets",
    "move_task",
    "prove",
    "remove_from_property",
    "remove_property",
    "renamed_target",
    "rewrite_links",
    "safe_stem",
    "set_property",
    "tick_task",
    "untick_task",
]
