"""The user: signs in by e-mail; staff carry a staff role, everybody else none."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.enums import Role, StaffRole
from core.constraints import not_blank, one_of
from core.ordering import sort_key_field


class UserManager(BaseUserManager["User"]):
    """Creates and finds users by their e-mail in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password they set one by the reset link. The address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def able_to_sign_in(self) -> models.QuerySet["User"]:
        """Active users who have chosen a password."""
        return self.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def get_by_natural_key(self, email: str | None) -> "User":
        """The user with the address, whatever its letters' case. Raises `User.DoesNotExist`."""
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. `staff_role` is empty for an association's people (their access: R19's resolver)."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField("navn", max_length=120)
    phone = models.CharField("telefon", max_length=30, blank=True)
    staff_role = models.CharField("rolle", max_length=20, choices=StaffRole, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    created_at = models.DateTimeField("oprettet", auto_now_add=True)
    sort_key = sort_key_field("name")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    # Filled by accounts.permissions on first use; lives as long as the request's user object.
    resolved_association_roles: Mapping[int, frozenset[Role]] | None = None
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"password", "last_login", "created_at", "sort_key"})

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
        ordering = ("sort_key", "pk")
        constraints = (
            not_blank(name="accounts_user_name_not_blank", field="name", message="Skriv navnet."),
            one_of(name="accounts_user_staff_role_known", field="staff_role", values=["", *StaffRole.values]),
            models.CheckConstraint(
                name="accounts_user_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message="Skriv e-mailadressen med små bogstaver.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        """The staff role as the header shows it; empty for an association's people."""
        return StaffRole(self.staff_role).label if self.staff_role else ""

    def association_ids(self) -> tuple[int, ...]:
        """A user account belongs to no association: its people do (`associations.Person`)."""
        return ()


def user_display(user: User) -> str:
    """The name that allauth's pages and mails show."""
    return user.name
