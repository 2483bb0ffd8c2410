"""What the app registers: the logs as personal data, and what is past its time."""

from privacy import demo
from privacy.domain import retention, trace


def register() -> None:
    """Called once, when the apps are ready."""
    trace.register()
    retention.register()
    demo.register()
