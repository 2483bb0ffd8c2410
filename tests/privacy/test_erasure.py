"""Erasure of one person (R20): what stands in the way, what goes, what stays and why; nothing is left over."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from accounts.models import User
from associations.domain.turnover import ended_in
from associations.models import BoardMember, Employment, Person
from core.periods import whole_year
from core.registry import Subject
from imports.models import ImportJob
from partnerships.models import Extension
from privacy.domain import erasure
from privacy.domain.erasure import blockers, erase, preview
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    PartnershipFactory,
    PersonFactory,
    StatusReportFactory,
    UserFactory,
)
from tests.privacy.database import rows_with
from workflow import audit
from workflow.models import AuditEvent, ReadEvent
from workflow.reads import log_read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
TEXTS = ("Rikke Ångstrøm", "Rikke Hansen", "rikke@example.org", "rikke.gammel@example.org", "20 30 40 50", "20304050")


def subject_of(person: Person) -> Subject:
    return Subject(person.pk, person.user_id)


@pytest.fixture
def rikke() -> Person:
    """Formerly employed and on the board; named in every kind of record."""
    club = AssociationFactory(name="Hekla", phone="33 66 33 66")
    person = PersonFactory(name="Rikke Hansen", email="rikke.gammel@example.org", phone="20 30 40 50")
    person.name, person.email = "Rikke Ångstrøm", "rikke@example.org"
    audit.save(person, by=None)
    person.user = UserFactory(name="Rikke Ångstrøm", email="rikke@example.org", phone="+45 20304050")
    person.save()
    EmailAddress.objects.create(user=person.user, email="rikke.gammel@example.org")
    employment = EmploymentFactory(association=club, person=person, ended=True)
    employment.weekly_hours = 25
    audit.save(employment, by=person.user)
    audit.save(BoardMemberFactory.build(association=club, person=person, treasurer=True, ended=True), by=person.user)
    other = EmploymentFactory(association=club, person__name="Signe", helper=True, start=date(2022, 7, 1))
    other.person = person
    audit.save(other, by=None)
    other.person = PersonFactory(name="Signe Efterfølger")
    audit.save(other, by=None)
    extension = Extension.objects.create(
        partnership=PartnershipFactory(association=club),
        previous_end=date(2021, 12, 31),
        new_end=date(2025, 12, 31),
        decided_on=date(2021, 10, 1),
        decided_by="Udvalget",
        reason="Aftalt med rikke ångstrøm, tlf. 20304050 (rikke@example.org).",
    )
    extension.partnership.end = extension.new_end
    extension.partnership.save()
    ImportJob.objects.create(
        by=UserFactory(consultant=True),
        problems=[{"place": "Ansættelser, række 2", "text": "»Rikke Ångstrøm« står to gange."}],
        summary=[{"name": "Personer", "changed_records": [{"label": "Rikke Hansen", "changes": []}]}],
    )
    StatusReportFactory(association=club, year=2022)
    return person


def test_nothing_is_left_in_the_database(rikke, consultant):
    assert all(rows_with(text) for text in TEXTS)
    erase(subject_of(rikke), reason="Rikke Ångstrøm har selv bedt om det", by=consultant)
    assert {text: rows_with(text) for text in TEXTS} == {text: [] for text in TEXTS}


def test_figures_and_records_stay_without_a_name(rikke, consultant):
    club = rikke.employments.get().association
    assert len(ended_in(club.employments.all(), whole_year(2022))) == 1
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    person = Person.objects.get(pk=rikke.pk)
    assert (person.name, person.email, person.phone, person.user) == (f"Slettet person {rikke.pk}", None, "", None)
    [employment] = Employment.objects.filter(person=person)
    assert (employment.end, str(employment.weekly_hours)) == (date(2022, 6, 30), "25.0")
    assert BoardMember.objects.filter(person=person).count() == 1
    assert Extension.objects.get().reason == (
        f"Aftalt med Slettet person {rikke.pk}, tlf. slettet telefon (slettet e-mail)."
    )
    assert ImportJob.objects.get().problems[0]["text"] == f"»Slettet person {rikke.pk}« står to gange."
    assert [row.person_id for row in ended_in(club.employments.all(), whole_year(2022))] == [rikke.pk]


def test_sign_in_is_closed_and_sessions_end(rikke, consultant, client_for):
    browser, other = client_for(rikke.user), client_for(consultant)
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    user = User.objects.get(pk=rikke.user_id)
    assert (user.is_active, user.has_usable_password(), user.last_login) == (False, False, None)
    assert user.name == f"Slettet person {rikke.pk}"
    assert not EmailAddress.objects.filter(user=user).exists()
    assert browser.get("/")["Location"].startswith("/konto/log-ind/")
    assert other.get("/").status_code == 200
    assert Session.objects.count() == 1


def test_events_stay_with_time_kind_and_fields(rikke, consultant):
    before = list(AuditEvent.objects.order_by("pk").values_list("pk", "at", "kind", "model", "object_id", "actor_id"))
    fields = [[change["field"] for change in event.changes] for event in AuditEvent.objects.order_by("pk")]
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    after = AuditEvent.objects.order_by("pk").filter(pk__lte=before[-1][0])
    assert list(after.values_list("pk", "at", "kind", "model", "object_id", "actor_id")) == before
    assert [[change["field"] for change in event.changes] for event in after] == fields
    assert after.filter(actor_id=rikke.user_id).values_list("actor_name", flat=True).distinct().get() == (
        f"Slettet person {rikke.pk}"
    )


def test_erasure_is_traced_without_the_values(rikke, consultant):
    associations = sorted(rikke.association_ids())
    erase(subject_of(rikke), reason="Ønske fra Rikke Ångstrøm", by=consultant)
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.kind, event.model, event.object_id) == ("erased", "associations.person", rikke.pk)
    assert (event.actor_name, event.object_label) == ("Mette Konsulent", f"Slettet person {rikke.pk}")
    assert event.changes == [{"field": "Begrundelse", "from": "", "to": f"Ønske fra Slettet person {rikke.pk}"}]
    assert event.association_ids == associations


def test_preview_says_what_goes_what_stays_and_why(rikke, consultant):
    found = preview(subject_of(rikke), consultant)
    assert found.blockers == []
    goes = [line for part in found.goes for line in part.held.lines]
    assert "Navn: Rikke Ångstrøm" in goes
    assert "Forlængelser: 1 sted" in goes
    assert "Indlæsninger: 1 sted" in goes
    stays = {part.held.heading: part.held.stays_because for part in found.stays}
    assert "bliver stående uden navn" in stays["Ansættelse i Hekla, 1. januar 2018 – 30. juni 2022"]
    assert stays["Leverede rapporter, der kan nævne personen"] == (
        "Leverede rapporter er dokumenter, som ikke ændres. "
        "De opbevares i 10 år efter leveringen og slettes derefter helt."
    )
    assert "fjernes fra dem" in stays["Ændringer af oplysningerne"]


def test_preview_and_blockers_write_nothing(rikke, consultant):
    events = AuditEvent.objects.count()
    preview(subject_of(rikke), consultant)
    rikke.refresh_from_db()
    assert rikke.name == "Rikke Ångstrøm"
    assert AuditEvent.objects.count() == events


def test_association_that_uses_the_same_contact_details_keeps_them_and_says_so(rikke, consultant):
    AssociationFactory(name="Katla", email="rikke@example.org", phone="20 30 40 50")
    [stays] = [
        part.held for part in preview(subject_of(rikke), consultant).stays if "kontaktoplys" in part.held.heading
    ]
    assert stays.lines == ("Katla: e-mail rikke@example.org", "Katla: telefon 20 30 40 50")
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    assert {table for table, _ in rows_with("rikke@example.org")} == {"associations_association"}


def test_namesake_keeps_the_name(rikke, consultant):
    namesake = EmploymentFactory(person=PersonFactory(name="Rikke Ångstrøm", phone="20 30 40 50"))
    namesake.weekly_hours = 30
    audit.save(namesake, by=None)
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    namesake.person.refresh_from_db()
    assert (namesake.person.name, namesake.person.phone) == ("Rikke Ångstrøm", "20 30 40 50")
    assert audit.events_of(namesake).get().object_label.startswith("Rikke Ångstrøm i ")
    for model in (rikke, rikke.employments.get()):
        assert all("Ångstrøm" not in event.object_label for event in audit.events_of(model))


def test_name_of_one_word_is_not_taken_out_of_other_texts(consultant):
    person = EmploymentFactory(person=PersonFactory(name="Bo", email=None, phone=""), ended=True).person
    audit.save(person.employments.get().association, by=None)
    club = AssociationFactory(name="Bo og Leg")
    club.city = "Bo"
    audit.save(club, by=None)
    person.name = "Bo "
    erase(subject_of(person), reason="Ønske", by=consultant)
    club.refresh_from_db()
    assert (club.name, club.city) == ("Bo og Leg", "Bo")
    assert audit.events_of(club).get().changes == [{"field": "city", "from": "", "to": "Bo"}]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda p: EmploymentFactory(person=p, association__name="Hekla"), "Er ansat i Hekla uden slutdato."),
        (
            lambda p: EmploymentFactory(person=p, association__name="Hekla", end=date(2023, 3, 31)),
            "Er ansat i Hekla til 31. marts 2023.",
        ),
        (lambda p: EmploymentFactory(person=p, association__name="Hekla", start=date(2023, 5, 1)), "Er ansat i Hekla"),
        (lambda p: BoardMemberFactory(person=p, association__name="Hekla"), "Sidder i bestyrelsen for Hekla uden slut"),
        (
            lambda p: ContactPersonFactory(consultant=p.user, association__name="Hekla"),
            "Er kontaktperson for Hekla uden slutdato.",
        ),
    ],
)
def test_whoever_is_active_somewhere_cannot_be_erased(make, text, consultant):
    person = PersonFactory(signs_in=True)
    make(person)
    [reason] = blockers(subject_of(person), consultant)
    assert reason.startswith(text)
    with pytest.raises(ValidationError, match=text):
        erase(subject_of(person), reason="Ønske", by=consultant)
    person.refresh_from_db()
    assert person.user is not None
    assert not AuditEvent.objects.exists()


def test_employment_that_ended_yesterday_is_no_blocker(consultant):
    employment = EmploymentFactory(end=date(2023, 3, 30))
    assert blockers(subject_of(employment.person), consultant) == []


def test_nobody_erases_oneself_and_nobody_is_erased_twice(rikke, consultant):
    own = PersonFactory(user=consultant)
    assert blockers(subject_of(own), consultant) == [erasure.NOT_YOURSELF]
    erase(subject_of(rikke), reason="Ønske", by=consultant)
    rikke.refresh_from_db()
    assert blockers(subject_of(rikke), consultant) == [erasure.ERASED_ALREADY]


def test_staff_account_goes_when_it_is_closed(administrator):
    user = UserFactory(consultant=True, name="Ole Ophørt", email="ole@example.org", phone="22 33 44 55")
    period = ContactPersonFactory(consultant=user, ended=True)
    audit.save(PersonFactory.build(), by=user)
    log_read(user, "Personer")
    subject = Subject(None, user.pk)
    assert blockers(subject, administrator) == [
        "Har en medarbejderkonto, der er åben. En administrator lukker den først."
    ]
    User.objects.filter(pk=user.pk).update(is_active=False)
    erase(subject, reason="Fratrådt", by=administrator)
    assert [rows_with(text) for text in ("Ole Ophørt", "ole@example.org", "22 33 44 55")] == [[], [], []]
    period.refresh_from_db()
    assert str(period.consultant) == f"Slettet bruger {user.pk}"
    assert ReadEvent.objects.get().actor_name == f"Slettet bruger {user.pk}"


def test_staff_account_of_somebody_in_the_register_is_left_to_the_consultants(administrator):
    person = PersonFactory(user=UserFactory(consultant=True, inactive=True))
    assert blockers(Subject(None, person.user_id), administrator) == [erasure.IN_REGISTER]


def test_failure_on_the_way_erases_nothing(rikke, consultant, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(erasure, "_trace", fail)
    with pytest.raises(RuntimeError):
        erase(subject_of(rikke), reason="Ønske", by=consultant)
    assert all(rows_with(text) for text in TEXTS)


def test_person_without_a_user_is_erased(consultant):
    person = EmploymentFactory(person__name="Åse Uden Bruger", ended=True).person
    erase(subject_of(person), reason="Ønske", by=consultant)
    assert rows_with("Åse Uden Bruger") == []
