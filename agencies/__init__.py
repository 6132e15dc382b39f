"""Who comes to the table, and what they bring: research, lines, sign-in."""
