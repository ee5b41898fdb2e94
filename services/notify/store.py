"""What notify keeps."""

from __future__ import annotations

from services.chassis.store import Collection

COLLECTIONS: tuple[Collection, ...] = ()
