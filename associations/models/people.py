"""People of an association: who they are, their employments and their seats on the board (R4–R6, R19)."""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.permissions import AnyUser
from associations import access
from associations.enums import BoardRole, EndReason, FundingSource
from associations.models.association import Association, EndsWithItsAssociation
from core.constraints import never_overlapping, not_blank, one_of, period_in_order
from core.ordering import sort_key_field

Row = TypeVar("Row", bound=models.Model)


class PersonQuerySet(models.QuerySet["Person"]):
    """People, limited by who asks."""

    def visible_to(self, user: AnyUser) -> "PersonQuerySet":
        """People employed in or on the board of an association that the user may see, past and present."""
        ids = access.visible_association_ids(user)
        if ids is None:
            return self
        return self.filter(Q(employments__association__in=ids) | Q(board_seats__association__in=ids)).distinct()


class Person(models.Model):
    """A human being known to the register: a resource person, a board member, or both, in one association or more.

    `user` is the sign-in; it gives access only through a current employment or board seat.
    """

    name = models.CharField("navn", max_length=120)
    email = models.EmailField(
        "e-mail", null=True, blank=True, unique=True,
        error_messages={"unique": "En anden person i registret har den e-mailadresse."},
    )  # fmt: skip
    phone = models.CharField("telefon", max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name="bruger"
    )
    sort_key = sort_key_field("name")

    objects = PersonQuerySet.as_manager()
    # The importer traces a new sign-in by itself, after the accounts are there.
    audit_exclude: ClassVar[frozenset[str]] = frozenset({"sort_key", "user"})

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ("sort_key", "pk")
        constraints = (
            not_blank(name="associations_person_name_not_blank", field="name", message="Skriv personens navn."),
            models.CheckConstraint(
                name="associations_person_email_lower_case",
                condition=Q(email=None) | Q(email=Lower("email")),
                violation_error_message="Skriv e-mailadressen med små bogstaver.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keeps the address in lower case, as sign-in knows it; an empty one is none."""
        self.email = (self.email or "").strip().lower() or None

    def association_ids(self) -> set[int]:
        """The associations it belongs to, for permissions and the audit trail."""
        # `all()`, so that a prefetch is used where many are traced at once
        return {row.association_id for rows in (self.employments.all(), self.board_seats.all()) for row in rows}


class AssociationOwnedQuerySet(models.QuerySet[Row]):
    """Rows with a foreign key `association`, limited by who asks."""

    def visible_to(self, user: AnyUser) -> Self:
        """The rows of associations that the user may see (R19)."""
        return access.limited_to_visible(self, user, path="association")


class Employment(EndsWithItsAssociation):
    """One period of one person's employment as resource person in one association, both days inclusive (R4)."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="employments", verbose_name="forening")
    person = models.ForeignKey(Person, models.PROTECT, related_name="employments", verbose_name="ressourceperson")
    start = models.DateField("ansat fra")
    end = models.DateField("ansat til", null=True, blank=True)
    weekly_hours = models.DecimalField(
        "ugentlige timer",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    funded_hours = models.DecimalField(
        "timer betalt af tilskuddet",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Timer om ugen. Tomt: ikke oplyst.",
    )
    is_primary_contact = models.BooleanField("primær kontakt", default=True)
    end_reason = models.CharField("årsag til ophør", max_length=20, choices=EndReason, blank=True)

    objects = AssociationOwnedQuerySet["Employment"].as_manager()

    class Meta:
        verbose_name = "ansættelse"
        verbose_name_plural = "ansættelser"
        ordering = ("association", "-start", "pk")
        constraints = (
            period_in_order(name="associations_employment_period_in_order"),
            never_overlapping(
                name="associations_employment_one_primary_contact",
                owner="association",
                condition=Q(is_primary_contact=True),
                message="Foreningen har allerede en primær kontakt i perioden. Der kan kun være én ad gangen.",
            ),
            models.CheckConstraint(
                name="associations_employment_weekly_hours_sensible",
                condition=Q(weekly_hours__gte=1, weekly_hours__lte=60),
                violation_error_message="Ugentlige timer skal være mellem 1 og 60.",
            ),
            models.CheckConstraint(
                name="associations_employment_funded_hours_within",
                condition=Q(funded_hours=None) | Q(funded_hours__gte=0, funded_hours__lte=F("weekly_hours")),
                violation_error_message="Tilskuddet kan ikke betale flere timer, end personen er ansat.",
            ),
            never_overlapping(
                name="associations_employment_person_once",
                owner="association",
                together="person",
                message="Personen er allerede ansat i foreningen i perioden.",
            ),
            models.CheckConstraint(
                name="associations_employment_reason_needs_end",
                condition=Q(end_reason="") | Q(end__isnull=False),
                violation_error_message="Skriv slutdatoen, når der er en årsag til ophør.",
            ),
            one_of(name="associations_employment_end_reason_known", field="end_reason", values=["", *EndReason.values]),
        )

    def __str__(self) -> str:
        return f"{self.person} i {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)


class EmploymentFunding(models.Model):
    """Weekly hours of an employment that somebody else than the grant pays (R5).

    With the employment's `funded_hours` they never exceed its weekly hours: a trigger holds that at commit.
    """

    employment = models.ForeignKey(Employment, models.CASCADE, related_name="other_funding", verbose_name="ansættelse")
    source = models.CharField("finansiering", max_length=10, choices=FundingSource)
    weekly_hours = models.DecimalField("timer om ugen", max_digits=4, decimal_places=1)
    note = models.CharField("bemærkning", max_length=200, blank=True)

    class Meta:
        verbose_name = "anden finansiering"
        verbose_name_plural = "anden finansiering"
        ordering = ("employment", "source")
        constraints = (
            models.UniqueConstraint(fields=["employment", "source"], name="associations_employmentfunding_source_once"),
            one_of(
                name="associations_employmentfunding_source_known", field="source", values=list(FundingSource.values)
            ),
            models.CheckConstraint(
                name="associations_employmentfunding_hours_sensible",
                condition=Q(weekly_hours__gt=0, weekly_hours__lte=60),
                violation_error_message="Timer fra anden finansiering skal være over 0 og højst 60.",
            ),
        )


class BoardMember(EndsWithItsAssociation):
    """One person's seat on one association's board for a period, both days inclusive."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="board_members", verbose_name="forening")
    person = models.ForeignKey(Person, models.PROTECT, related_name="board_seats", verbose_name="person")
    role = models.CharField("post", max_length=10, choices=BoardRole)
    start = models.DateField("i bestyrelsen fra")
    end = models.DateField("i bestyrelsen til", null=True, blank=True)

    objects = AssociationOwnedQuerySet["BoardMember"].as_manager()

    class Meta:
        verbose_name = "bestyrelsesmedlem"
        verbose_name_plural = "bestyrelsesmedlemmer"
        ordering = ("association", "role", "-start", "pk")
        constraints = (
            period_in_order(name="associations_boardmember_period_in_order"),
            one_of(name="associations_boardmember_role_known", field="role", values=BoardRole.values),
            never_overlapping(
                name="associations_boardmember_one_chair",
                owner="association",
                condition=Q(role=BoardRole.CHAIR.value),
                message="Foreningen har allerede en formand i perioden. Der kan kun være én ad gangen.",
            ),
            *(
                never_overlapping(
                    name=f"associations_boardmember_{role.value}_once",
                    owner="association",
                    together="person",
                    condition=Q(role=role.value),
                    message="Personen har allerede den post i perioden.",
                )
                for role in (BoardRole.TREASURER, BoardRole.MEMBER)  # there is one chair at a time anyway
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()} i {self.association}"

    def association_ids(self) -> tuple[int, ...]:
        """The associations it belongs to, for permissions and the audit trail."""
        return (self.association_id,)
