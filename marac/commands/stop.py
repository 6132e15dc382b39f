"""Stopping what runs with this home, and forgetting what its embedded database holds."""

import shutil

from marac.settings import Settings
from marac.store import home
from marac.store.embedded import clear_left_behind, data_folder


def stop(settings: Settings) -> None:
    """Quiet when nothing runs. Raises TimeoutError when it does not stop."""
    if home.stop(settings.home):
        print("Stopped.")
    elif settings.home.exists():
        with home.held(settings.home):
            clear_left_behind(settings.home)


def reset(settings: Settings, sure: bool) -> int:
    """Delete the embedded database once somebody has typed yes; keys and logs stay. Raises InUse."""
    data = data_folder(settings.home)
    if not data.exists():
        print(f"There is no database in {settings.home}.")
        return 0
    with home.held(settings.home):
        if not (sure or _says_yes(f"Delete the database in {settings.home} and all that it holds? Type yes: ")):
            print("Nothing was deleted.")
            return 1
        clear_left_behind(settings.home)
        shutil.rmtree(data)
    print("Deleted. The next `make run` begins anew.")
    return 0


def _says_yes(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False
