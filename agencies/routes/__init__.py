"""The map of an agency's own work."""

from agencies.routes import agreements, lines, providers, register, research, welcome

routes = [*research.routes, *agreements.routes, *lines.routes, *providers.routes, *register.routes, *welcome.routes]
