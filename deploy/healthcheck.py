"""Whether the service in this container is ready: 0 once its store is open and the broker connected, else 1.

Standard library alone, so that it starts fast and says nothing of the service but its own page's status.
"""

import os
import sys
import urllib.error
import urllib.request

SECONDS = 3.0


def main() -> int:
    page = f"http://127.0.0.1:{os.environ.get('WEB_PORT', '8100')}/readyz"
    try:
        with urllib.request.urlopen(page, timeout=SECONDS) as answer:
            return 0 if answer.status == 200 else 1
    except (OSError, ValueError) as error:
        told = f"status {error.code}" if isinstance(error, urllib.error.HTTPError) else type(error).__name__
        print(f"{page}: {told}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
