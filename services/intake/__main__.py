from services.chassis.run import main

main("services.intake.service:IntakeService")
