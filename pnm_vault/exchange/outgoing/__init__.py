"""Contacts and days as they go out: vCards, calendars, tables, JSON and graphs."""
