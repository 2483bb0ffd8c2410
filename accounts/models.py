"""The user: signs in by e-mail; staff carry a staff role, everybody else none. And the mails that prove an address."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.enums import Role, StaffRole
from core.constraints import not_blank, one_of
from core.ordering import sort_key_field


class UserManager(BaseUserManager["User"]):
    """Creates and finds users by their e-mail in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password they need an invitation. The address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def able_to_sign_in(self) -> models.QuerySet["User"]:
        """Active users who have chosen a password."""
        return self.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def able_to_reset(self) -> models.QuerySet["User"]:
        """Active users who have chosen a password or been invited; for others "Glemt adgangskode" sends nothing."""
        invited = Q(pk__in=Invitation.objects.filter(revoked_at=None).values("user"))
        return self.filter(is_active=True).filter(invited | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))

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

    def get_session_auth_hash(self) -> str:
        """What a session must match: a new password or a new address ends every other session."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        """The same with each older secret key, so that a new key signs nobody out."""
        return (self._session_hash(secret=key) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        value = f"{self.password}{self.email}"
        return salted_hmac("accounts.models.User.session", value, secret=secret, algorithm="sha256").hexdigest()


def user_display(user: User) -> str:
    """The name that allauth's pages and mails show."""
    return user.name


def lower_case(*, name: str, field: str) -> models.CheckConstraint:
    """The address is kept in lower case."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{field: Lower(field)}),
        violation_error_message="Skriv e-mailadressen med små bogstaver.",
    )


def last_day(expires_at: datetime) -> date:
    """The last day on which a link works that ends at this moment, local time."""
    return timezone.localtime(expires_at - timedelta(microseconds=1)).date()


class OpenOrClosed(models.QuerySet[Any]):
    """Records that are open until one of two things has happened to them."""

    closed_by: ClassVar[tuple[str, str]]

    def still_open(self) -> "OpenOrClosed":
        """Those to which neither has happened."""
        return self.filter(**dict.fromkeys(self.closed_by))


class InvitationQuerySet(OpenOrClosed):
    """Invitations are closed by being accepted or revoked."""

    closed_by = ("accepted_at", "revoked_at")

    def to_send(self) -> "OpenOrClosed":
        """Open ones whose mail has not gone."""
        return self.still_open().filter(sent_at=None, user__is_active=True)


class Invitation(models.Model):
    """A way in for one user, sent by e-mail: the link leads to a page where they choose a password.

    Open until accepted or revoked; at most one open per user. Its token is made when the mail is sent and stands in the
    mail alone. `requested_at`: when somebody last asked for the mail; `sent_at` is empty until it has gone, and
    `failed_at` tells when the mail server last refused it. The stamps are real time, not demo time (ADR 4).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name="bruger"
    )
    email = models.EmailField("e-mail")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("oprettet", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="oprettet af"
    )
    requested_at = models.DateTimeField("sendt", default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="sendt af"
    )
    sent_at = models.DateTimeField("mail sendt", null=True, blank=True)
    failed_at = models.DateTimeField("kunne ikke sendes", null=True, blank=True)
    send_count = models.PositiveSmallIntegerField("antal gange sendt", default=0)
    expires_at = models.DateTimeField("udløber")
    accepted_at = models.DateTimeField("taget i brug", null=True, blank=True)
    revoked_at = models.DateTimeField("trukket tilbage", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="tilbage af"
    )

    objects = InvitationQuerySet.as_manager()
    # Who did it stands in the trace itself; what the worker writes is no act of anybody's.
    audit_exclude: ClassVar[frozenset[str]] = frozenset(
        {"token_hash", "created_at", "created_by", "requested_by", "revoked_by", "sent_at", "failed_at", "send_count"}
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitationer"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
                violation_error_message="Personen er allerede inviteret.",
            ),
            lower_case(name="accounts_invitation_email_lower_case", field="email"),
            models.CheckConstraint(
                name="accounts_invitation_stamps_in_order",
                condition=Q(requested_at__gte=F("created_at"), expires_at__gt=F("requested_at"))
                & (Q(sent_at=None) | Q(sent_at__gte=F("requested_at")))
                & (Q(accepted_at=None) | Q(accepted_at__gte=F("created_at")))
                & (Q(revoked_at=None) | Q(revoked_at__gte=F("created_at"))),
                violation_error_message="Tidspunkterne står ikke i rækkefølge.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_closed_once",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message="Invitationen er allerede taget i brug.",
            ),
            models.CheckConstraint(
                name="accounts_invitation_token_only_in_use",
                condition=Q(token_hash=None) | Q(sent_at__isnull=False, accepted_at=None, revoked_at=None),
                violation_error_message="Linket hører kun til en sendt og åben invitation.",
            ),
        )

    def __str__(self) -> str:
        return f"Invitation til {self.user}"

    def association_ids(self) -> Iterable[int]:
        """The associations of the person behind the user, for the audit trail."""
        return person_associations(self.user)

    @property
    def is_open(self) -> bool:
        """Neither accepted nor revoked; its time may have run out."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_expired(self) -> bool:
        """Its time has run out, whether it was used or not."""
        return self.expires_at <= timezone.now()

    @property
    def last_day(self) -> date:
        """The last day on which the link works."""
        return last_day(self.expires_at)


class EmailChangeQuerySet(OpenOrClosed):
    """Changes of address are closed by being confirmed or cancelled."""

    closed_by = ("confirmed_at", "cancelled_at")

    def to_send(self) -> "EmailChangeQuerySet":
        """Those with a mail that has not gone: the link to the new address, or the notice to the old one."""
        link = Q(confirmed_at=None, cancelled_at=None, link_sent_at=None)
        return self.filter(link | Q(notice_sent_at=None))


class EmailChange(models.Model):
    """A change of a user's address: wished by themselves and confirmed by a link, or made by staff at once.

    A link goes to the new address, a notice to the old one. At most one open per user. Stamps are real time.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_changes", verbose_name="bruger"
    )
    old_email = models.EmailField("hidtidig e-mail")
    new_email = models.EmailField("ny e-mail")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    requested_at = models.DateTimeField("ønsket", default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ønsket af"
    )
    expires_at = models.DateTimeField("udløber")
    link_sent_at = models.DateTimeField("link sendt", null=True, blank=True)
    notice_sent_at = models.DateTimeField("besked sendt", null=True, blank=True)
    failed_at = models.DateTimeField("kunne ikke sendes", null=True, blank=True)
    confirmed_at = models.DateTimeField("bekræftet", null=True, blank=True)
    cancelled_at = models.DateTimeField("fortrudt", null=True, blank=True)

    objects = EmailChangeQuerySet.as_manager()
    audit_exclude: ClassVar[frozenset[str]] = frozenset(
        {"token_hash", "requested_by", "link_sent_at", "notice_sent_at", "failed_at"}
    )

    class Meta:
        verbose_name = "ændring af e-mail"
        verbose_name_plural = "ændringer af e-mail"
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at=None, cancelled_at=None),
                name="accounts_emailchange_one_open",
                violation_error_message="Du har allerede bedt om at skifte e-mailadresse.",
            ),
            lower_case(name="accounts_emailchange_new_email_lower_case", field="new_email"),
            models.CheckConstraint(
                name="accounts_emailchange_other_address",
                condition=~Q(old_email=F("new_email")),
                violation_error_message="Det er den adresse, der står i forvejen.",
            ),
            models.CheckConstraint(
                name="accounts_emailchange_stamps_in_order",
                condition=Q(expires_at__gt=F("requested_at"))
                & (Q(link_sent_at=None) | Q(link_sent_at__gte=F("requested_at")))
                & (Q(notice_sent_at=None) | Q(notice_sent_at__gte=F("requested_at")))
                & (Q(confirmed_at=None) | Q(confirmed_at__gte=F("requested_at"), cancelled_at=None))
                & (Q(cancelled_at=None) | Q(cancelled_at__gte=F("requested_at"))),
                violation_error_message="Tidspunkterne står ikke i rækkefølge.",
            ),
        )

    def __str__(self) -> str:
        return f"Ændring af e-mail for {self.user}"

    def association_ids(self) -> Iterable[int]:
        """The associations of the person behind the user, for the audit trail."""
        return person_associations(self.user)

    @property
    def is_expired(self) -> bool:
        """The link's time has run out."""
        return self.expires_at <= timezone.now()

    @property
    def last_day(self) -> date:
        """The last day on which the link works."""
        return last_day(self.expires_at)


def person_associations(user: User) -> Iterable[int]:
    """The associations of the person (`associations.Person`, a room above) who signs in as the user."""
    person: Any = getattr(user, "person", None)
    ids: Iterable[int] = person.association_ids() if person else ()
    return ids
