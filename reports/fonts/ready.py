"""Whether the fonts are built: the only thing a document needs to know about the build."""

from pathlib import Path

# Raise it when a change of the build changes the fonts; directories built by an older recipe then count as unbuilt.
RECIPE = "1"

_MARKER = "READY"
_CONFIGURATION = "fonts.conf"


def fonts_ready(directory: Path) -> bool:
    """True when ``directory`` holds all fonts of the present recipe; never while a build is under way there."""
    try:
        return (directory / _MARKER).read_text(encoding="utf-8").split("\n", 1)[0] == RECIPE
    except OSError:
        return False


def fontconfig_file(directory: Path) -> Path:
    """What ``FONTCONFIG_FILE`` has to name so that only these fonts are seen, whatever else the machine has."""
    return directory / _CONFIGURATION
