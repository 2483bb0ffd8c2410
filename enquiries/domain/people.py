"""Who answers for an association's enquiries, and who is told on its side. Pure reads."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.enums import Permission, Role, StaffRole
from accounts.models import User
from accounts.permissions import has_permission, roles_towards
from associations.models import Association, BoardMember, Employment
from core import clock
from enquiries.models import Enquiry
from partnerships.models import ContactPerson

ROLE_NAMES = {Role.BOARD: "Bestyrelsen", Role.RESOURCE_PERSON: "Ressourcepersonen"}


def _in_force(day: date) -> Q:
    return Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))


def _of_own(association_id: int) -> Q:
    """Users with a part in the association today."""
    found = Q(pk__in=())
    for model in (Employment, BoardMember):
        rows: QuerySet[Any] = model.objects.filter(_in_force(clock.today()), association=association_id)
        found |= Q(pk__in=rows.order_by().values("person__user"))
    return found


def own_people(association_id: int) -> QuerySet[User]:
    """The association's resource persons and board who can be told."""
    return User.objects.filter(_of_own(association_id), is_active=True)


def consultants_for(association_id: int) -> QuerySet[User]:
    """The consultants who may answer the association: not those who sit on its board or are employed there (R19)."""
    rows = User.objects.filter(staff_role=StaffRole.CONSULTANT, is_active=True)
    return rows.exclude(_of_own(association_id))


def contact_of(association: Association) -> User | None:
    """The contact person today, when that is a consultant who may answer."""
    contacts = ContactPerson.objects.filter(_in_force(clock.today()), association=association)
    return consultants_for(association.pk).filter(pk__in=contacts.order_by().values("consultant")).first()


def speaks_as(enquiry: Enquiry, user: User) -> str:
    """As what the user speaks in the thread."""
    roles = roles_towards(user, enquiry)
    name = next((name for role, name in ROLE_NAMES.items() if role in roles), "")
    return name or (StaffRole(user.staff_role).label if user.staff_role else settings.SITE_OWNER_SHORT)


def may_answer(enquiry: Enquiry, user: User | None) -> bool:
    """Whether the user answers for the administration here."""
    return user is not None and has_permission(user, Permission.ANSWER_ENQUIRIES, enquiry)
