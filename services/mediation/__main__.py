"""`python -m services.mediation`: one process of mediation."""

from services.chassis.run import main

main("services.mediation.service:MediationService")
