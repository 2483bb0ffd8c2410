"""Every step × every state × everybody who might try it, against a table written by hand (R18, R19).

The columns are people, each with one part in it; "seated" is a consultant who sits on the club's board today.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from enquiries.enums import EnquiryState
from enquiries.models import Enquiry
from tests.factories import (
    BoardMemberFactory,
    EmploymentFactory,
    EnquiryFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]

VISITORS = (
    "owner", "consultant", "seated", "manager", "administrator", "chair", "resource", "other chair", "former",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What each visitor gets in one of the states: the state it leads to, `same` when nothing happens, or a refusal."""

    step: str
    states: str
    answers: str


TABLE = (
    #                              owner       consultant  seated      man. adm.  chair       resource    oth.. former
    Row("take", "new",            "with_owner  with_owner  403         403  404   403         403         404   404"),
    Row("take", "with_owner answered closed",
                                  "same        same        403         403  404   403         403         404   404"),
    Row("write", "new",           "answered    answered    new         403  404   new         new         404   404"),
    Row("write", "with_owner answered closed",
                                  "answered    answered    with_owner  403  404   with_owner  with_owner  404   404"),
    Row("pass_on", "new with_owner",
                                  "with_owner  with_owner  403         403  404   403         403         404   404"),
    Row("pass_on", "answered",    "answered    answered    403         403  404   403         403         404   404"),
    Row("pass_on", "closed",      "same        same        403         403  404   403         403         404   404"),
    Row("refer", "new with_owner answered closed",
                                  "same        same        403         403  404   403         403         404   404"),
    Row("note", "new with_owner answered closed",
                                  "same        same        403         403  404   403         403         404   404"),
    Row("close", "new",           "same        same        closed      403  404   closed      closed      404   404"),
    Row("close", "with_owner answered",
                                  "closed      closed      closed      403  404   closed      closed      404   404"),
    Row("close", "closed",        "same        same        same        403  404   same        same        404   404"),
)  # fmt: skip
URLS = {
    "take": "enquiry-take", "write": "enquiry-detail", "pass_on": "enquiry-pass-on", "refer": "enquiry-refer",
    "note": "note-add", "close": "enquiry-close",
}  # fmt: skip
STATES = {"new": {"unowned": True}, "with_owner": {}, "answered": {"answered": True}, "closed": {"closed": True}}


def test_every_step_stands_in_the_table_with_every_state():
    pairs = [(row.step, state) for row in TABLE for state in row.states.split()]
    assert sorted(pairs) == sorted(product(URLS, EnquiryState.values))


@pytest.fixture
def people(own_association, other_association, manager, administrator, chair_user, resource_person_user):
    seated = UserFactory(consultant=True)
    BoardMemberFactory(association=own_association, role="member", person__user=seated)
    former = EmploymentFactory(association=own_association, ended=True, person__signs_in=True, is_primary_contact=False)
    return {
        "owner": UserFactory(consultant=True),
        "consultant": UserFactory(consultant=True),
        "seated": seated,
        "manager": manager,
        "administrator": administrator,
        "chair": chair_user,
        "resource": resource_person_user,
        "other chair": BoardMemberFactory(association=other_association, person__signs_in=True).person.user,
        "former": former.person.user,
        "colleague": UserFactory(consultant=True),
    }


def answer(client, step: str, enquiry: Enquiry, colleague) -> str:
    data = {"text": "Hermed", "to": colleague.pk if step == "pass_on" else "TMF", "referred_on": "30-03-2023"}
    url = reverse(f"enquiries:{URLS[step]}", args=[enquiry.association_id, enquiry.pk])
    status = client.post(url, data).status_code
    if status in {403, 404}:
        assert Enquiry.objects.get(pk=enquiry.pk).state == enquiry.state
        return str(status)
    return Enquiry.objects.get(pk=enquiry.pk).state


@pytest.mark.parametrize(("row", "state"), [(row, s) for row in TABLE for s in row.states.split()], ids=str)
def test_step(row, state, people, own_association, client_for):
    enquiry = EnquiryFactory(
        association=own_association, **({} if state == "new" else {"owner": people["owner"]}), **STATES[state]
    )
    got = {}
    for visitor in VISITORS:
        with transaction.atomic():
            got[visitor] = answer(client_for(people[visitor]), row.step, enquiry, people["colleague"])
            transaction.set_rollback(True)

    expected = [state if word == "same" else word for word in row.answers.split()]
    assert got == dict(zip(VISITORS, expected, strict=True))
