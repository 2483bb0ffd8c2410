"""How Django knows this app."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "workflow"
    verbose_name = "Historik"

    def ready(self) -> None:
        """Lets the room below trace its own records."""
        from accounts.tracing import register_tracing
        from workflow import audit

        register_tracing(audit.save)
