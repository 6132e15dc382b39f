"""A demonstration partnership: invented people in agencies of Staffordshire."""
