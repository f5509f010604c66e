"""What to have in mind before a talk."""
