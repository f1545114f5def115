"""The site in English: one catalogue keyed by the Chinese, applied where a page is compiled and where a value is shown.

Templates and tables of labels are written in Chinese and carry no marks. For English there is a second set of compiled templates, in which
each piece of text was replaced when the template was compiled (`templates`), and what Python hands over is looked up when it is shown
(`shown`). What people wrote (`Written`) is never looked up. A Chinese page passes through none of this.
"""

from webapp.language.app import Bilingual, register
from webapp.language.choosing import ENGLISH, back_to, spoken

__all__ = ["ENGLISH", "Bilingual", "back_to", "register", "spoken"]
