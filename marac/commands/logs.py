"""Where log lines go. There is no access log: an address names a case and somebody who looks at it."""

from pathlib import Path
from typing import Any

MOST_BYTES = 5_000_000


def logging_to(file: Path | None) -> dict[str, Any]:
    """For logging.config: into a file with three older ones kept, or, without a file, to standard error."""
    stream: dict[str, Any] = {"class": "logging.StreamHandler"}
    kept: dict[str, Any] = {"class": "logging.handlers.RotatingFileHandler", "filename": str(file)}
    kept |= {"maxBytes": MOST_BYTES, "backupCount": 3, "encoding": "utf-8", "delay": True}
    handler = (kept if file else stream) | {"formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"out": handler},
        "root": {"level": "WARNING", "handlers": ["out"]},
        "loggers": {"marac": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
    }
