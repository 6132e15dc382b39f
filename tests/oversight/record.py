"""The record put in order and signed, for a test to look at."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marac import clock
from marac.store.sequencing import put_in_order
from marac.store.signing import Signer
from tests.cast import Cast

SEED = b"tests: thirty-two bytes to sign "
SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(SEED))
LATER = timedelta(minutes=2)


def signed(cast: Cast, times: int = 1) -> int:
    """Sign what happened so far, as `times` minutes later; how many checkpoints that made."""
    with clock.at(clock.now() + LATER * (times - 1)):
        return put_in_order(cast.store.engine, SIGNER)[1]
