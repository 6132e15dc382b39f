"""What an agency's own pages post."""
