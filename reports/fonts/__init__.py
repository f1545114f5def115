"""The faces the documents are printed in, built on the machine that prints them.

No font is kept in the repository: the licences allow use and change, but a free face that looks like the one
GB/T 9704-2012 asks for exists only as an OpenType/CFF file inside a Debian package, under names two of which
collide, with glyph numbers that PDF/A refuses. So ``python -m reports.fonts DIRECTORY`` fetches, renames,
converts and reduces them once, into a cache outside the checkout. The documents only ask two things of the result:
whether it is ready, and where its fontconfig file stands.
"""

from reports.fonts.faces import FAMILIES, RARE_FAMILY, full_family
from reports.fonts.ready import being_built, fontconfig_file, fonts_ready

__all__ = ["FAMILIES", "RARE_FAMILY", "being_built", "fontconfig_file", "fonts_ready", "full_family"]
