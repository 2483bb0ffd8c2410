"""Every address × everybody × own and other association, against a table written by hand from R19.

A new address fails the first test until it has its rows. Adding one is one line: name, arguments from the world,
and what each visitor gets. For an address about an association there is a row for the own and one for another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from actionplans.models import Thread
from associations.models import Association, BoardMember, SatelliteSection
from documents.models import Document
from handovers.models import Handover
from imports.models import ImportJob, Phase
from journal.models import JournalEntry
from partnerships.models import (
    ContactTransfer,
    FundingLine,
    Grant,
    Instalment,
    Participation,
    Partnership,
    ReservedPost,
)
from reminders.domain.unsubscribing import token_for
from reminders.models import Reminder
from reporting.models import ReportJob, ReportRun, StatusReport
from tests.factories import (
    ActionPlanFactory,
    BoardMemberFactory,
    CollaborationFactory,
    ContactPersonFactory,
    ContactTransferFactory,
    ContactUnitFactory,
    DocumentFactory,
    EmploymentFactory,
    EnquiryFactory,
    EnquiryFileFactory,
    EntryFactory,
    HandoverFactory,
    HandoverStandardItemFactory,
    InitiativeParticipationFactory,
    InstalmentFactory,
    JournalEntryFactory,
    MemberCountFactory,
    PartnerFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    ReminderDigestFactory,
    ReminderFactory,
    ReportJobFactory,
    ReservedPostFactory,
    SatelliteSectionFactory,
    StatusReportFactory,
    UserFactory,
    fill_area,
    in_force,
    initiative,
)

pytestmark = pytest.mark.django_db

VISITORS = ("stranger", "consultant", "manager", "administrator", "chair", "resource", "former", "nobody")
"""A stranger is not signed in; chair and resource person belong to the own association; the former one did until
yesterday; nobody has an account without role or association."""


@dataclass(frozen=True)
class PlanKeys:
    """A plan with an approved revision and a draft of the next, a thread about it and a goal."""

    plan: int
    draft: int
    approved: int
    thread: int
    line: int

    def args(self, more: dict[str, Any]) -> dict[str, Any]:
        """The arguments beside `pk`: `thread` and `line` by their own keys."""
        own = {"thread": self.thread, "line": self.line}
        return {name: own.get(name, value) for name, value in more.items()}


@dataclass(frozen=True)
class World:
    """The people and records that the addresses are about."""

    visitors: dict[str, User | None]
    own: Association
    other: Association
    own_section: SatelliteSection
    other_section: SatelliteSection
    own_seat: BoardMember
    other_seat: BoardMember
    import_of_consultant: ImportJob
    run: ReportRun
    failed_job: ReportJob
    own_report: StatusReport
    other_report: StatusReport
    programme_report: StatusReport
    own_document: Document
    internal_document: Document
    other_document: Document
    own_entry: JournalEntry
    transfer: ContactTransfer
    other_entry: JournalEntry
    own_plan: PlanKeys
    other_plan: PlanKeys


@dataclass(frozen=True)
class Row:
    """`expected` gives a word per visitor in the order of `VISITORS`: a status, or `in` for the way to the sign-in."""

    method: str
    name: str
    what: str
    args: Callable[[World], dict[str, Any]]
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.what}".strip()


def get(name: str, expected: str, args: Callable[[World], dict[str, Any]] = lambda _: {}, what: str = "") -> Row:
    return Row("GET", name, what, args, tuple(expected.split()))


def post(name: str, expected: str, args: Callable[[World], dict[str, Any]] = lambda _: {}, what: str = "") -> Row:
    return Row("POST", name, what, args, tuple(expected.split()))


def clubs(make: Callable[..., Row], name: str, *, own: str, other: str, **more: Any) -> list[Row]:
    """The two rows of an address about an association."""
    kind = "".join(f" {value}" for value in more.values())
    return [
        make(name, own, lambda world: {"pk": world.own.pk, **more}, f"own{kind}"),
        make(name, other, lambda world: {"pk": world.other.pk, **more}, f"other{kind}"),
    ]


def documents(make: Callable[..., Row], name: str, *, own: str, internal: str, other: str) -> list[Row]:
    """The rows of an address about a document: one that both may read, an internal one, one of another association."""
    return [
        make(name, expected, lambda world, what=what: {"pk": getattr(world, f"{what}_document").association_id,
                                                       "document": getattr(world, f"{what}_document").pk}, what)
        for what, expected in (("own", own), ("internal", internal), ("other", other))
    ]  # fmt: skip


def entries(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The rows of an address about a journal entry: the consultant's own, and a colleague's on another association."""
    return [
        make(name, own, lambda world: {"pk": world.own.pk, "entry": world.own_entry.pk}, "own"),
        make(name, other, lambda world: {"pk": world.other.pk, "entry": world.other_entry.pk}, "other"),
    ]


