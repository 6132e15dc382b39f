"""The map of the meeting."""

from agenda.routes import live, minutes, prepare

routes = [*prepare.routes, *live.routes, *minutes.routes]
