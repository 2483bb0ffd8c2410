"""One association with everybody around it, and a clock that moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from accounts.models import User
from associations.models import Association
from reminders.domain import engine
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ChildProtectionDeclarationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    UserFactory,
)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hekla:
    """The association and its four on the ladder; nothing is due in it."""

    club: Association
    resource: User
    chair: User
    consultant: User
    manager: User

    def initial(self, user_id: int) -> str:
        """R, C, K or M."""
        return {self.resource.pk: "R", self.chair.pk: "C", self.consultant.pk: "K", self.manager.pk: "M"}[user_id]


@pytest.fixture
def at(settings) -> Callable[[date], date]:
    """`at(day)` moves the domain's today."""

    def move(day: date) -> date:
        settings.DEMO_MODE, settings.DEMO_TODAY = True, day
        return day

    return move


@pytest.fixture
def hekla(db) -> Hekla:
    """Everything is in order in 2022, and the partnership runs on."""
    club = AssociationFactory(name="Hekla")
    PartnershipFactory(association=club, running=True)
    for year in (2022, 2023):
        ProgrammeYearFactory(year=year)
    for year in (2021, 2022):
        MemberCountFactory(association=club, year=year, under_25=200)
    for year in (2021, 2022, 2023):
        ChildProtectionDeclarationFactory(association=club, year=year)
    post = EmploymentFactory(association=club, person__name="Rikke Ressource", person__signs_in=True)
    seat = BoardMemberFactory(association=club, person__name="Finn Formand", person__signs_in=True)
    contact = ContactPersonFactory(association=club)
    manager = UserFactory(manager=True)
    return Hekla(club, post.person.user, seat.person.user, contact.consultant, manager)


@pytest.fixture
def no_foresight(monkeypatch) -> None:
    """Leaves out what is to come, which costs thirty days' reads a run."""
    monkeypatch.setattr(engine, "_foresee", lambda *_: None)


@pytest.fixture
def mails_go(monkeypatch) -> list[tuple[str, dict[str, int]]]:
    """The tasks that were handed to the broker."""
    sent: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr(engine.mail_queue, "send_task", lambda name, **arguments: sent.append((name, arguments)))
    return sent


def days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
