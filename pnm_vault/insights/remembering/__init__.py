"""What is not to be forgotten: dates, gifts, follow-ups, promises, facts that age."""
