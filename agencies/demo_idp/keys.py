"""The demonstration provider's signing key, kept so that sign-out works after a restart."""

import os
from pathlib import Path

from joserfc.jwk import RSAKey

BITS = 2048


def kept_key(folder: Path) -> RSAKey:
    """The key in this folder, made when there is none; readable by its owner only."""
    file = folder / "demo-idp.pem"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole = file.with_suffix(f".{os.getpid()}")
        with open(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as made:
            made.write(RSAKey.generate_key(BITS).as_pem(private=True))
        whole.replace(file)
    return RSAKey.import_key(file.read_bytes())
