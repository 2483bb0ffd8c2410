"""Inviting an association's people: who may be, who may do it, one account for everything a person is (R19)."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import Invitation, User
from accounts.permissions import roles_towards
from associations.domain.access_invitations import (
    access_of,
    access_of_people,
    invite_missing,
    invite_person,
    missing_people,
    resend_invitation,
    revoke_invitation,
)
from associations.models import Person
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    InvitationFactory,
    PersonFactory,
    UserFactory,
)
from tests.links import sent_token
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
DAY, TOMORROW, YESTERDAY = date(2023, 3, 31), date(2023, 4, 1), date(2023, 3, 30)


@pytest.fixture
def club():
    return AssociationFactory(name="Judoklubben")


def newcomer(club, **values) -> Person:
    """Employed in the club, without an account."""
    return EmploymentFactory(association=club, helper=True, **{"person__name": "Nina Ny", **values}).person


def invited(club, **values) -> Person:
    """Employed in the club with an open invitation."""
    person = newcomer(club, **values)
    person.user = InvitationFactory(user__email=person.email, user__name=person.name).user
    person.save()
    return person


def an_hour_passes() -> None:
    before = timezone.now() - timedelta(hours=1)
    Invitation.objects.update(created_at=before, requested_at=before)


# --- Who gets an account --------------------------------------------------------------------------------------------


def test_invited_person_gets_an_account_and_a_mail(club, consultant):
    person = newcomer(club, person__email="nina@example.org", person__phone="20 30 40 50")
    invitation = invite_person(person=person, association=club, by=consultant)
    person.refresh_from_db()
    assert person.user == invitation.user
    assert (person.user.email, person.user.name, person.user.phone) == ("nina@example.org", "Nina Ny", "20 30 40 50")
    assert not person.user.has_usable_password()
    sent_token(invitation)
    text = mail.outbox[0].body
    assert "Mette Konsulent har inviteret dig til Medspil som ressourceperson i Judoklubben." in text
    link = AuditEvent.objects.get(model="associations.person", object_id=person.pk)
    assert link.changes == [{"field": "user", "from": "", "to": "Nina Ny"}]
    assert link.association_ids == [club.pk]
    assert AuditEvent.objects.get(model="accounts.invitation").association_ids == [club.pk]


def test_mail_names_every_post(club, consultant):
    person = newcomer(club)
    BoardMemberFactory(association__name="Fodboldklubben", person=person, treasurer=True)
    sent_token(invite_person(person=person, association=club, by=consultant))
    assert "som ressourceperson i Judoklubben og kasserer i Fodboldklubben." in mail.outbox[0].body


def test_consultant_on_a_board_keeps_the_account_and_has_only_that_role_there(club, consultant):
    other = UserFactory(consultant=True, email="signe@example.org")
    person = BoardMemberFactory(association=club, person__email="signe@example.org").person
    assert invite_person(person=person, association=club, by=consultant) is None
    person.refresh_from_db()
    assert person.user == other
    assert [role.value for role in roles_towards(other, club)] == ["board"]
    assert [role.value for role in roles_towards(other, AssociationFactory())] == ["consultant"]
    assert not Invitation.objects.exists()


def test_board_cannot_draw_a_member_of_the_staff_into_the_club(club, chair_user):
    UserFactory(consultant=True, email="signe@example.org")
    person = newcomer(club, person__email="signe@example.org")
    with pytest.raises(ValidationError, match="ansat i forvaltningen"):
        invite_person(person=person, association=club, by=chair_user)
    person.refresh_from_db()
    assert person.user is None


def test_person_in_two_clubs_has_one_account_and_one_invitation(club, consultant):
    person = newcomer(club)
    other = BoardMemberFactory(person=person).association
    first = invite_person(person=person, association=club, by=consultant)
    assert invite_person(person=person, association=other, by=consultant) == first
    assert (User.objects.filter(staff_role="").count(), Invitation.objects.count()) == (1, 1)


def test_account_of_another_person_is_not_taken(club, consultant):
    taken = PersonFactory(signs_in=True)
    User.objects.filter(pk=taken.user.pk).update(email="nina@example.org")
    person = newcomer(club, person__email="nina@example.org")
    with pytest.raises(ValidationError, match="hører til en anden persons bruger"):
        invite_person(person=person, association=club, by=consultant)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"person__email": None}, "Skriv først en e-mailadresse for Nina Ny."),
        ({"end": YESTERDAY}, "Nina Ny er hverken ansat i foreningen eller i dens bestyrelse"),
    ],
)
def test_who_cannot_be_invited(club, consultant, values, reason):
    with pytest.raises(ValidationError, match=reason):
        invite_person(person=newcomer(club, **values), association=club, by=consultant)
    assert not Invitation.objects.exists()


def test_somebody_about_to_begin_can_be_invited(club, consultant):
    assert invite_person(person=newcomer(club, start=TOMORROW), association=club, by=consultant)


def test_closed_account_is_not_invited(club, consultant):
    person = newcomer(club, person__signs_in=True)
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="er lukket"):
        invite_person(person=person, association=club, by=consultant)


# --- The state in words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Ikke inviteret"),
        ({"person__email": None}, "Mangler e-mail"),
        ({"person__signs_in": True}, "Har adgang"),
        ({"person__signs_in": True, "start": TOMORROW}, "Får adgang 1. april 2023"),
        ({"person__signs_in": True, "end": YESTERDAY}, "Adgang ophørt"),
        ({"person__signs_in": True, "end": DAY}, "Har adgang"),
        ({"end": YESTERDAY}, "Har ikke adgang"),
    ],
)
def test_access_in_words(club, values, text):
    assert access_of(newcomer(club, **values), club, DAY).text == text


def test_access_in_words_after_an_invitation(club):
    access = access_of(invited(club), club, DAY)
    assert re.fullmatch(r"Inviteret \d+\. \w+ \d{4}, udløber \d+\. \w+ \d{4}", access.text)
    assert (access.may_invite, access.may_handle) == (False, True)


def test_one_post_that_holds_is_enough(club):
    person = newcomer(club, end=YESTERDAY, person__signs_in=True)
    BoardMemberFactory(association=club, person=person, member=True)
    access = access_of(person, club, DAY)
    assert access.text == "Har adgang"
    assert [post.label for post in access.posts] == ["Bestyrelsesmedlem"]


# --- Sending again and taking back ----------------------------------------------------------------------------------


def test_board_sends_again_and_takes_back(club, chair_user):
    person = invited(club)
    an_hour_passes()
    assert resend_invitation(person=person, association=club, by=chair_user).requested_by == chair_user
    assert revoke_invitation(person=person, association=club, by=chair_user).revoked_by == chair_user


def test_board_does_not_take_back_what_another_club_needs(club, chair_user, consultant):
    person = invited(club)
    BoardMemberFactory(person=person)
    with pytest.raises(ValidationError, match="jeres kontaktperson"):
        revoke_invitation(person=person, association=club, by=chair_user)
    assert revoke_invitation(person=person, association=club, by=consultant).revoked_at


@pytest.mark.parametrize("action", [resend_invitation, revoke_invitation])
def test_board_does_not_touch_the_invitation_of_a_member_of_the_staff(club, chair_user, action):
    person = invited(club)
    User.objects.filter(pk=person.user.pk).update(staff_role="consultant")
    with pytest.raises(ValidationError, match="ansat i forvaltningen"):
        action(person=person, association=club, by=chair_user)


@pytest.mark.parametrize("action", [resend_invitation, revoke_invitation])
def test_nothing_to_send_or_take_back(club, consultant, action):
    with pytest.raises(ValidationError, match=r"Nina Ny har ingen åben invitation\."):
        action(person=newcomer(club), association=club, by=consultant)


def test_invitation_is_not_sent_again_after_the_post_has_ended(club, consultant):
    person = invited(club)
    person.employments.update(end=YESTERDAY)
    with pytest.raises(ValidationError, match="hverken ansat"):
        resend_invitation(person=person, association=club, by=consultant)


# --- Everybody who is missing ---------------------------------------------------------------------------------------


def test_inviting_all_reaches_those_who_are_missing(club, consultant):
    never = newcomer(club, person__name="Aldrig Inviteret")
    late = newcomer(club, person__name="For Sent")
    late.user = InvitationFactory(expired=True, user__email=late.email).user
    late.save()
    invited(club, person__name="Er Inviteret")
    newcomer(club, person__name="Uden Mail", person__email=None)
    newcomer(club, person__name="Har Adgang", person__signs_in=True)
    newcomer(club, person__name="Er Væk", end=YESTERDAY)
    taken_back = newcomer(club, person__name="Taget Tilbage")
    taken_back.user = InvitationFactory(revoked=True, user__email=taken_back.email).user
    taken_back.save()
    newcomer(AssociationFactory(), person__name="Andet Sted")

    assert [row.person.name for row in missing_people([club.pk], DAY)] == ["Aldrig Inviteret", "For Sent"]
    result = invite_missing(association_ids=[club.pk], by=consultant)

    assert (result.count, result.refused) == (2, [])
    never.refresh_from_db()
    open_ones = Invitation.objects.still_open().filter(requested_by=consultant)
    assert {row.user for row in open_ones} == {never.user, late.user}
    assert invite_missing(association_ids=[club.pk], by=consultant).count == 0


def test_one_who_cannot_be_invited_does_not_stop_the_others(club, chair_user):
    UserFactory(consultant=True, email="signe@example.org")
    newcomer(club, person__name="Ansat Her", person__email="signe@example.org")
    newcomer(club, person__name="Nina Ny")
    result = invite_missing(association_ids=[club.pk], by=chair_user)
    assert result.count == 1
    assert result.refused == [
        "Ansat Her: Personen er ansat i forvaltningen. En administrator inviterer personen under Administration."
    ]


def test_person_in_two_clubs_is_invited_once(club, consultant):
    person = newcomer(club)
    other = BoardMemberFactory(person=person).association
    assert invite_missing(association_ids=[club.pk, other.pk], by=consultant).count == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_access_is_read_in_three_queries(club, rows, django_assert_num_queries):
    for _ in range(rows):
        invited(club)
        BoardMemberFactory(association=club, member=True, person__signs_in=True)
    with django_assert_num_queries(3):
        assert len(access_of_people([club.pk], DAY)) == 2 * rows


# --- The page -------------------------------------------------------------------------------------------------------


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def post(client, name: str, club, person=None):
    args = [club.pk, *([person.pk] if person else [])]
    return client.post(reverse(f"associations:{name}", args=args))


def test_page_shows_state_and_buttons_to_the_board(client_for, chair_user, own_association):
    newcomer(own_association, person__name="Nina Ny")
    invited(own_association, person__name="Ib Inviteret")
    page = words(client_for(chair_user).get(reverse("overview:association-people", args=[own_association.pk])))
    assert "1 person kan ikke logge ind endnu: Nina Ny." in page
    assert "Ikke inviteret Inviter Nina Ny" in page
    assert "Send igen til Ib Inviteret" in page
    assert "Træk tilbage invitationen til Ib Inviteret" in page
    assert "Har adgang" in page


def test_resource_person_sees_no_access(client_for, resource_person_user, own_association):
    newcomer(own_association)
    page = words(
        client_for(resource_person_user).get(reverse("overview:association-people", args=[own_association.pk]))
    )
    assert "Ikke inviteret" not in page
    assert "Inviter" not in page


def test_manager_reads_the_state_without_buttons(client_for, manager, own_association):
    newcomer(own_association)
    page = words(client_for(manager).get(reverse("overview:association-people", args=[own_association.pk])))
    assert "Ikke inviteret" in page
    assert "Inviter " not in page


def test_page_names_those_who_lack_an_address(client_for, consultant, club):
    newcomer(club, person__name="Uden Mail", person__email=None)
    page = words(client_for(consultant).get(reverse("overview:association-people", args=[club.pk])))
    assert "1 person kan ikke inviteres, fordi der mangler en e-mailadresse: Uden Mail." in page


def test_buttons_tell_what_happened(client_for, chair_user, own_association):
    client, person = client_for(chair_user), newcomer(own_association)
    answer = post(client, "person-invite", own_association, person)
    assert answer.url == reverse("overview:association-people", args=[own_association.pk])
    assert said(answer) == ["Invitationen til Nina Ny er på vej."]
    an_hour_passes()
    assert (
        "Linket i den gamle mail virker ikke længere."
        in said(post(client, "person-resend", own_association, person)).pop()
    )
    assert said(post(client, "person-revoke", own_association, person)).pop() == (
        "Invitationen til Nina Ny er trukket tilbage. Linket virker ikke længere."
    )
    assert said(post(client, "person-resend", own_association, person)).pop() == "Nina Ny har ingen åben invitation."


def test_inviting_all_tells_how_many(client_for, chair_user, own_association):
    for _ in range(2):
        newcomer(own_association)
    client = client_for(chair_user)
    assert said(post(client, "people-invite", own_association)) == ["2 invitationer er på vej."]
    assert said(post(client, "people-invite", own_association)).pop() == "Der var ingen, der manglede en invitation."


def test_account_that_can_sign_in_already_is_told(client_for, consultant, club):
    UserFactory(consultant=True, email="signe@example.org")
    person = newcomer(club, person__email="signe@example.org")
    assert said(post(client_for(consultant), "person-invite", club, person)) == [
        "Nina Ny har allerede en bruger med den e-mailadresse og kan logge ind med den."
    ]


def test_person_of_another_club_is_not_reached_through_the_own_one(client_for, chair_user, own_association):
    stranger = newcomer(AssociationFactory())
    assert post(client_for(chair_user), "person-invite", own_association, stranger).status_code == 404
    assert not Invitation.objects.exists()
