"""Other people's formats: contacts and days go out as vCards, calendars, tables, JSON and graphs. Pure."""
