"""Exit code 0 when the shared libraries WeasyPrint loads can be loaded here, 1 with the first one that cannot."""

import ctypes
import sys

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)

if __name__ == "__main__":
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError as problem:
        sys.exit(str(problem))
