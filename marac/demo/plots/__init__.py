"""The plots of the demonstration, by what they are about."""

from marac.demo.plot import Plot
from marac.demo.plots import caring, families, known, men, parting, sons, stalking, weapons, youth

_ALL = (parting, men, families, stalking, caring, youth, known, sons, weapons)
# One of each kind, then another of each: a row of neighbours is of many kinds.
PLOTS: tuple[Plot, ...] = tuple(kind.PLOTS[place] for place in (0, 1) for kind in _ALL)
