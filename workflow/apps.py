"""How Django knows this app."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "workflow"
    verbose_name = "Historik"
