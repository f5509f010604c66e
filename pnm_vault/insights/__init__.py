"""What it means today: one file, one question, one frozen answer. Pure."""
