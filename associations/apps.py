"""How Django knows this app."""

from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    """The app\'s name, and what it registers when Django is ready."""

    name = "associations"
    verbose_name = "Foreninger"

    def ready(self) -> None:
        """Registers the resolver of roles, and what pages above show of the register."""
        from accounts.demo import register_demo_people
        from accounts.permissions import register_association_roles
        from associations import demo_posts
        from associations.access import current_roles
        from associations.demo import demo_people
        from associations.domain import personal_data
        from associations.domain.lifeline import employments_lane
        from associations.registration import register_own_pages, register_sign_ins
        from core.registry import DemoPart, LifelineLane, demo_parts, lifeline_lanes

        register_association_roles(current_roles)
        register_demo_people(demo_people)
        register_sign_ins()
        register_own_pages()
        lifeline_lanes.register(LifelineLane("employments", "Ressourcepersoner", 20, employments_lane))
        personal_data.register()
        demo_parts.register(DemoPart("posts", 20, demo_posts.seed))
