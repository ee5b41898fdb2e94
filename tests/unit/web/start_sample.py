"""Starts the sample: the chassis' `run` comes first, because it patches the standard library."""

from services.chassis.run import run

if __name__ == "__main__":
    from tests.unit.web.sample import main

    raise SystemExit(main(run))
