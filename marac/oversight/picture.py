"""The picture of flows between agencies: givers on the left, receivers on the right, a band for each flow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from marac.oversight.flows import Flow

WIDTH, LABEL, BAR, TOP, GAP = 960, 250, 14, 12, 10
LEAST, ROOM = 14, 420  # a node is tall enough for its name; all bands of one side share the rest
MOST = 40  # bands; what is smaller stands in the table alone


@dataclass(frozen=True, slots=True)
class Node:
    """One agency on one side, in units of the picture."""

    name: str
    items: int
    x: int
    y: float
    height: float
    text_x: int
    anchor: str

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2 + 5, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """A curve of a width in proportion to its items; every giver has a colour of its own, of eight."""

    path: str
    width: float
    colour: int


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: float
    nodes: list[Node]
    bands: list[Band]
    left_out: int


def picture_of(flows: Sequence[Flow], names: Mapping[UUID, str]) -> Picture | None:
    """None where there is nothing to draw. Flows come largest first."""
    shown = flows[:MOST]
    if not shown:
        return None
    given, taken = Counter[UUID](), Counter[UUID]()
    for flow in shown:
        given[flow.giver] += flow.items
        taken[flow.taker] += flow.items
    scale = ROOM / sum(given.values())
    left = _column(given, scale, names, LABEL - BAR, LABEL - BAR - 8, "end")
    right = _column(taken, scale, names, WIDTH - LABEL, WIDTH - LABEL + BAR + 8, "start")
    height = max(node.y + node.height for node in (*left.values(), *right.values())) + TOP
    nodes = [*left.values(), *right.values()]
    return Picture(WIDTH, round(height, 1), nodes, _bands(shown, left, right, scale), len(flows) - len(shown))


def _column(
    totals: Counter[UUID], scale: float, names: Mapping[UUID, str], x: int, text_x: int, anchor: str
) -> dict[UUID, Node]:
    made: dict[UUID, Node] = {}
    y = float(TOP)
    for agency_id, items in sorted(totals.items(), key=lambda pair: (-pair[1], names.get(pair[0], ""))):
        height = max(items * scale, LEAST)
        name = names.get(agency_id, "an agency")
        made[agency_id] = Node(name, items, x, round(y, 1), round(height, 1), text_x, anchor)
        y += height + GAP
    return made


def _bands(shown: Sequence[Flow], left: Mapping[UUID, Node], right: Mapping[UUID, Node], scale: float) -> list[Band]:
    """From each node its bands leave in the order in which they arrive, so that few cross."""
    colours = {agency_id: place % 8 for place, agency_id in enumerate(left)}
    out = {key: _first(node, scale) for key, node in left.items()}
    into = {key: _first(node, scale) for key, node in right.items()}
    made = []
    for flow in sorted(shown, key=lambda flow: (left[flow.giver].y, right[flow.taker].y)):
        width = flow.items * scale
        y1 = out[flow.giver] + width / 2
        out[flow.giver] += width
        y2 = into[flow.taker] + width / 2
        into[flow.taker] += width
        x1, x2 = left[flow.giver].x + BAR, right[flow.taker].x
        bend = (x1 + x2) // 2
        path = f"M{x1} {y1:.1f}C{bend} {y1:.1f} {bend} {y2:.1f} {x2} {y2:.1f}"
        made.append(Band(path, round(max(width, 1), 1), colours[flow.giver]))
    return made


def _first(node: Node, scale: float) -> float:
    """Where the first band meets a node that may be taller than its bands."""
    return node.y + (node.height - node.items * scale) / 2
