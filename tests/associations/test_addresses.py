"""Mine oplysninger, and an address that changes: by the user with a link, by staff at once."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from celery import current_app
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from kombu.exceptions import OperationalError

from accounts.domain.invitations import LinkUnusableError
from accounts.models import EmailChange, Invitation, User
from associations import tasks
from associations.domain.address_mail import send_address_mails, waiting
from associations.domain.addresses import cancel_change, change_at_once, confirm_change, request_change
from associations.domain.people import change_email, edit_person
from tests.factories import (
    PASSWORD,
    BoardMemberFactory,
    EmailChangeFactory,
    EmploymentFactory,
    InvitationFactory,
    PersonFactory,
    UserFactory,
)
from tests.links import change_token, link_in
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
OWN, ASK = "/mine-oplysninger/", "/mine-oplysninger/e-mail/"


@pytest.fixture
def rikke(resource_person_user) -> User:
    return resource_person_user


def addresses(user: User) -> tuple[str, str]:
    """The account's and the person's address."""
    user = User.objects.select_related("person").get(pk=user.pk)
    return user.email, user.person.email


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


# --- By the user, with a link ---------------------------------------------------------------------------------------


def test_address_changes_when_the_link_is_confirmed_and_not_before(rikke):
    EmailAddress.objects.create(user=rikke, email="rikke@example.org", primary=True, verified=True)
    token = change_token(request_change(user=rikke, new_email=" Rikke.Ny@Example.ORG "))
    assert addresses(rikke) == ("rikke@example.org", "rikke@example.org")

    confirm_change(token=token, user=rikke)

    assert addresses(rikke) == ("rikke.ny@example.org", "rikke.ny@example.org")
    assert not EmailAddress.objects.exists()
    traced = AuditEvent.objects.filter(changes__contains=[{"field": "email", "to": "rikke.ny@example.org"}])
    assert sorted((event.model, event.actor_name) for event in traced) == [
        ("accounts.user", "Rikke Ressource"),
        ("associations.person", "Rikke Ressource"),
    ]
    with pytest.raises(LinkUnusableError):
        confirm_change(token=token, user=rikke)


def test_both_addresses_get_a_mail(rikke):
    change_token(request_change(user=rikke, new_email="ny@example.org"))
    old, new = mail.outbox
    assert (old.to, new.to) == (["rikke@example.org"], ["ny@example.org"])
    assert "Du har bedt om at logge ind med ny@example.org i stedet for rikke@example.org." in old.body
    assert "skriv straks til medspil@example.org" in old.body
    assert "/mine-oplysninger/e-mail/" not in old.body
    assert new.subject == "Bekræft din nye e-mailadresse i Medspil"
    assert "Linket virker én gang" in new.body


def test_member_of_the_staff_without_a_person_changes_address_too(consultant):
    confirm_change(token=change_token(request_change(user=consultant, new_email="m@example.org")), user=consultant)
    consultant.refresh_from_db()
    assert consultant.email == "m@example.org"


def test_link_of_another_user_is_refused(rikke, chair_user):
    token = change_token(request_change(user=rikke, new_email="ny@example.org"))
    with pytest.raises(LinkUnusableError):
        confirm_change(token=token, user=chair_user)
    assert addresses(rikke)[0] == "rikke@example.org"


@pytest.mark.parametrize("token", ["", "forged", "0" * 64])
def test_forged_link_is_refused(rikke, token):
    change_token(request_change(user=rikke, new_email="ny@example.org"))
    with pytest.raises(LinkUnusableError):
        confirm_change(token=token, user=rikke)


def test_link_expires(rikke, monkeypatch):
    token = change_token(request_change(user=rikke, new_email="ny@example.org"))
    ahead = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    with pytest.raises(LinkUnusableError):
        confirm_change(token=token, user=rikke)


def test_new_wish_and_second_thoughts_let_the_link_die(rikke):
    first = change_token(request_change(user=rikke, new_email="a@example.org"))
    second = change_token(request_change(user=rikke, new_email="b@example.org"))
    with pytest.raises(LinkUnusableError):
        confirm_change(token=first, user=rikke)
    assert cancel_change(rikke)
    with pytest.raises(LinkUnusableError):
        confirm_change(token=second, user=rikke)
    assert not cancel_change(rikke)


@pytest.mark.parametrize("taken_by", ["user", "person"])
def test_address_of_somebody_else_is_told_to_that_address_alone(client_for, rikke, taken_by):
    if taken_by == "user":
        UserFactory(email="optaget@example.org")
    else:
        PersonFactory(email="optaget@example.org")
    client = client_for(rikke)
    free = client.post(ASK, {"new_email": "fri@example.org", "password": PASSWORD}, follow=True)
    taken = client.post(ASK, {"new_email": "optaget@example.org", "password": PASSWORD}, follow=True)
    assert words(taken).replace("optaget@", "fri@") == words(free)

    change = EmailChange.objects.still_open().get()
    send_address_mails(change.pk)

    [message] = [message for message in mail.outbox if message.to == ["optaget@example.org"]]
    assert message.body.startswith("Hej\n\n")
    assert "Den er registreret i forvejen, og derfor er der ikke ændret noget." in message.body
    assert "Rikke" not in message.body
    assert "http" not in message.body
    change.refresh_from_db()
    assert change.token_hash is None


def test_address_that_somebody_gets_meanwhile_is_refused_at_the_end(rikke):
    token = change_token(request_change(user=rikke, new_email="ny@example.org"))
    UserFactory(email="ny@example.org")
    with pytest.raises(LinkUnusableError):
        confirm_change(token=token, user=rikke)


def test_present_address_is_no_new_one(rikke):
    with pytest.raises(ValidationError, match="Det er den adresse, du har i forvejen"):
        request_change(user=rikke, new_email="RIKKE@example.org")


def test_open_invitation_to_the_old_address_dies(rikke):
    User.objects.filter(pk=rikke.pk).update(password="!")
    InvitationFactory(user=rikke)
    confirm_change(token=change_token(request_change(user=rikke, new_email="ny@example.org")), user=rikke)
    assert Invitation.objects.get().revoked_at


# --- By staff, at once ----------------------------------------------------------------------------------------------


def test_old_address_is_told_when_a_consultant_corrects_it(rikke, consultant):
    change_email(rikke.person, "rigtig@example.org", by=consultant)
    assert addresses(rikke) == ("rigtig@example.org", "rigtig@example.org")
    send_address_mails(EmailChange.objects.get().pk)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["rikke@example.org"], "Din e-mailadresse i Medspil er ændret")
    assert "Mette Konsulent har ændret adressen" in message.body
    assert "til rigtig@example.org" in message.body


def test_invitation_to_the_wrong_address_dies_and_tells_no_stranger_the_right_one(consultant):
    employment = EmploymentFactory(person__signs_in=True, person__email="forkert@example.org")
    user = employment.person.user
    user.set_unusable_password()
    user.save()
    invitation = InvitationFactory(user=user)
    change_email(employment.person, "rigtig@example.org", by=consultant)
    invitation.refresh_from_db()
    assert invitation.revoked_at
    send_address_mails(EmailChange.objects.get().pk)
    [message] = mail.outbox
    assert message.subject == "Invitationen til Medspil gælder ikke længere"
    assert "rigtig@" not in message.body
    assert user.name not in message.body


def test_address_that_was_never_written_to_is_told_nothing(consultant):
    employment = EmploymentFactory(person__signs_in=True)
    employment.person.user.set_unusable_password()
    employment.person.user.save()
    change_email(employment.person, "rigtig@example.org", by=consultant)
    assert not EmailChange.objects.exists()


def test_administrator_is_told_of_a_taken_address(administrator, consultant):
    PersonFactory(email="optaget@example.org")
    with pytest.raises(ValidationError, match="kan ikke bruges"):
        change_at_once(user=consultant, new_email="optaget@example.org", by=administrator)
    assert change_at_once(user=consultant, new_email=consultant.email, by=administrator) == consultant
    assert mail.outbox == []


# --- Sending --------------------------------------------------------------------------------------------------------


def test_mails_go_once_and_beat_sends_what_is_left(rikke, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*_args, **_kwargs):
        raise OperationalError("away")

    sent: list[int] = []
    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        change = request_change(user=rikke, new_email="ny@example.org")
    monkeypatch.setattr(current_app, "send_task", lambda _task, *, kwargs, **_: sent.append(kwargs["change_id"]))
    tasks.send_again()
    assert sent == [change.pk]
    tasks.send_address_mails(change_id=change.pk)
    tasks.send_address_mails(change_id=change.pk)
    assert len(mail.outbox) == 2
    assert waiting() == []


def test_mail_server_away_leaves_both_unsent(rikke, settings):
    change = request_change(user=rikke, new_email="ny@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    send_address_mails(change.pk)
    change.refresh_from_db()
    assert (change.link_sent_at, change.notice_sent_at, change.token_hash) == (None, None, None)
    assert change.failed_at
    assert waiting() == [change.pk]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"new_email": "Stor@example.org"}, "new_email_lower_case"),
        ({"old_email": "ens@example.org", "new_email": "ens@example.org"}, "other_address"),
        ({"confirmed": True, "cancelled_at": timezone.now() + timedelta(days=1)}, "stamps_in_order"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "stamps_in_order"),
    ],
)
def test_database_refuses(values, constraint):
    with pytest.raises(IntegrityError, match=f"accounts_emailchange_{constraint}"), transaction.atomic():
        EmailChangeFactory(**values)


def test_database_refuses_a_second_open_wish(rikke):
    EmailChangeFactory(user=rikke)
    with pytest.raises(IntegrityError, match="accounts_emailchange_one_open"), transaction.atomic():
        EmailChangeFactory(user=rikke)


# --- The pages ------------------------------------------------------------------------------------------------------


def test_page_confirms_with_one_button_and_the_session_stays(client_for, rikke):
    client, elsewhere = client_for(rikke), client_for(rikke)
    answer = client.post(ASK, {"new_email": "ny@example.org", "password": PASSWORD}, follow=True)
    assert "Vi sender et link til ny@example.org." in words(answer)
    assert "Du er ved at skifte til ny@example.org" in words(answer)
    change = EmailChange.objects.get()
    change_token(change)
    link = link_in(mail.outbox[1])

    shown = client.get(link)
    assert "Fra nu af vil du logge ind med ny@example.org i stedet for rikke@example.org." in words(shown)
    assert addresses(rikke)[0] == "rikke@example.org"
    done = client.post(link, follow=True)

    assert "Fra nu af logger du ind med ny@example.org." in words(done)
    assert done.status_code == 200
    assert client.get(OWN).status_code == 200
    assert elsewhere.get(OWN).url.startswith("/konto/log-ind/")


def test_stranger_with_the_link_has_to_sign_in_first(rikke):
    token = change_token(request_change(user=rikke, new_email="ny@example.org"))
    link = reverse("associations:email-change-confirm", args=[token])
    for answer in (Client().get(link), Client().post(link)):
        assert answer.url.startswith("/konto/log-ind/")
    assert addresses(rikke)[0] == "rikke@example.org"


def test_dead_link_says_what_to_do(client_for, rikke, chair_user):
    token = change_token(request_change(user=rikke, new_email="ny@example.org"))
    page = words(client_for(chair_user).get(reverse("associations:email-change-confirm", args=[token])))
    assert "Det virker også kun for den, der har bedt om det. Du er logget ind som Finn Formand" in page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"new_email": "", "password": PASSWORD}, "Skriv den nye e-mailadresse."),
        ({"new_email": "ikke en adresse", "password": PASSWORD}, "Skriv en e-mailadresse som navn@eksempel.dk."),
        ({"new_email": "ny@example.org", "password": "forkert"}, "Det er ikke din adgangskode."),
        ({"new_email": "ny@example.org", "password": ""}, "Skriv din adgangskode."),
        ({"new_email": "Rikke@example.org", "password": PASSWORD}, "Det er den adresse, du har i forvejen."),
    ],
)
def test_what_is_wrong_is_said(client_for, rikke, data, reason):
    assert reason in words(client_for(rikke).post(ASK, data))
    assert not EmailChange.objects.exists()


def test_sixth_wish_in_an_hour_waits(client_for, rikke):
    client = client_for(rikke)
    for n in range(5):
        client.post(ASK, {"new_email": f"ny{n}@example.org", "password": PASSWORD})
    answer = client.post(ASK, {"new_email": "ny6@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert EmailChange.objects.count() == 5


def test_wish_is_dropped_by_a_button(client_for, rikke):
    request_change(user=rikke, new_email="ny@example.org")
    answer = client_for(rikke).post("/mine-oplysninger/e-mail/fortryd/", follow=True)
    assert "Du beholder din hidtidige e-mailadresse." in words(answer)
    assert "Du er ved at skifte" not in words(answer)


def test_name_and_phone_change_for_account_and_person(client_for, rikke):
    client = client_for(rikke)
    based_on = client.get(OWN).context["form"]["based_on"].value()
    data = {"name": "Rikke R. Ressource", "phone": "20 11 22 33", "based_on": based_on}
    assert "Dine oplysninger er gemt." in words(client.post(OWN, data, follow=True))
    rikke.refresh_from_db()
    assert (rikke.name, rikke.phone) == (rikke.person.name, rikke.person.phone) == ("Rikke R. Ressource", "20 11 22 33")
    assert AuditEvent.objects.filter(model="associations.person", actor_name="Rikke R. Ressource").exists()


def test_second_to_save_sees_what_the_first_has_changed(client_for, rikke, consultant):
    client = client_for(rikke)
    based_on = client.get(OWN).context["form"]["based_on"].value()
    rikke.person.name = "Rikke Rettet"
    edit_person(rikke.person, by=consultant)
    answer = client.post(OWN, {"name": "Rikke Selv", "phone": rikke.phone, "based_on": based_on})
    assert answer.status_code == 409
    assert "Mette Konsulent har ændret det samme" in words(answer)
    assert 'value="Rikke Selv"' in answer.content.decode()


def test_empty_name_is_refused_and_the_header_keeps_the_name(client_for, rikke):
    page = words(client_for(rikke).post(OWN, {"name": " ", "phone": "1"}))
    assert "Skriv dit navn." in page
    assert "Rikke Ressource" in page


def test_page_shows_what_gives_access(client_for, demo_today):
    person = PersonFactory(signs_in=True)
    EmploymentFactory(person=person, association__name="Judoklubben")
    BoardMemberFactory(person=person, association__name="Fodboldklubben", treasurer=True, start=date(2023, 4, 1))
    EmploymentFactory(person=person, association__name="Svømmeklubben", ended=True)
    page = words(client_for(person.user).get(OWN))
    assert "Judoklubben Ressourceperson, fra 1. januar 2018 Du har adgang" in page
    assert "Fodboldklubben Kasserer, fra 1. april 2023 Adgangen begynder senere" in page
    assert "Svømmeklubben Ressourceperson, 1. januar 2018 – 30. juni 2022 Adgangen er slut" in page


def test_page_for_staff_and_for_somebody_without_a_post(client_for, consultant):
    assert "Du er konsulent i KFF." in words(client_for(consultant).get(OWN))
    assert "Din bruger hører ikke til nogen forening endnu." in words(client_for(UserFactory()).get(OWN))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_posts(client_for, rows, django_assert_num_queries, demo_today):
    person = PersonFactory(signs_in=True)
    for _ in range(rows):
        EmploymentFactory(person=person)
        BoardMemberFactory(person=person)
    client = client_for(person.user)
    # Session, user; the account, its trace, employments, seats, the open wish, the choice of reminders.
    with django_assert_num_queries(8):
        client.get(OWN)
