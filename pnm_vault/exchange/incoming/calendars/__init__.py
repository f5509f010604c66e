"""Calendars: who was met on which day."""
