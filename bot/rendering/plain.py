"""Plain text from somebody's HTML, for counting; reading articles is bot/articles' business."""

import html
import re

# Each alternative eats what it has looked at, so that hostile markup takes no longer than other text.
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)


def text_length(markup: str) -> int:
    """Characters of text that a reader would see."""
    return len(" ".join(html.unescape(_MARKUP.sub(" ", markup)).split()))
