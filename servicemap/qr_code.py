"""The way from paper back to the page."""

import functools

import segno
from django.utils.safestring import SafeString, mark_safe


@functools.lru_cache(maxsize=1_000)
def qr_svg(address: str) -> SafeString:
    """Return a QR code (ISO/IEC 18004, level M) as SVG without a size, styled by ``qr``."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)
