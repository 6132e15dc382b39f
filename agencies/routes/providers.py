"""The map: an agency's identity providers."""

from starlette.routing import BaseRoute, Route

from agencies.pages import providers, providers_form, providers_switch, providers_trial
from marac.web.endpoint import deed, page

_ALL = "/agencies/{agency_id:uuid}/providers"
_ONE = f"{_ALL}/{{provider_id:uuid}}"

routes: list[BaseRoute] = [
    Route(_ALL, page(providers.show_providers), name="providers"),
    Route(_ALL, deed(providers_form.add), methods=["POST"], name="provider.add"),
    Route(f"{_ALL}/new", page(providers_form.show_new), name="provider.new"),
    Route(_ONE, page(providers.show_provider), name="provider"),
    Route(f"{_ONE}/change", page(providers_form.show_edit), name="provider.edit"),
    Route(f"{_ONE}/change", deed(providers_form.change), methods=["POST"], name="provider.change"),
    Route(f"{_ONE}/try", deed(providers_trial.inspect_provider), methods=["POST"], name="provider.try"),
    Route(f"{_ONE}/trial", deed(providers_trial.begin_trial), methods=["POST"], name="provider.trial"),
    Route(f"{_ONE}/switch", page(providers_switch.show_switch), name="provider.switch"),
    Route(f"{_ONE}/on", deed(providers_switch.switch_on), methods=["POST"], name="provider.switch-on"),
    Route(f"{_ONE}/off", deed(providers_switch.switch_off), methods=["POST"], name="provider.switch-off"),
]