def handovers(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The two rows of an address about an association's handover."""
    return [
        make(name, own, lambda world: handover_of(world.own), "own"),
        make(name, other, lambda world: handover_of(world.other), "other"),
    ]


def handover_of(association: Association) -> dict[str, Any]:
    return {"pk": association.pk, "number": Handover.objects.get(employment__association=association).pk}


def items(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The two rows of an address about an item of an association's handover."""
    return [
        make(name, own, lambda world: item_of(world.own), "own"),
        make(name, other, lambda world: item_of(world.other), "other"),
    ]


def item_of(association: Association) -> dict[str, Any]:
    handover = handover_of(association)
    return handover | {"item": Handover.objects.get(pk=handover["number"]).items.get().pk}


def files(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The two rows of an address about a file of an item; one that is gone already is no fault."""
    return [
        make(name, own, lambda world: item_of(world.own) | {"file": 1}, "own"),
        make(name, other, lambda world: item_of(world.other) | {"file": 1}, "other"),
    ]


def standard(_: World) -> dict[str, Any]:
    return {"pk": HandoverStandardItemFactory().pk}


def whose(world: World, what: str) -> tuple[Association, Any]:
    """The own or the other association, and the first of its employments."""
    association = getattr(world, what)
    return association, association.employments.earliest("pk")


def posts(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The rows of an address about an employment."""

    def args(world: World, what: str) -> dict[str, Any]:
        association, employment = whose(world, what)
        return {"pk": association.pk, "employment": employment.pk}

    return [make(name, words, partial(args, what=what), what) for what, words in (("own", own), ("other", other))]


def persons(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The rows of an address about somebody who is employed."""

    def args(world: World, what: str) -> dict[str, Any]:
        association, employment = whose(world, what)
        return {"pk": association.pk, "person": employment.person_id}

    return [make(name, words, partial(args, what=what), what) for what, words in (("own", own), ("other", other))]


def seats(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The rows of an address about a seat on a board."""
    return [
        make(name, own, lambda world: {"pk": world.own.pk, "seat": world.own_seat.pk}, "own"),
        make(name, other, lambda world: {"pk": world.other.pk, "seat": world.other_seat.pk}, "other"),
    ]


def agreements(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The rows of an address about a partnership, or about something that belongs to one: see `AGREEMENT_RECORDS`."""
    model, path = AGREEMENT_RECORDS[name.partition(":")[2].partition("-")[0]]

    def row_of(club: Association) -> dict[str, Any]:
        return {"pk": model.objects.get(**{path: club}).pk}

    return [
        make(name, own, lambda world: row_of(world.own), "own"),
        make(name, other, lambda world: row_of(world.other), "other"),
    ]


AGREEMENT_RECORDS: dict[str, tuple[Any, str]] = {
    "partnership": (Partnership, "participations__association"),
    "participation": (Participation, "association"),
    "grant": (Grant, "partnership__participations__association"),
    "account": (Grant, "partnership__participations__association"),
    "instalments": (Grant, "partnership__participations__association"),
    "instalment": (Instalment, "grant__partnership__participations__association"),
}


def plans(
    make: Callable[..., Row], address: str, /, *, own: str, other: str, about: str = "draft", **more: Any
) -> list[Row]:
    """The two rows of an address about a plan; `about` tells which of `PlanKeys` its pk is."""
    kind = "".join(f" {value}" for value in more.values())

    def args(keys: PlanKeys) -> dict[str, Any]:
        return {"pk": getattr(keys, about), **keys.args(more)}

    return [
        make(address, own, lambda world: args(world.own_plan), f"own{kind}"),
        make(address, other, lambda world: args(world.other_plan), f"other{kind}"),
    ]


def enquiries(make: Callable[..., Row], name: str, *, own: str, other: str, with_file: bool = False) -> list[Row]:
    """The two rows of an address about an enquiry that waits for its owner, or about a file in its thread."""

    def args(association: Association) -> dict[str, Any]:
        enquiry = EnquiryFactory(association=association)
        found = {"pk": association.pk, "enquiry": enquiry.pk}
        return found | {"file": EnquiryFileFactory(entry=EntryFactory(enquiry=enquiry)).pk} if with_file else found

    return [
        make(name, own, lambda world: args(world.own), "own"),
        make(name, other, lambda world: args(world.other), "other"),
    ]


def import_job(world: World) -> dict[str, Any]:
    return {"pk": world.import_of_consultant.pk}


def run(world: World) -> dict[str, Any]:
    return {"pk": world.run.pk}


def consultant_on(world: World) -> dict[str, Any]:
    return {"pk": world.transfer.to_consultant_id}


def transfer(world: World) -> dict[str, Any]:
    return {"pk": world.transfer.pk}


def failed_job(world: World) -> dict[str, Any]:
    return {"pk": world.failed_job.pk}


def own_person(world: World) -> dict[str, Any]:
    return {"pk": world.own.pk, "person_pk": world.own.board_members.get().person_id}


def other_person(world: World) -> dict[str, Any]:
    return {"pk": world.other.pk, "person_pk": world.other.employments.earliest("pk").person_id}


def person(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The two rows of an address about somebody of an association."""
    return [
        make(name, own, lambda world: {"pk": own_person(world)["person_pk"]}, "own"),
        make(name, other, lambda world: {"pk": other_person(world)["person_pk"]}, "other"),
    ]


def failed_reminder(world: World) -> Reminder:
    return ReminderFactory(association=world.own, user=world.visitors["manager"], failed=True)


def forged(_: World) -> dict[str, Any]:
    return {"token": "forged"}


def people_kind(_: World) -> dict[str, Any]:
    return {"key": "people"}


def account(world: World) -> dict[str, Any]:
    return {"pk": world.visitors["manager"].pk}


def of_year(_: World) -> dict[str, Any]:
    return {"year": 2022}


def line(_: World) -> dict[str, Any]:
    return {"pk": FundingLine.objects.get().pk}


def line_year(_: World) -> dict[str, Any]:
    return {"pk": FundingLine.objects.get().pk, "year": 2022}


def reserved(_: World) -> dict[str, Any]:
    return {"pk": ReservedPost.objects.get().pk}


def club_rows(make: Callable[..., Row], name: str, *, own: str, other: str) -> list[Row]:
    """The two rows of an address about a collaboration or a participation of an association."""
    what = name.partition(":")[2].partition("-")[0]
    factory = CollaborationFactory if what == "collaboration" else InitiativeParticipationFactory

    def args(club: Association) -> dict[str, Any]:
        return {"pk": club.pk, what: factory(association=club).pk}

    return [
        make(name, own, lambda world: args(world.own), "own"),
        make(name, other, lambda world: args(world.other), "other"),
    ]


def listed(name: str, expected: str) -> list[Row]:
    """The rows of a list and its two downloads."""
    kinds = ("xlsx", "csv")
    return [
        get(name, expected),
        *(get(f"{name}-export", expected, lambda _, kind=kind: {"extension": kind}, kind) for kind in kinds),
    ]


def partner(_: World) -> dict[str, Any]:
    return {"pk": PartnerFactory().pk}


def unit(_: World) -> dict[str, Any]:
    return {"pk": ContactUnitFactory().pk}


def administration(_: World) -> dict[str, Any]:
    return {"pk": initiative().administration_id}


def any_initiative(_: World) -> dict[str, Any]:
    return {"pk": initiative().pk}


def reset_link(_: World) -> dict[str, Any]:
    return {"uidb36": "1", "key": "used-or-broken"}


# fmt: off
TABLE = [
    #                                          strang. consul. manager admin. chair  resour. former nobody
    # --- Open to everybody -----------------------------------------------------------------------------
    get("core:health",                         "200    200     200     200    200    200     200    200"),
    get("core:health-ready",                   "503    503     503     503    503    503     503    503"),  # no worker
    get("core:accessibility-statement",        "200    200     200     200    200    200     200    200"),
    get("core:privacy",                        "200    200     200     200    200    200     200    200"),
    get("core:gallery",                        "200    200     200     200    200    200     200    200"),  # a demo
    # --- Sign-in: whoever is signed in is led on ---------------------------------------------------------
    get("account_login",                       "200    302     302     302    302    302     302    302"),
    post("account_login",                      "200    302     302     302    302    302     302    302"),
    get("account_logout",                      "in     200     200     200    200    200     200    200"),
    post("account_logout",                     "in     in      in      in     in     in      in     in"),
    get("account_signup",                      "200    302     302     302    302    302     302    302"),
    post("account_signup",                     "200    302     302     302    302    302     302    302"),
    get("account_inactive",                    "200    200     200     200    200    200     200    200"),
    get("account_change_password",             "in     200     200     200    200    200     200    200"),
    post("account_change_password",            "in     200     200     200    200    200     200    200"),
    get("account_reset_password",              "200    200     200     200    200    200     200    200"),
    post("account_reset_password",             "200    200     200     200    200    200     200    200"),
    get("account_reset_password_done",         "200    200     200     200    200    200     200    200"),
    get("account_reset_password_from_key",     "200    200     200     200    200    200     200    200", reset_link),
    post("account_reset_password_from_key",    "200    200     200     200    200    200     200    200", reset_link),
    get("account_invitation",                  "200    200     200     200    200    200     200    200", forged),
    post("account_invitation",                 "200    200     200     200    200    200     200    200", forged),
    get("account_reset_password_from_key_done","200    200     200     200    200    200     200    200"),
    # --- Mine oplysninger: everybody's own; a wish for an address is confirmed by whoever made it -----------------
    get("associations:own-details",            "in     200     200     200    200    200     200    200"),
    post("associations:own-details",           "in     200     200     200    200    200     200    200"),  # no name
    get("associations:email-change",           "in     200     200     200    200    200     200    200"),
    post("associations:email-change",          "in     200     200     200    200    200     200    200"),  # no address
    post("associations:email-change-cancel",   "in     302     302     302    302    302     302    302"),
    get("associations:email-change-confirm",   "in     200     200     200    200    200     200    200", forged),
    post("associations:email-change-confirm",  "in     200     200     200    200    200     200    200", forged),
    # --- Invitations to an association's people --------------------------------------------------------------
    *clubs(post, "associations:people-invite",
           own=                                "in     302     403     404    302    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    post("associations:person-invite",         "in     302     403     404    302    403     404    404",
         own_person, "own"),
    post("associations:person-invite",         "in     302     403     404    404    404     404    404",
         other_person, "other"),
    post("associations:person-resend",         "in     302     403     404    302    403     404    404",
         own_person, "own"),
    post("associations:person-resend",         "in     302     403     404    404    404     404    404",
         other_person, "other"),
    post("associations:person-revoke",         "in     302     403     404    302    403     404    404",
         own_person, "own"),
    post("associations:person-revoke",         "in     302     403     404    404    404     404    404",
         other_person, "other"),
    get("overview:invitation-list",            "in     200     403     403    403    403     403    403"),
    post("overview:invitation-list",           "in     302     403     403    403    403     403    403"),
    get("overview:invitation-list-export",     "in     200     403     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:invitation-list-export",     "in     200     403     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    # --- Staff accounts ------------------------------------------------------------------------------------
    get("overview:staff-create",               "in     403     403     200    403    403     403    403"),
    post("overview:staff-create",              "in     403     403     200    403    403     403    403"),  # no name
    get("overview:staff-edit",                 "in     403     403     200    403    403     403    403", account),
    post("overview:staff-edit",                "in     403     403     200    403    403     403    403", account),
    post("overview:staff-invite",              "in     403     403     302    403    403     403    403", account),
    post("overview:staff-resend",              "in     403     403     302    403    403     403    403", account),
    post("overview:staff-revoke",              "in     403     403     302    403    403     403    403", account),
    post("overview:staff-close",               "in     403     403     302    403    403     403    403", account),
    post("overview:staff-open",                "in     403     403     302    403    403     403    403", account),
    # --- Persondata: everybody's own; others' by consultants, the staff's by administrators ------------------------
    get("privacy:own-data",                    "in     200     200     200    200    200     200    200"),
    get("privacy:own-data-download",           "in     200     200     200    200    200     200    200"),
    get("privacy:person-search",               "in     200     403     403    403    403     403    403"),
    *person(get, "privacy:person-data",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *person(get, "privacy:person-data-download",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *person(post, "privacy:person-data-download",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *person(get, "privacy:person-erase",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *person(post, "privacy:person-erase",  # no reason
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    get("privacy:staff-data",                  "in     403     403     200    403    403     403    403", account),
    post("privacy:staff-data-download",        "in     403     403     200    403    403     403    403", account),
    get("privacy:staff-erase",                 "in     403     403     200    403    403     403    403", account),
    post("privacy:staff-erase",                "in     403     403     200    403    403     403    403", account),
    get("privacy:read-list",                   "in     403     200     200    403    403     403    403"),
    get("privacy:read-list-export",            "in     403     200     200    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("privacy:read-list-export",            "in     403     200     200    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("privacy:retention-list",              "in     403     403     200    403    403     403    403"),
    post("privacy:retention-find",             "in     403     403     302    403    403     403    403"),
    get("privacy:retention-carry-out",         "in     403     403     200    403    403     403    403", people_kind),
    post("privacy:retention-carry-out",        "in     403     403     302    403    403     403    403", people_kind),
    # --- Overview ----------------------------------------------------------------------------------------
    get("overview:front-page",                 "in     200     200     200    200    200     200    200"),
    get("overview:association-list",           "in     200     200     403    403    403     403    403"),
    get("overview:association-export",         "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:association-export",         "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("overview:due-list",                   "in     200     200     403    403    403     403    403"),
    get("overview:due-export",                 "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:due-export",                 "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("overview:requirement-list",           "in     200     200     403    403    403     403    403"),
    get("overview:requirement-export",         "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:requirement-export",         "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("overview:address-list",               "in     200     200     403    403    403     403    403"),
    *clubs(get, "overview:association-detail",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-people",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-partnership",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-counts",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:membercount-edit", year=2022,
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "overview:membercount-edit", year=2022,
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(get, "overview:association-history",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-counts-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-history-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-counts-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-people-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-people-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-grants-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-grants-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "overview:association-history-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    # --- Dokumenter: an internal one is there for staff alone -------------------------------------------------
    *clubs(get, "documents:document-list",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "documents:document-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "documents:document-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "documents:document-add",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "documents:document-add",
           own=                                "in     200     403     404    200    200     404    404",  # no file
           other=                              "in     200     403     404    404    404     404    404"),
    *documents(get, "documents:document-download",
           own=                                "in     200     200     404    200    200     404    404",
           internal=                           "in     200     200     404    404    404     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *documents(get, "documents:document-edit",
           own=                                "in     200     403     404    403    403     404    404",  # KFF's
           internal=                           "in     200     403     404    404    404     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *documents(post, "documents:document-edit",
           own=                                "in     200     403     404    403    403     404    404",
           internal=                           "in     200     403     404    404    404     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *documents(get, "documents:document-remove",
           own=                                "in     405     405     405    405    405     405    405",
           internal=                           "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *documents(post, "documents:document-remove",
           own=                                "in     302     403     404    403    403     404    404",
           internal=                           "in     302     403     404    302    302     404    404",  # "gone"
           other=                              "in     302     403     404    404    404     404    404"),
    # --- Journal: never the association ------------------------------------------------------------------------
    *clubs(get, "journal:entry-list",
           own=                                "in     200     200     404    403    403     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "journal:entry-export", extension="xlsx",
           own=                                "in     200     200     404    403    403     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "journal:entry-export", extension="csv",
           own=                                "in     200     200     404    403    403     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "journal:entry-add",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "journal:entry-add",
           own=                                "in     200     403     404    403    403     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    *entries(get, "journal:entry-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     403     403     404    404    404     404    404"),  # not hers
    *entries(post, "journal:entry-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *entries(get, "journal:entry-follow-up",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *entries(post, "journal:entry-follow-up",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *entries(get, "journal:entry-remove",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *entries(post, "journal:entry-remove",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    # --- Kontaktpersoner ---------------------------------------------------------------------------------------
    get("partnerships:contact-transfers",      "in     200     200     403    403    403     403    403"),
    get("partnerships:contact-transfers-export","in    200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("partnerships:contact-transfers-export","in    200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("partnerships:contacttransfer-add",    "in     200     403     403    403    403     403    403",
        consultant_on),
    post("partnerships:contacttransfer-add",   "in     200     403     403    403    403     403    403",
        consultant_on),
    get("partnerships:contacttransfer-detail", "in     200     200     403    403    403     403    403", transfer),
    get("partnerships:contacttransfer-return", "in     200     403     403    403    403     403    403", transfer),
    post("partnerships:contacttransfer-return","in     200     403     403    403    403     403    403", transfer),
    *clubs(get, "partnerships:contactperson-assign",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "partnerships:contactperson-assign",
           own=                                "in     200     403     404    403    403     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    # --- Programmet, bevillinger, programår ---------------------------------------------------------------
    get("overview:programme",                  "in     302     302     302    403    403     403    403"),
    get("overview:programme-year",             "in     200     200     200    403    403     403    403", of_year),
    get("overview:grant-list",                 "in     200     200     200    403    403     403    403", of_year),
    get("overview:grant-export",               "in     200     200     200    403    403     403    403",
        lambda world: of_year(world) | {"extension": "xlsx"}, "xlsx"),
    get("overview:grant-export",               "in     200     200     200    403    403     403    403",
        lambda world: of_year(world) | {"extension": "csv"}, "csv"),
    get("partnerships:fundingline-list",       "in     200     200     200    403    403     403    403"),
    get("partnerships:fundingline-export",     "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("partnerships:fundingline-export",     "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("partnerships:fundingline-create",     "in     403     403     200    403    403     403    403"),
    post("partnerships:fundingline-create",    "in     403     403     200    403    403     403    403"),  # no name
    get("partnerships:fundingline-detail",     "in     200     200     200    403    403     403    403", line),
    get("partnerships:fundingline-edit",       "in     403     403     200    403    403     403    403", line),
    post("partnerships:fundingline-edit",      "in     403     403     200    403    403     403    403", line),
    post("partnerships:fundingline-delete",    "in     403     403     302    403    403     403    403", line),
    get("partnerships:fundingline-delete",     "in     405     405     405    405    405     405    405", line),
    get("partnerships:fundingline-confirm",    "in     403     403     200    403    403     403    403", line),
    post("partnerships:fundingline-confirm",   "in     403     403     200    403    403     403    403", line),
    get("partnerships:fundingline-unconfirm",  "in     405     405     405    405    405     405    405", line),
    post("partnerships:fundingline-unconfirm", "in     403     403     302    403    403     403    403", line),
    get("partnerships:fundingamount-edit",     "in     403     403     200    403    403     403    403", line_year),
    post("partnerships:fundingamount-edit",    "in     403     403     200    403    403     403    403", line_year),
    get("partnerships:fundingamount-delete",   "in     405     405     405    405    405     405    405", line_year),
    post("partnerships:fundingamount-delete",  "in     403     403     302    403    403     403    403", line_year),
    get("partnerships:programmeyear-detail",   "in     200     200     200    403    403     403    403", of_year),
    get("partnerships:programmeyear-edit",     "in     403     403     200    403    403     403    403", of_year),
    post("partnerships:programmeyear-edit",    "in     403     403     200    403    403     403    403", of_year),
    get("partnerships:programmeyear-open",     "in     403     403     200    403    403     403    403",
        lambda _: {"year": 2023}),
    post("partnerships:programmeyear-open",    "in     403     403     200    403    403     403    403",
        lambda _: {"year": 2023}),
    get("partnerships:reservedpost-create",    "in     403     403     200    403    403     403    403", of_year),
    post("partnerships:reservedpost-create",   "in     403     403     200    403    403     403    403", of_year),
    get("partnerships:reservedpost-edit",      "in     403     403     200    403    403     403    403", reserved),
    post("partnerships:reservedpost-edit",     "in     403     403     200    403    403     403    403", reserved),
    get("partnerships:reservedpost-release",   "in     405     405     405    405    405     405    405", reserved),
    post("partnerships:reservedpost-release",  "in     403     403     302    403    403     403    403", reserved),
    get("partnerships:grant-move",             "in     200     403     200    403    403     404    404",
        lambda world: {"pk": world.own.participations.get().partnership.grants.get().pk}, "own"),
    post("partnerships:grant-move",            "in     200     403     200    403    403     404    404",
        lambda world: {"pk": world.own.participations.get().partnership.grants.get().pk}, "own"),
    get("partnerships:grant-move",             "in     200     403     200    404    404     404    404",
        lambda world: {"pk": world.other.participations.get().partnership.grants.get().pk}, "other"),
    post("partnerships:grant-move",            "in     200     403     200    404    404     404    404",
        lambda world: {"pk": world.other.participations.get().partnership.grants.get().pk}, "other"),
    get("overview:administration",             "in     200     200     200    403    403     403    403"),
    get("overview:programme-years-export",     "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:programme-years-export",     "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("overview:staff-export",               "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:staff-export",               "in     200     200     200    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    # --- An association's own details ------------------------------------------------------------------------
    get("associations:association-create",     "in     200     403     403    403    403     403    403"),
    post("associations:association-create",    "in     200     403     403    403    403     403    403"),  # no name
    *clubs(get, "associations:association-edit",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:association-edit",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(get, "associations:association-close",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:association-close",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(get, "associations:association-reopen",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *clubs(post, "associations:association-reopen",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *clubs(get, "associations:section-list",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "associations:section-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "associations:section-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "associations:section-create",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:section-create",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    get("associations:section-edit",           "in     200     403     404    200    200     404    404",
        lambda world: {"pk": world.own.pk, "section_pk": world.own_section.pk}, "own"),
    get("associations:section-edit",           "in     200     403     404    404    404     404    404",
        lambda world: {"pk": world.other.pk, "section_pk": world.other_section.pk}, "other"),
    post("associations:section-edit",          "in     200     403     404    200    200     404    404",
        lambda world: {"pk": world.own.pk, "section_pk": world.own_section.pk}, "own"),
    post("associations:section-edit",          "in     200     403     404    404    404     404    404",
        lambda world: {"pk": world.other.pk, "section_pk": world.other_section.pk}, "other"),
    get("associations:section-delete",         "in     405     405     405    405    405     405    405",
        lambda world: {"pk": world.own.pk, "section_pk": world.own_section.pk}, "own"),
    get("associations:section-delete",         "in     405     405     405    405    405     405    405",
        lambda world: {"pk": world.other.pk, "section_pk": world.other_section.pk}, "other"),
    post("associations:section-delete",        "in     302     403     404    302    302     404    404",
        lambda world: {"pk": world.own.pk, "section_pk": world.own_section.pk}, "own"),
    post("associations:section-delete",        "in     302     403     404    404    404     404    404",
        lambda world: {"pk": world.other.pk, "section_pk": world.other_section.pk}, "other"),
    # --- Børneattester ---------------------------------------------------------------------------------------
    *clubs(get, "partnerships:declaration-list",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "partnerships:declaration-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "partnerships:declaration-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "partnerships:declaration-create", year=2022,
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "partnerships:declaration-create", year=2022,
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(get, "partnerships:declaration-undo", year=2022,
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *clubs(post, "partnerships:declaration-undo", year=2022,
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    # --- Personer: employments, board, persons ---------------------------------------------------------------
    *clubs(get, "associations:employment-start",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:employment-start",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(get, "associations:employment-detail",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *posts(get, "associations:employment-edit",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(post, "associations:employment-edit",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(get, "associations:employment-hours",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(post, "associations:employment-hours",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(get, "associations:employment-end",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(post, "associations:employment-end",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *posts(get, "associations:employment-end-undo",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *posts(post, "associations:employment-end-undo",
           own=                                "in     302     403     404    302    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *posts(get, "associations:employment-delete",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *posts(post, "associations:employment-delete",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *clubs(get, "associations:primary-contact",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:primary-contact",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(get, "associations:boardmember-add",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "associations:boardmember-add",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *seats(get, "associations:boardmember-edit",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *seats(post, "associations:boardmember-edit",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *seats(get, "associations:boardmember-end",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *seats(post, "associations:boardmember-end",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *seats(get, "associations:boardmember-delete",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *seats(post, "associations:boardmember-delete",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *persons(get, "associations:person-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *persons(post, "associations:person-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    # --- Partnerskaber: changed by consultants alone; the association reads its own grants --------------------------
    get("partnerships:partnership-list",       "in     200     200     403    403    403     403    403"),
    get("partnerships:partnership-list-export","in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("partnerships:partnership-list-export","in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("partnerships:account-list",           "in     200     200     403    403    403     403    403"),
    get("partnerships:account-list-export",    "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("partnerships:account-list-export",    "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("partnerships:partnership-create",     "in     200     403     403    403    403     403    403"),
    post("partnerships:partnership-create",    "in     200     403     403    403    403     403    403"),
    *agreements(get, "partnerships:grant-detail",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *agreements(get, "partnerships:partnership-extend",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:partnership-extend",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:partnership-end",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:partnership-end",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:partnership-correct",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:partnership-correct",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:participation-end",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:participation-end",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:grant-amount",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:grant-amount",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:account-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:account-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalments-add",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:instalments-add",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalment-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:instalment-edit",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalment-pay",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:instalment-pay",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalment-reverse",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:instalment-reverse",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:partnership-share",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(post, "partnerships:partnership-share",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalments-propose",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *agreements(post, "partnerships:instalments-propose",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *agreements(get, "partnerships:instalment-remove",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *agreements(post, "partnerships:instalment-remove",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    # --- Ansættelser -----------------------------------------------------------------------------------------
    get("overview:employment-list",            "in     200     200     403    403    403     403    403"),
    get("overview:turnover",                   "in     200     200     403    403    403     403    403"),
    get("overview:employment-export",      "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:employment-export",      "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("overview:turnover-export",        "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("overview:turnover-export",        "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    # --- Indlæsning: an import is seen by whoever made it ---------------------------------------------------
    get("imports:import-list",                 "in     200     403     200    403    403     403    403"),
    post("imports:import-list",                "in     200     403     200    403    403     403    403"),  # no file
    get("imports:import-template",             "in     200     403     200    403    403     403    403"),
    get("imports:import-detail",               "in     200     403     404    403    403     403    403", import_job),
    get("imports:import-confirm",              "in     405     405     405    405    405     405    405", import_job),
    post("imports:import-confirm",             "in     302     403     404    403    403     403    403", import_job),
    # --- Overlevering: board and resource person work on it, the board decides, managers read -------------------
    get("handovers:handover-list",             "in     200     200     403    403    403     403    403"),
    get("handovers:handover-list-export",      "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("handovers:handover-list-export",      "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    *clubs(get, "handovers:association-handovers",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "handovers:association-handovers-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "handovers:association-handovers-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *handovers(get, "handovers:handover-detail",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *handovers(get, "handovers:handover-owner",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *handovers(post, "handovers:handover-owner",
           own=                                "in     200     403     404    200    403     404    404",  # no owner
           other=                              "in     200     403     404    404    404     404    404"),
    *handovers(get, "handovers:handover-close",
           own=                                "in     200     403     404    200    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *handovers(post, "handovers:handover-close",
           own=                                "in     200     403     404    200    403     404    404",  # no text
           other=                              "in     200     403     404    404    404     404    404"),
    *handovers(get, "handovers:handover-reopen",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *handovers(post, "handovers:handover-reopen",
           own=                                "in     302     403     404    302    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *handovers(get, "handovers:handover-cancel",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *handovers(post, "handovers:handover-cancel",
           own=                                "in     302     403     404    302    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *handovers(get, "handovers:item-add",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *handovers(post, "handovers:item-add",
           own=                                "in     200     403     404    200    200     404    404",  # no title
           other=                              "in     200     403     404    404    404     404    404"),
    *items(get, "handovers:item-edit",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *items(post, "handovers:item-edit",
           own=                                "in     200     403     404    200    200     404    404",  # not whole
           other=                              "in     200     403     404    404    404     404    404"),
    *[row for name in ("tick", "move", "remove") for row in items(get, f"handovers:item-{name}",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405")],
    *[row for name in ("tick", "move", "remove") for row in items(post, f"handovers:item-{name}",
           own=                                "in     302     403     404    302    302     404    404",
           other=                              "in     302     403     404    404    404     404    404")],
    *items(get, "handovers:item-attach",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *items(post, "handovers:item-attach",
           own=                                "in     200     403     404    200    200     404    404",  # no file
           other=                              "in     200     403     404    404    404     404    404"),
    *files(get, "handovers:item-detach",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *files(post, "handovers:item-detach",
           own=                                "in     302     403     404    302    302     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    get("handovers:standard-list",             "in     200     403     403    403    403     403    403"),
    get("handovers:standard-list-export",      "in     200     403     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("handovers:standard-list-export",      "in     200     403     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("handovers:standard-add",              "in     200     403     403    403    403     403    403"),
    post("handovers:standard-add",             "in     200     403     403    403    403     403    403"),  # no title
    get("handovers:standard-edit",             "in     200     403     403    403    403     403    403", standard),
    post("handovers:standard-edit",            "in     200     403     403    403    403     403    403", standard),
    get("handovers:standard-move",             "in     405     405     405    405    405     405    405", standard),
    post("handovers:standard-move",            "in     302     403     403    403    403     403    403", standard),
    get("handovers:standard-use",              "in     405     405     405    405    405     405    405", standard),
    post("handovers:standard-use",             "in     302     403     403    403    403     403    403", standard),
    # --- Handleplaner ----------------------------------------------------------------------------------------
    *(get(f"actionplans:{name}",               "in     200     200     403    403    403     403    403")
      for name in ("plan-overview", "area-overview")),
    *(get(f"actionplans:{name}",               "in     200     200     403    403    403     403    403",
          lambda _, kind=kind: {"extension": kind}, kind)
      for name in ("plan-export", "goal-export") for kind in ("xlsx", "csv")),
    *clubs(get, "actionplans:association-plans",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "actionplans:plan-start",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *clubs(post, "actionplans:plan-start",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *plans(get, "actionplans:revision-start", about="plan",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *plans(post, "actionplans:revision-start", about="plan",
           own=                                "in     403     403     404    302    302     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *(row for name in ("revision-detail", "revision-review", "revision-compare", "thread-list", "goal-list")
      for row in plans(get, f"actionplans:{name}",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404")),
    *plans(get, "actionplans:revision-annex", about="approved",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *plans(get, "actionplans:revision-transition", name="submit",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *plans(post, "actionplans:revision-transition", name="submit",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404"),
    *plans(get, "actionplans:revision-transition", name="approve",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *plans(post, "actionplans:revision-transition", name="approve",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *(row for make in (get, post)
      for row in plans(make, "actionplans:revision-texts-edit",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404")),
    *(row for make in (get, post)
      for row in plans(make, "actionplans:area-edit", key="volunteers",
           own=                                "in     403     403     404    200    200     404    404",
           other=                              "in     403     403     404    404    404     404    404")),
    *plans(post, "actionplans:thread-list",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *(row for name in ("thread-answer", "thread-settle", "thread-reopen")
      for row in plans(get, f"actionplans:{name}", thread=0,
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405")),
    *plans(post, "actionplans:thread-answer", thread=0,
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *(row for name in ("thread-settle", "thread-reopen")
      for row in plans(post, f"actionplans:{name}", thread=0,
           own=                                "in     302     403     404    302    302     404    404",
           other=                              "in     302     403     404    404    404     404    404")),
    *plans(get, "actionplans:goal-progress", about="approved", line=0,
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *plans(post, "actionplans:goal-progress", about="approved", line=0,
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    # --- Henvendelser --------------------------------------------------------------------------------------
    get("enquiries:enquiry-overview",           "in     200     200     403    403    403     403    403"),
    get("enquiries:enquiry-export",            "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("enquiries:enquiry-export",            "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("enquiries:response-times-export",     "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("enquiries:response-times-export",     "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("enquiries:response-times",            "in     200     200     403    403    403     403    403"),
    *clubs(get, "enquiries:association-enquiries",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "enquiries:association-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "enquiries:association-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "enquiries:enquiry-ask",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *clubs(post, "enquiries:enquiry-ask",
           own=                                "in     200     403     404    200    200     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:enquiry-detail",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *enquiries(post, "enquiries:enquiry-detail",
           own=                                "in     200     403     404    200    200     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:enquiry-close",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(post, "enquiries:enquiry-close",
           own=                                "in     200     403     404    302    302     404    404",  # ours: empty
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:file-download", with_file=True,
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *enquiries(get, "enquiries:enquiry-take",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405"),
    *enquiries(post, "enquiries:enquiry-take",
           own=                                "in     302     403     404    403    403     404    404",
           other=                              "in     302     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:enquiry-pass-on",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(post, "enquiries:enquiry-pass-on",
           own=                                "in     200     403     404    403    403     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:enquiry-refer",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(post, "enquiries:enquiry-refer",
           own=                                "in     200     403     404    403    403     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(get, "enquiries:note-add",
           own=                                "in     200     403     404    403    403     404    404",
           other=                              "in     200     403     404    404    404     404    404"),
    *enquiries(post, "enquiries:note-add",
           own=                                "in     200     403     404    403    403     404    404",  # empty
           other=                              "in     200     403     404    404    404     404    404"),
    # --- Påmindelser og årshjul ----------------------------------------------------------------------------
    *(get(f"reminders:{name}",                 "in     200     200     200    403    403     403    403")
      for name in ("reminder-list", "upcoming-list")),
    *(get(f"reminders:{name}",                 "in     200     200     200    403    403     403    403",
          lambda _, kind=kind: {"extension": kind}, kind)
      for name in ("reminder-export", "upcoming-export") for kind in ("xlsx", "csv")),
    *(get(f"reminders:{name}",                 "in     405     405     405    405    405     405    405",
          lambda _: {"pk": 1}) for name in ("reminder-retry", "digest-retry")),
    post("reminders:reminder-retry",           "in     302     302     302    403    403     403    403",
         lambda world: {"pk": failed_reminder(world).pk}),
    post("reminders:digest-retry",             "in     302     302     302    403    403     403    403",
         lambda world: {"pk": ReminderDigestFactory(user=world.visitors["manager"], failed=True).pk}),
    get("reminders:own-reminders",             "in     200     200     200    200    200     200    200"),
    post("reminders:own-reminders",            "in     200     200     200    200    200     200    200"),
    *(make("reminders:unsubscribe",            "200    200     200     200    200    200     200    200",
           lambda world: {"token": token_for(world.visitors["manager"])}) for make in (get, post)),
    get("reminders:unsubscribe",               "404    404     404     404    404    404     404    404", forged,
        "forged"),
    get("reminders:programme-wheel",           "in     200     200     403    403    403     403    403"),
    *(get("reminders:programme-wheel-export",  "in     200     200     403    403    403     403    403",
          lambda _, kind=kind: {"extension": kind}, kind) for kind in ("xlsx", "csv")),
    *clubs(get, "reminders:association-wheel",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *(row for kind in ("xlsx", "csv")
      for row in clubs(get, "reminders:association-wheel-export", extension=kind,
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404")),
    # --- Rapporter -----------------------------------------------------------------------------------------
    get("reporting:run-list",                  "in     200     200     403    403    403     403    403"),
    get("reporting:run-start",                 "in     405     405     405    405    405     405    405"),
    post("reporting:run-start",                "in     200     200     403    403    403     403    403"),  # no year
    get("reporting:run-detail",                "in     200     200     403    403    403     403    403", run),
    get("reporting:run-list-export",           "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "xlsx"}, "xlsx"),
    get("reporting:run-list-export",           "in     200     200     403    403    403     403    403",
        lambda _: {"extension": "csv"}, "csv"),
    get("reporting:run-export",                "in     200     200     403    403    403     403    403",
        lambda world: run(world) | {"extension": "xlsx"}, "xlsx"),
    get("reporting:run-export",                "in     200     200     403    403    403     403    403",
        lambda world: run(world) | {"extension": "csv"}, "csv"),
    get("reporting:run-zip",                   "in     200     200     403    403    403     403    403", run),
    get("reporting:job-retry",                 "in     405     405     405    405    405     405    405", failed_job),
    post("reporting:job-retry",                "in     302     302     403    403    403     403    403", failed_job),
    *clubs(get, "reporting:dossier-preview",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "reporting:dossier-download",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "reporting:association-reports",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "reporting:report-preview", year=2022,
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    get("reporting:programme-preview",         "in     200     200     403    403    403     403    403",
        lambda _: {"year": 2022}),
    get("reporting:report-download",           "in     200     200     404    200    200     404    404",
        lambda world: {"pk": world.own_report.pk}, "own"),
    get("reporting:report-download",           "in     200     200     404    404    404     404    404",
        lambda world: {"pk": world.other_report.pk}, "other"),
    get("reporting:report-download",           "in     200     200     404    404    404     404    404",
        lambda world: {"pk": world.programme_report.pk}, "programme"),
    # --- Collaborations: the association's own people and the consultants write them ---------------
    *clubs(get, "collaborations:association-collaborations",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "collaborations:association-export", extension="xlsx",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *clubs(get, "collaborations:association-export", extension="csv",
           own=                                "in     200     200     404    200    200     404    404",
           other=                              "in     200     200     404    404    404     404    404"),
    *[row for name in ("collaboration", "participation") for make in (get, post)
      for row in clubs(make, f"collaborations:{name}-add",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404")],
    *[row for name in ("collaboration", "participation") for make in (get, post)
      for row in club_rows(make, f"collaborations:{name}-edit",
           own=                                "in     200     403     404    200    200     404    404",
           other=                              "in     200     403     404    404    404     404    404")],
    *[row for name in ("collaboration", "participation")
      for row in club_rows(get, f"collaborations:{name}-remove",
           own=                                "in     405     405     405    405    405     405    405",
           other=                              "in     405     405     405    405    405     405    405")],
    *[row for name in ("collaboration", "participation")
      for row in club_rows(post, f"collaborations:{name}-remove",
           own=                                "in     302     403     404    302    302     404    404",
           other=                              "in     302     403     404    404    404     404    404")],
    *[row for name in ("collaboration-list", "partner-list", "part-list")
      for row in listed(f"collaborations:{name}", "in     200     200     403    403    403     403    403")],
    get("collaborations:partner-detail",       "in     200     200     403    403    403     403    403", partner),
    get("collaborations:partner-edit",         "in     200     403     403    403    403     403    403", partner),
    post("collaborations:partner-edit",        "in     200     403     403    403    403     403    403", partner),
    get("collaborations:partner-merge",        "in     200     403     403    403    403     403    403", partner),
    post("collaborations:partner-merge",       "in     200     403     403    403    403     403    403", partner),
    # --- The feeder chain and the directory: everybody who belongs somewhere reads, consultants write ------
    get("collaborations:chain",                "in     200     200     200    200    200     403    403"),
    *listed("collaborations:directory",        "in     200     200     200    200    200     403    403"),
    *[make(f"collaborations:{name}-add",       "in     200     403     403    403    403     403    403")
      for name in ("unit", "administration", "initiative") for make in (get, post)],
    *[make(f"collaborations:{name}-edit",      "in     200     403     403    403    403     403    403", args)
      for name, args in (("unit", unit), ("administration", administration), ("initiative", any_initiative))
      for make in (get, post)],
    get("collaborations:unit-check",           "in     405     405     405    405    405     405    405", unit),
    post("collaborations:unit-check",          "in     302     403     403    403    403     403    403", unit),
    get("collaborations:unit-remove",          "in     405     405     405    405    405     405    405", unit),
    post("collaborations:unit-remove",         "in     302     403     403    403    403     403    403", unit),
]
# fmt: on
# These answer without a sign-in. Anything else that does is a hole.
OPEN = {
    "core:health",
    "core:health-ready",
    "core:accessibility-statement",
    "core:privacy",
    "core:gallery",
    "account_login",
    "account_logout",  # only leads to the sign-in page
    "account_signup",  # only says that it is closed
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_invitation",  # the link is the key
    "reminders:unsubscribe",  # the same: one click from a mail (RFC 8058)
    "account_reset_password_from_key_done",
}


@pytest.fixture
def world(request, demo_today, own_association) -> World:
    """Both associations have what the pages show, so that a page that is refused is refused for its visitor alone."""
    other = EmploymentFactory().association
    ProgrammeYearFactory(year=2022)
    ReservedPostFactory(amount=1)
    for club in (own_association, other):
        InstalmentFactory(grant__partnership=PartnershipFactory(association=club, extended=True))
        ContactPersonFactory(association=club)
        MemberCountFactory(association=club, under_25=100)
        HandoverFactory(employment__association=club, employment__is_primary_contact=False, items=1)
    fixtures = ("consultant", "manager", "administrator", "chair_user", "resource_person_user")
    former = {"association": own_association, "helper": True, "end": demo_today - timedelta(days=1)}
    people = [
        None,
        *(request.getfixturevalue(name) for name in fixtures),
        EmploymentFactory(**former, person__signs_in=True).person.user,
        UserFactory(),
    ]
    visitors = dict(zip(VISITORS, people, strict=True))
    failed_job = ReportJobFactory(association=other, failed=True)
    return World(
        visitors=visitors,
        own=own_association,
        other=other,
        own_section=SatelliteSectionFactory(association=own_association),
        other_section=SatelliteSectionFactory(association=other),
        own_seat=own_association.board_members.get(),
        other_seat=BoardMemberFactory(association=other),
        run=failed_job.run,
        failed_job=failed_job,
        own_report=StatusReportFactory(association=own_association),
        other_report=StatusReportFactory(association=other),
        programme_report=StatusReportFactory(association=None),
        own_document=DocumentFactory(association=own_association),
        internal_document=DocumentFactory(association=own_association, internal=True),
        other_document=DocumentFactory(association=other),
        own_entry=JournalEntryFactory(association=own_association, author=visitors["consultant"], waiting=True),
        transfer=ContactTransferFactory(),
        other_entry=JournalEntryFactory(association=other, waiting=True),
        own_plan=plan_of(own_association),
        other_plan=plan_of(other),
        import_of_consultant=ImportJob.objects.create(by=visitors["consultant"], phase=Phase.PREVIEWED, state="done"),
    )


def plan_of(club: Association) -> PlanKeys:
    """The plan of the club's partnership. Its texts are short: one area with a goal in each revision."""
    plan = ActionPlanFactory(partnership=club.participations.get().partnership)
    approved = PlanRevisionFactory(plan=plan)
    line = fill_area(approved.areas.all()[0]).line
    in_force(approved)
    draft = PlanRevisionFactory(plan=plan)
    thread = Thread.objects.create(plan=plan, revision=draft)
    return PlanKeys(plan.pk, draft.pk, approved.pk, thread.pk, line.pk)


def url_patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every pattern of the site with its full name; a pattern without a name stands under its path."""
    found: list[tuple[str, URLPattern]] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found += url_patterns(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            found.append((f"{namespace}{pattern.name or pattern.pattern}", pattern))
    return found


def answer_to(client: Client, row: Row, world: World) -> str:
    """The word of the answer; what the request changed is taken back."""
    with transaction.atomic():
        response = client.generic(row.method, reverse(row.name, kwargs=row.args(world)))
        if response.streaming:
            assert b"".join(response)  # and the file is closed
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/konto/log-ind/"):
        return "in"
    return str(response.status_code)


def test_every_address_is_in_the_table():
    assert {name for name, _ in url_patterns(get_resolver())} == {row.name for row in TABLE}


def test_every_row_is_complete_and_stands_once():
    assert [str(row) for row in TABLE if len(row.expected) != len(VISITORS)] == []
    assert len({str(row) for row in TABLE}) == len(TABLE)


def test_address_of_an_association_is_tried_with_both():
    by_name: dict[str, set[str]] = {}
    for row in TABLE:
        by_name.setdefault(row.name, set()).add(row.what.partition(" ")[0])
    about_one = {name: what for name, what in by_name.items() if what & {"own", "other"}}
    assert {name for name, what in about_one.items() if not {"own", "other"} <= what} == set()


def test_only_these_pages_are_open():
    patterns = url_patterns(get_resolver())
    assert {name for name, pattern in patterns if not getattr(pattern.callback, "login_required", True)} == OPEN


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_url_walk(row, world, client_for):
    answers = {visitor: answer_to(client_for(user), row, world) for visitor, user in world.visitors.items()}
    assert answers == dict(zip(VISITORS, row.expected, strict=True))


ONLY_SHOWN = [row for row in TABLE if row.name not in {other.name for other in TABLE if other.method == "POST"}]


@pytest.mark.parametrize("row", ONLY_SHOWN, ids=str)
def test_page_that_only_shows_refuses_post(row, world, client_for):
    sent = Row("POST", row.name, row.what, row.args, row.expected)
    answers = {
        visitor: answer_to(client_for(world.visitors[visitor]), sent, world) for visitor in ("consultant", "chair")
    }
    assert set(answers.values()) <= {"403", "404", "405"}, answers
