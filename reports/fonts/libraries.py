"""The shared libraries that draw the fonts: they come from the system, not from PyPI, so they can be absent.

``python -m reports.fonts.libraries`` exits with 0 when all can be loaded, else with 1 and their names.
"""

import ctypes
import sys

# As WeasyPrint loads them; the subsetter is optional to it, but without it a document takes ten times as long.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


def missing_libraries() -> list[str]:
    """Names of those that cannot be loaded by this process."""
    return [name for name in LIBRARIES if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(" ".join(missing_libraries()) or None)
