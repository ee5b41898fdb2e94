"""The headers of every page: no script, style or request but this origin's own, shown in no frame, kept nowhere."""

from __future__ import annotations

from urllib.parse import quote

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", POLICY),
    ("X-Frame-Options", "DENY"),
    # Not `no-referrer`: with it a browser sends `Origin: null` with our own forms.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
)


def taken_away(name: str) -> tuple[tuple[str, str], ...]:
    """The headers of somebody else's file: saved under its name, never shown or run in this origin."""
    return (
        ("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}"),
        ("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
