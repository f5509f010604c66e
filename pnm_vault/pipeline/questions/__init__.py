"""What the insights are asked, with what they need gathered from the session; one file for each question."""
