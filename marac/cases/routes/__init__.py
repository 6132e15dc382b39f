"""The map of the case file."""

from marac.cases.routes import file, inbox, refer

routes = [*refer.routes, *inbox.routes, *file.routes]
