"""Whom to catch up with, when, and what of it fits into a week."""
