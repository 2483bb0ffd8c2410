"""People and associations that nearly every test needs, and clients that are signed in as them."""

from collections.abc import Callable
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from actionplans.models import FocusArea
from associations.models import AgeBand, Association
from collaborations.models import Administration
from handovers.models import HandoverStandardItem
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, UserFactory

DEMO_TODAY = date(2023, 3, 31)


@pytest.fixture(autouse=True)
def _what_migrations_put_there_stands(request: pytest.FixtureRequest) -> None:
    """A test that commits empties every table at its end, also of what the migrations put there: put it back.

    At the start of every test with a database, since workers that share the suite mix both kinds.
    """
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    if names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
    elif marker or "db" in names:
        request.getfixturevalue("db")
    else:
        return
    if not AgeBand.objects.exists():
        bands = import_module("associations.migrations.0002_member_count_totals").AGE_BANDS
        AgeBand.objects.bulk_create(AgeBand(lower=lower, upper=upper) for lower, upper in bands)
    if not HandoverStandardItem.objects.exists():
        import_module("handovers.migrations.0002_owner_and_standard_items").add_standard_items(apps, None)
    if not FocusArea.objects.exists():
        import_module("actionplans.migrations.0002_frozen_texts_and_areas").add_areas(apps, None)
    if not Administration.objects.exists():
        import_module("collaborations.migrations.0002_computed_and_first_rows").add_first_rows(apps, None)


@pytest.fixture
def demo_today(settings) -> date:
    """The domain's today is the demo's: 31 March 2023."""
    settings.DEMO_MODE, settings.DEMO_TODAY = True, DEMO_TODAY
    return DEMO_TODAY


@pytest.fixture
def consultant(db) -> User:
    return UserFactory(consultant=True, name="Mette Konsulent", email="mette@example.org")


@pytest.fixture
def manager(db) -> User:
    return UserFactory(manager=True, name="Lars Leder", email="lars@example.org")


@pytest.fixture
def administrator(db) -> User:
    return UserFactory(administrator=True, name="Anne Administrator", email="anne@example.org")


@pytest.fixture
def own_association(db) -> Association:
    """The association of `resource_person_user` and `chair_user`."""
    return AssociationFactory(name="Vores Forening")


@pytest.fixture
def other_association(db) -> Association:
    return AssociationFactory(name="En Anden Forening")


@pytest.fixture
def resource_person_user(own_association: Association) -> User:
    """Employed in `own_association`."""
    employment = EmploymentFactory(
        association=own_association,
        person__name="Rikke Ressource",
        person__email="rikke@example.org",
        person__signs_in=True,
    )
    return employment.person.user


@pytest.fixture
def chair_user(own_association: Association) -> User:
    """The chair of `own_association`."""
    seat = BoardMemberFactory(
        association=own_association,
        person__name="Finn Formand",
        person__email="finn@example.org",
        person__signs_in=True,
    )
    return seat.person.user


@pytest.fixture
def client_for() -> Callable[[User | None], Client]:
    """`client_for(user)` is a browser that is signed in as the user; None is a stranger."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
