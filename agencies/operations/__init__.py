"""What agencies do: answer research, record and share lines."""
