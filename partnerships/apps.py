"""How Django knows this app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "partnerships"
    verbose_name = "Partnerskaber"

    def ready(self) -> None:
        """Registers the agreements in the livslinje, and the livslinje in the status report."""
        from core.registry import LifelineLane, ReportSection, lifeline_lanes, report_sections
        from partnerships.domain.lifeline import agreements_lane, report_lifelines

        lifeline_lanes.register(LifelineLane("agreements", "Aftaler", 10, agreements_lane))
        report_sections.register(
            ReportSection("lifeline", "Livslinje", 10, "partnerships/_report_lifeline.html", report_lifelines)
        )
