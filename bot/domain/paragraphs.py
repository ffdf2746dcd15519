"""Prints of paragraphs: how a site's repeated texts are recognised whatever their language.

A paragraph that stands in several of a feed's last articles is the site's, not an article's.
"""

import hashlib
import re
import unicodedata

OFTEN = 3
"""In so many articles a paragraph must stand to count as repeated …"""
OF_THE_LAST = 200
"""… of this many."""
_WORDS = re.compile(r"[^\W\d_]+")


def paragraph_print(text: str) -> str:
    """The same for the same words, whatever the case, numbers, spacing and punctuation between them."""
    words = " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
    return hashlib.blake2b((words or text).encode("utf-8", "replace"), digest_size=8).hexdigest()
