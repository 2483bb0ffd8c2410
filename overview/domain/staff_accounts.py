"""The first staff account of an installation; later ones come with the import."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.enums import StaffRole
from accounts.models import User
from workflow import audit


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str | None, by: User | None = None) -> User:
    """A saved administrator; without a password they choose one by a link.

    Raises `ValidationError` with a text for the operator: an address that is taken, a weak password, a missing name.
    """
    user = User(email=email.strip().lower(), name=name.strip(), staff_role=StaffRole.ADMINISTRATOR)
    if not user.name:
        raise ValidationError("Navnet mangler: skriv det efter --name.")
    if not user.email:
        raise ValidationError("E-mailadressen mangler: skriv den efter --email.")
    taken = User.objects.filter(email=user.email).first()
    if taken:
        role = taken.role_label.lower() or "bruger uden rolle"
        raise ValidationError(f"{user.email} hører allerede til {taken.name}, der er {role}. Der er intet ændret.")
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    return audit.save(user, by=by)
