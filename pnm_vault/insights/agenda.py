"""This week on one page."""

from datetime import date

from pnm_vault.insights.dates import DateAhead
from pnm_vault.insights.introductions import Introduction
from pnm_vault.insights.stale import StaleContact
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row


class Agenda(Row, frozen=True):
    """A handful of each, with how many there are in all. `week` is the Monday of the week that holds today."""

    week: date
    reconnect: tuple[StaleContact, ...]
    reconnect_total: int
    follow_ups: tuple[FollowUp, ...]
    follow_ups_total: int
    dates: tuple[DateAhead, ...]
    dates_total: int
    introductions: tuple[Introduction, ...]
    introductions_total: int
    problems: tuple[Problem, ...]
    problems_total: int
