"""What a page says to machines, written so that it may stand inside the page."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]
"""A thing in the words of schema.org."""

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json_ld(nodes: Sequence[Node | None]) -> SafeString:
    """Return the things as JSON-LD, safe inside a script element; what is empty is left out."""
    document = {"@context": "https://schema.org", "@graph": _known(list(nodes))}
    # With these escaped, nothing inside can end the element.
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))


def _known(value: Any) -> Any:
    """Leave out what is empty; false and zero are something."""
    if isinstance(value, dict):
        pairs = ((key, _known(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item not in (None, "", [])}
    if isinstance(value, list):
        return [_known(item) for item in value if item not in (None, "", [])]
    return value
