"""Answers to text and intentions: pages, rendering, plans. Pure."""
