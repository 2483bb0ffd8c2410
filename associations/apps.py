from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = "Foreninger"

    def ready(self) -> None:
        from accounts.permissions import register_association_roles
        from associations.access import current_roles

        register_association_roles(current_roles)
