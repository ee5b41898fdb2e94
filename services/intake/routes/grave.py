"""Grave and urgent matters: reported up at once (信访工作条例 Art. 25)."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.intake.domain.grave import REPORTERS
from services.intake.forms import grave
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import report_grave


class GraveRoutes(IntakeRoutes):
    """What cannot wait for the clocks."""

    @api(
        "POST",
        "/api/intake/matters/<number>/grave-report",
        takes=grave.GraveReportForm,
        gives=grave.GraveReportedForm,
        may=roles(*REPORTERS),
        status=201,
    )
    def report_grave(self, call: Call) -> Answer:
        """Report a grave or urgent matter up at once."""
        return call.run(report_grave.report_grave)
