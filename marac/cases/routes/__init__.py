"""The map of the case file."""

from marac.cases.routes import file, inbox, keeping, refer

routes = [*refer.routes, *inbox.routes, *file.routes, *keeping.routes]
