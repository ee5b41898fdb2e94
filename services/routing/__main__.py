"""`python -m services.routing`: one process of routing."""

from services.chassis.run import main

main("services.routing.service:RoutingService")
