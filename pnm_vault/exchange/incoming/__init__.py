"""Contacts and days as they come in: one module for each format, from bytes to what they tell.

A reader never raises on any bytes: what cannot be read costs one entry and a Problem that names its line.
"""
