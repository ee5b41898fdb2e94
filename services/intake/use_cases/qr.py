"""A QR code as a picture inside the page: no request to anybody, nothing that runs."""

from __future__ import annotations

import segno
from markupsafe import Markup

from services.chassis.web.call import Call


def address_of(call: Call, path: str) -> str:
    """The address of a page as this reader's browser knows the hub."""
    headers = call.headers
    behind = "x-countynet-gateway" in headers
    host = (headers.get("x-forwarded-host") if behind else None) or headers.get("host", "localhost")
    scheme = headers.get("x-forwarded-proto", "http") if behind else "http"
    return f"{scheme}://{host}{path}"


def picture_of(address: str) -> Markup:
    """The code of an address, error correction M, drawn to any size."""
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass="qr-line"))
