"""Whether the fonts are built: the only thing a document needs to know about the build."""

import fcntl
from pathlib import Path

# Raise it when a change of the build changes the fonts; directories built by an older recipe then count as unbuilt.
RECIPE = "1"

_MARKER = "READY"
_CONFIGURATION = "fonts.conf"
_LOCK = "lock"


def fonts_ready(directory: Path) -> bool:
    """True when ``directory`` holds all fonts of the present recipe; never while a build is under way there."""
    try:
        return (directory / _MARKER).read_text(encoding="utf-8").split("\n", 1)[0] == RECIPE
    except OSError:
        return False


def being_built(directory: Path) -> bool:
    """True while a build is under way in ``directory``; it holds a lock that the system drops when it dies."""
    try:
        with lock_file(directory).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def lock_file(directory: Path) -> Path:
    """The file whose lock a build holds."""
    return directory / _LOCK


def fontconfig_file(directory: Path) -> Path:
    """What ``FONTCONFIG_FILE`` has to name so that only these fonts are seen, whatever else the machine has."""
    return directory / _CONFIGURATION
