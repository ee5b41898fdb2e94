"""Where a matter comes in: registration, the citizen's own view, supplements, ratings and requests, sign-in."""
