"""The kit that every room uses: the one door, pages, forms, headers, live nudges, paper."""
