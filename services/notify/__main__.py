"""`python -m services.notify`: one process of notify."""

from services.chassis.run import main

main("services.notify.service:NotifyService")
