"""`python -m services.console` is `countynet`."""

from services.console.main import main

main(prog_name="countynet")
