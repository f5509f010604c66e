"""Who is the same contact: traits are compared, never merged here."""
