"""`countynet`: run, look after, measure and prove one hub."""

from __future__ import annotations

import click

from services.console.commands import add_all

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(context_settings=CONTEXT)
def main() -> None:
    """Run, look after, measure and prove one hub of CountyNet.

    The hub is the one in COUNTYNET_VAR (default: var/ of this checkout). Commands that ask services sign in as
    COUNTYNET_USER with COUNTYNET_PASSWORD, else as the operator of the hub's secrets folder.
    """


add_all(main)

if __name__ == "__main__":
    main()
