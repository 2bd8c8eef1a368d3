"""Shares as whole percents."""


def whole_percent(part: int, whole: int) -> int | None:
    """Return the share, halves rounded up; None where there is nothing to share.

    Only all is 100 and only none is 0.
    """
    if not whole:
        return None
    if part in (0, whole):
        return 100 * part // whole
    return min(max((200 * part + whole) // (2 * whole), 1), 99)
