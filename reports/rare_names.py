"""Let certificates name people as they are called.

asn1crypto compares names by RFC 3454, which stops at Unicode 3.2 (2002) and refuses every later character: a certificate
for 王𬭎 could neither sign nor be verified. Newer characters count as ordinary here, which is how RFC 8264 sees them.
"""

from __future__ import annotations

import stringprep
from types import SimpleNamespace

from asn1crypto import version, x509

_LAST_THAT_NEEDS_IT = (1, 5, 1)


def install() -> None:
    """Tell asn1crypto that no character is unassigned; safe to call twice, and nothing for a version nobody has looked at."""
    if version.__version_info__[:3] > _LAST_THAT_NEEDS_IT:
        return
    tables = {name: getattr(stringprep, name) for name in dir(stringprep) if not name.startswith("_")}
    x509.stringprep = SimpleNamespace(**{**tables, "in_table_a1": _never})


def _never(_: str) -> bool:
    return False
