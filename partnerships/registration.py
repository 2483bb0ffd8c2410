"""What the app registers about contact persons: its data on people and its demo data."""

from core.registry import DemoPart, PersonalData, demo_parts, personal_data
from partnerships import demo
from partnerships.domain import keeping


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(
        PersonalData("contact-transfers", "Overdragelser", order=45, held=keeping.held, erase=keeping.erase)
    )
    demo_parts.register(DemoPart("contact-transfers", order=60, seed=demo.seed))
