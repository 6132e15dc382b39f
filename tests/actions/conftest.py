"""A case to agree actions for, and the screens on which they stand."""

from uuid import UUID

import pytest

from tests.actions.given import Screens
from tests.cast import Cast, open_case
from tests.conftest import ClientOf


@pytest.fixture
def heron(cast: Cast) -> UUID:
    return open_case(cast)


@pytest.fixture
def screens(cast: Cast, client_of: ClientOf) -> Screens:
    return Screens(cast, client_of)
