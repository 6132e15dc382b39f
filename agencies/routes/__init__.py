"""The map of an agency's own work."""

from agencies.routes import lines, research, welcome

routes = [*research.routes, *lines.routes, *welcome.routes]
