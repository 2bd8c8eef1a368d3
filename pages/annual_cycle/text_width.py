"""How wide a text is in the site's typeface, so that the server can place it."""

import functools

WIDTHS = {
    **dict.fromkeys("’.l,` iìíîï´", 25),
    **dict.fromkeys("|:;Ij!ÌÍÎÏ[]", 33),
    **dict.fromkeys("\"r°()”“f'", 38),
    **dict.fromkeys("t{}š-/\\1_s*z", 48),
    **dict.fromkeys("x?kaàáâãäåJL", 53),
    **dict.fromkeys("cvç37Feyèéêëýÿ–$^hnuùúûüñŠ269T5oqòóôõöø", 58),
    **dict.fromkeys("EPbdgÈÉÊËpþ8BSß~YÝ4#+<=>R", 64),
    **dict.fromkeys("0&KXZŽ…ADÀÁÂÃÄÅUVÙÚÛÜCÇ", 73),
    **dict.fromkeys("GHÐNÑOQÒÓÔÕÖØ%wž", 81),
    **dict.fromkeys("MmæW@Æ—", 110),
}
"""Figtree at the weight of labels, in hundredths of its size; a group's widest stands for it."""

UNKNOWN = 110


@functools.lru_cache(maxsize=8_000)
def text_width(text: str, size: float) -> float:
    """Return how wide the text is at most, in units of its size."""
    return sum(WIDTHS.get(letter, UNKNOWN) for letter in text) * size / 100


def clipped(text: str, width: float, size: float) -> str:
    """Return the text, cut behind a word or a letter so that it fits with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    # A word that is nearly whole is worth more than a tidy end.
    if len(at_word) > 0.7 * len(kept):
        kept = at_word
    return f"{kept.rstrip(' ,.–-')}…"


def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """Return the text in one line, or in two of about the same length; too long ones are cut."""
    if text_width(text, size) <= width:
        return (text,)
    words = text.split()
    splits = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    if not splits:
        return (clipped(text, width, size),)
    fitting = [pair for pair in splits if text_width(pair[0], size) <= width]
    whole = [pair for pair in fitting if text_width(pair[1], size) <= width]
    # What has to be cut keeps as much as it can.
    best = min(whole, key=lambda pair: _longest(pair, size)) if whole else (fitting or splits)[-1]
    return clipped(best[0], width, size), clipped(best[1], width, size)


def _longest(pair: tuple[str, str], size: float) -> float:
    return max(text_width(line, size) for line in pair)
