"""Two people edit the same record: the second sees what the first changed, and keeps what was typed."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from associations.models import Association
from tests.factories import ActivityKindFactory, AssociationFactory
from workflow import audit
from workflow.editing import EditForm, attempt

pytestmark = pytest.mark.django_db


class ClubForm(EditForm):
    class Meta:
        model = Association
        fields = ["name", "phone", "email", "citywide", "activities"]


def sent(form: ClubForm, **typed: str) -> QueryDict:
    """What the browser sends when `form` was drawn and these fields were typed in."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form[name].value()
        if name == "activities":
            data.setlist(name, [str(getattr(kind, "pk", kind)) for kind in value])
        elif value is not None and value is not False:
            data[name] = str(value)
    data.update(typed)
    return data


def save(form: ClubForm, club: Association, by) -> Association | None:
    return attempt(form, lambda: audit.save(form.instance, by=by, based_on=form.based_on))


def test_second_editor_sees_what_the_first_changed_and_loses_nothing(consultant, manager):
    club = AssociationFactory(phone="11 11 11 11", email="a@example.org", citywide=False)
    drawn = ClubForm(instance=Association.objects.get(pk=club.pk))
    club.phone, club.citywide, club.district = "22 22 22 22", True, None
    audit.save(club, by=consultant)

    form = ClubForm(sent(drawn, email="ny@example.org"), instance=Association.objects.get(pk=club.pk))
    assert save(form, club, manager) is None
    assert form.status == 409, form.errors
    assert form.conflict.who == consultant.name
    told = {difference.label: (difference.before, difference.theirs) for difference in form.conflict.differences}
    assert told["Telefon"] == ("11 11 11 11", "22 22 22 22")
    assert (form["phone"].value(), form["email"].value()) == ("22 22 22 22", "ny@example.org")
    assert form["citywide"].value()
    assert Association.objects.get(pk=club.pk).email == "a@example.org"

    again = ClubForm(form.data, instance=Association.objects.get(pk=club.pk))
    assert save(again, club, manager)
    club.refresh_from_db()
    assert (club.phone, club.email) == ("22 22 22 22", "ny@example.org")


def test_both_changed_the_same_field_the_typed_text_stays_and_theirs_is_told(consultant, manager):
    club = AssociationFactory(phone="11 11 11 11")
    drawn = ClubForm(instance=Association.objects.get(pk=club.pk))
    club.phone = "22 22 22 22"
    audit.save(club, by=consultant)

    form = ClubForm(sent(drawn, phone="33 33 33 33"), instance=Association.objects.get(pk=club.pk))
    assert save(form, club, manager) is None, form.errors
    [difference] = form.conflict.differences
    assert (difference.theirs, difference.yours, difference.is_kept) == ("22 22 22 22", "33 33 33 33", True)
    assert form["phone"].value() == "33 33 33 33"


def test_edit_without_anybody_between_saves(consultant):
    club = AssociationFactory(activities=[ActivityKindFactory()])
    drawn = ClubForm(instance=club)
    form = ClubForm(sent(drawn, phone="12 34 56 78"), instance=Association.objects.get(pk=club.pk))
    assert save(form, club, consultant).phone == "12 34 56 78"
    assert form.status == 200


def test_form_without_its_mark_is_refused_in_words(consultant):
    club = AssociationFactory()
    form = ClubForm(QueryDict("name=Ny"), instance=club)
    assert save(form, club, consultant) is None
    assert "Siden er ufuldstændig" in str(form.errors["based_on"])


def test_refusal_of_the_domain_stands_at_its_field_or_above_the_form(consultant):
    def refuse() -> None:
        raise ValidationError({"phone": ["Forkert nummer."], "district": ["Vælg en anden bydel."]})

    club = AssociationFactory()
    form = ClubForm(sent(ClubForm(instance=club)), instance=club)
    assert attempt(form, refuse) is None
    assert form.errors["phone"] == ["Forkert nummer."]
    assert form.non_field_errors() == ["Vælg en anden bydel."]
