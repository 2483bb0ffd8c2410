"""Staff accounts under Administration: made and invited, corrected, closed and opened again (R19)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.domain.invitation_mail import waiting
from accounts.models import EmailChange, Invitation, User
from overview.domain.staff_accounts import close_account
from tests.factories import ContactPersonFactory, EmploymentFactory, InvitationFactory, UserFactory
from tests.links import sent_token
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
NEW = {"name": "Ny  Konsulent", "email": "Ny@Example.org", "phone": "33 66 00 09", "staff_role": "consultant"}


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def client(client_for, administrator) -> Client:
    return client_for(administrator)


@pytest.fixture
def edit(client):
    """`edit(user, name="…")` sends the form as it was drawn, with these values changed."""

    def send(user: User, **values):
        url = reverse("overview:staff-edit", args=[user.pk])
        drawn = client.get(url).context["form"]
        data = {name: drawn[name].value() for name in ("name", "email", "phone", "staff_role", "based_on")}
        return client.post(url, data | values)

    return send


def press(client, name: str, user: User):
    return client.post(reverse(f"overview:staff-{name}", args=[user.pk]))


# --- Making and inviting --------------------------------------------------------------------------------------------


def test_new_member_of_the_staff_is_invited_and_signs_in(client):
    answer = client.post("/administration/medarbejdere/ny/", NEW)
    assert answer.url == "/administration/"
    assert said(answer) == "Ny Konsulent er oprettet, og invitationen er på vej."
    user = User.objects.get(email="ny@example.org")
    assert (user.name, user.phone, user.staff_role) == ("Ny Konsulent", "33 66 00 09", "consultant")
    token = sent_token(user.invitations.get())
    assert "Anne Administrator har inviteret dig til Medspil som konsulent." in mail.outbox[0].body
    visitor = Client()
    good = "en lang og god adgangskode"
    visitor.post(f"/konto/invitation/{token}/", {"password1": good, "password2": good})
    assert visitor.get("/foreninger/").status_code == 200
    created = AuditEvent.objects.get(model="accounts.user", object_id=user.pk, kind="created")
    assert created.actor_name == "Anne Administrator"


def test_form_says_what_is_missing_and_keeps_what_was_typed(client):
    answer = client.post("/administration/medarbejdere/ny/", {"name": "Ny Konsulent", "email": "x"})
    page = words(answer)
    assert "Vælg rolle." in page
    assert "Skriv en e-mailadresse som navn@eksempel.dk." in page
    assert 'value="Ny Konsulent"' in answer.content.decode()
    assert "Det er den samme person" not in page


def test_account_of_an_associations_person_gets_the_role_only_when_asked(client):
    person = EmploymentFactory(person__signs_in=True, person__name="Nina Nu", person__email="ny@example.org").person
    asked = client.post("/administration/medarbejdere/ny/", NEW)
    assert "Nina Nu har allerede en bruger med den adresse." in words(asked)
    assert 'type="checkbox" name="use_existing"' in asked.content.decode()
    assert User.objects.get(pk=person.user.pk).staff_role == ""

    done = client.post("/administration/medarbejdere/ny/", NEW | {"use_existing": "on"})

    assert said(done) == "Nina Nu har fået rollen og kan logge ind som hidtil."
    assert User.objects.get(pk=person.user.pk).staff_role == "consultant"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("traits", "reason"),
    [({"manager": True}, "er allerede medarbejder med den adresse"), ({"inactive": True}, "men brugeren er lukket")],
)
def test_address_of_a_colleague_or_a_closed_account_is_refused(client, traits, reason):
    UserFactory(email="ny@example.org", **traits)
    assert reason in words(client.post("/administration/medarbejdere/ny/", NEW | {"use_existing": "on"}))


def test_account_from_the_register_file_is_invited_sent_again_and_taken_back(client):
    user = UserFactory(manager=True, name="Lise Leder", password=None)
    page = words(client.get(reverse("overview:staff-edit", args=[user.pk])))
    assert "Lise Leder kan først logge ind efter en invitation." in page
    assert said(press(client, "invite", user)) == "Invitationen til Lise Leder er på vej."
    page = words(client.get(reverse("overview:staff-edit", args=[user.pk])))
    assert "Send invitationen igen" in page
    assert "sendes igen" in said(press(client, "resend", user))
    assert "er trukket tilbage" in said(press(client, "revoke", user))
    assert said(press(client, "resend", user)).endswith("Lise Leder har ingen åben invitation.")
    assert said(press(client, "invite", UserFactory(manager=True, name="Har Adgang"))).endswith("og kan logge ind.")


def test_person_without_a_staff_role_is_not_found(client):
    user = UserFactory()
    assert client.get(reverse("overview:staff-edit", args=[user.pk])).status_code == 404
    assert press(client, "close", user).status_code == 404


# --- Correcting -----------------------------------------------------------------------------------------------------


def test_values_are_corrected_and_traced(edit, manager):
    answer = edit(manager, name="Lars Ledersen", staff_role="consultant")
    assert said(answer) == "Lars Ledersen er gemt."
    manager.refresh_from_db()
    assert (manager.name, manager.staff_role) == ("Lars Ledersen", "consultant")
    event = AuditEvent.objects.get(model="accounts.user", object_id=manager.pk)
    assert {"field": "staff_role", "from": "Leder", "to": "Konsulent"} in event.changes


def test_second_to_save_sees_what_the_first_has_changed(client, edit, manager, administrator):
    url = reverse("overview:staff-edit", args=[manager.pk])
    before = client.get(url).context["form"]["based_on"].value()
    edit(manager, phone="11 22 33 44")
    stale = {"name": "Andet Navn", "email": manager.email, "phone": manager.phone, "staff_role": "manager"}
    answer = client.post(url, stale | {"based_on": before})
    assert answer.status_code == 409
    assert "har ændret det samme" in words(answer)


def test_new_address_is_told_to_the_old_one(edit, manager):
    edit(manager, email="Lars.Leder@Example.org")
    manager.refresh_from_db()
    assert manager.email == "lars.leder@example.org"
    change = EmailChange.objects.get()
    assert (change.old_email, change.confirmed_at is not None) == ("lars@example.org", True)


def test_waiting_invitation_follows_to_the_new_address(edit):
    user = UserFactory(manager=True, password=None)
    old = InvitationFactory(user=user)
    edit(user, email="rigtig@example.org")
    old.refresh_from_db()
    new = Invitation.objects.still_open().get()
    assert old.revoked_at
    assert (new.email, waiting()) == ("rigtig@example.org", [new.pk])


@pytest.mark.parametrize("taken_by", ["user", "person"])
def test_taken_address_is_refused(edit, manager, taken_by):
    if taken_by == "user":
        UserFactory(email="optaget@example.org")
    else:
        EmploymentFactory(person__email="optaget@example.org")
    answer = edit(manager, email="optaget@example.org")
    assert answer.status_code == 200
    assert re.search("En anden bruger har den e-mailadresse|Adressen kan ikke bruges", words(answer))
    manager.refresh_from_db()
    assert manager.email == "lars@example.org"


def test_administrator_who_changes_the_own_address_stays_signed_in(client, edit, administrator):
    edit(administrator, email="ny.admin@example.org")
    assert client.get("/administration/").status_code == 200


def test_person_on_a_board_follows_the_account(edit):
    person = EmploymentFactory(person__signs_in=True).person
    User.objects.filter(pk=person.user.pk).update(staff_role="manager")
    edit(person.user, name="Nyt Navn", email="nyt@example.org")
    person.refresh_from_db()
    assert (person.name, person.email) == ("Nyt Navn", "nyt@example.org")


# --- Closing and opening --------------------------------------------------------------------------------------------


def test_closed_account_is_signed_out_everywhere_and_can_be_opened_again(client, client_for, manager):
    theirs = client_for(manager)
    assert theirs.get("/foreninger/").status_code == 200
    assert said(press(client, "close", manager)) == "Brugeren Lars Leder er lukket og logget af overalt."
    assert theirs.get("/foreninger/").url.startswith("/konto/log-ind/")
    assert "Brugeren er lukket." in words(client.get(reverse("overview:staff-edit", args=[manager.pk])))
    assert said(press(client, "open", manager)) == "Brugeren Lars Leder er åbnet igen."
    assert client_for(manager).get("/foreninger/").status_code == 200
    events = AuditEvent.objects.filter(model="accounts.user", object_id=manager.pk).order_by("pk")
    assert [event.changes for event in events] == [
        [{"field": "is_active", "from": "ja", "to": "nej"}],
        [{"field": "is_active", "from": "nej", "to": "ja"}],
    ]


def test_closing_takes_an_open_invitation_back(client):
    invitation = InvitationFactory(user__manager=True)
    press(client, "close", invitation.user)
    invitation.refresh_from_db()
    assert invitation.revoked_at


def test_nobody_closes_themselves(client, administrator):
    UserFactory(administrator=True)
    page = words(client.get(reverse("overview:staff-edit", args=[administrator.pk])))
    assert "Du kan ikke lukke din egen bruger." in page
    assert said(press(client, "close", administrator)).startswith("Du kan ikke lukke din egen bruger.")
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("other", [{"inactive": True}, {"password": None}], ids=["closed", "only invited"])
def test_last_administrator_who_can_sign_in_stays(administrator, edit, other):
    colleague = UserFactory(administrator=True, **other)
    with pytest.raises(ValidationError, match="Anne Administrator er den eneste administrator, der kan logge ind"):
        close_account(administrator, by=colleague)
    assert "er den eneste administrator" in words(edit(administrator, staff_role="manager"))
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.staff_role) == (True, "administrator")


def test_consultant_with_associations_hands_them_over_first(client, edit, demo_today):
    consultant = UserFactory(consultant=True, name="Signe Konsulent")
    ContactPersonFactory(consultant=consultant)
    ContactPersonFactory(consultant=consultant, start=date(2023, 6, 1))
    ended = ContactPersonFactory(consultant__name="Er Færdig", end=date(2023, 3, 30)).consultant
    reason = (
        "Signe Konsulent er kontaktperson for 2 foreninger. Bed en konsulent om at flytte dem til en kollega først."
    )
    assert reason in words(client.get(reverse("overview:staff-edit", args=[consultant.pk])))
    assert said(press(client, "close", consultant)) == reason
    assert reason in words(edit(consultant, staff_role="manager"))
    consultant.refresh_from_db()
    assert (consultant.is_active, consultant.staff_role) == (True, "consultant")
    assert "er lukket" in said(press(client, "close", ended))


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(monkeypatch):
    monkeypatch.setattr("accounts.domain.mail_queue.send_task", lambda *_args, **_kwargs: True)
    first, second, start = UserFactory(administrator=True), UserFactory(administrator=True), Barrier(2)

    def close(pair: tuple[User, User]) -> str:
        start.wait(timeout=10)
        try:
            close_account(pair[0], by=pair[1])
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(close, [(first, second), (second, first)]))

    assert answers == ["closed", "refused"]
    assert User.objects.filter(is_active=True).count() == 1


# --- The list -------------------------------------------------------------------------------------------------------


def test_only_administrators_have_the_buttons(client, client_for, consultant):
    page = words(client.get("/administration/"))
    assert "Ny medarbejder" in page
    theirs = client_for(consultant).get("/administration/").content.decode()
    assert "Ny medarbejder" not in theirs
    assert "/administration/medarbejdere/" + str(consultant.pk) not in theirs


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_an_account_reads_the_same_whatever_the_rows(client, rows, django_assert_num_queries):
    consultant = UserFactory(consultant=True)
    for _ in range(rows):
        UserFactory(administrator=True)
        ContactPersonFactory(consultant=consultant)
        InvitationFactory(user=consultant, revoked=True)
    # Session, user; the account twice, its latest invitation, its trace, administrators, associations.
    with django_assert_num_queries(8):
        client.get(reverse("overview:staff-edit", args=[consultant.pk]))
