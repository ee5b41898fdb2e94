from services.chassis.run import main

main("services.oversight.service:OversightService")
