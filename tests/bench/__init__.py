"""How fast the main pages, the minutes and the live meeting are, as one run of `make bench` finds them."""
