"""What the supervisor starts for every program: `launch.py FILE COMMAND…` becomes COMMAND with exactly FILE's settings.

FILE is a JSON object of names and values, readable by its owner only. The supervisor's own file could not hold every
value (quotes, semicolons), and whatever stood in the shell that once started the supervisor would come with it. Of what
is inherited only INHERITED is handed on. Needs nothing but Python's own library. Exit code 2: the file cannot be read.
"""

import json
import os
import sys
from collections.abc import Mapping

MARK = "COUNTYNET_HUB"
"""Every process of a hub carries its folder under this name in its environment."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", MARK)
"""Where programs are found, whose they are, and how they write: nothing that a service takes for a setting."""


def scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    """What may be handed on to a process of the hub from the environment of its caller."""
    return {name: environment[name] for name in INHERITED if name in environment}


def main(arguments: list[str]) -> int:
    """Become the command; comes back only when that cannot be. Messages never hold a setting's value."""
    path, *command = arguments
    try:
        with open(path, encoding="utf-8") as file:
            settings = {str(name): str(value) for name, value in json.load(file).items()}
    except (OSError, ValueError, AttributeError) as error:
        print(f"launch: {path} cannot be read ({type(error).__name__}); run `up` again", file=sys.stderr)
        return 2
    environment = scrubbed(os.environ) | settings
    try:
        os.execvpe(command[0], command, environment)
    except OSError as error:
        print(f"launch: {command[0]} cannot be started ({error.strerror})", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
