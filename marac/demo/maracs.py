"""The two MARACs of the demonstration."""

from marac.demo.records import DemoMarac

SOUTH = "south-staffordshire"
STOKE = "stoke-north"
BOTH = (SOUTH, STOKE)

MARACS: tuple[DemoMarac, ...] = (
    DemoMarac(SOUTH, "South Staffordshire", "South Staffordshire and Cannock Chase"),
    DemoMarac(
        STOKE,
        "Stoke and North Staffordshire",
        "Stoke-on-Trent, Newcastle-under-Lyme and Staffordshire Moorlands",
    ),
)
