"""The shared register of partners: no twins whatever the spelling, found while typing, merged with a trace."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import TextField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.models import District
from collaborations.domain import partners as domain
from collaborations.enums import PartnerKind
from collaborations.models import Collaboration, Partner
from collaborations.naming import SEPARATORS, name_key, name_key_of
from tests.factories import CollaborationFactory, DistrictFactory, PartnerFactory, UserFactory
from workflow.models import AuditEvent

NAMES = st.text(alphabet="aAåÅæÆøØéÉbczZ019 &-.’/\u00a0\u200b", min_size=1, max_size=30)
NO_FRESH_DATABASE = [HealthCheck.function_scoped_fixture]


def same_as(name: str, **fields) -> Partner:
    return Partner(**{"name": name, "kind": PartnerKind.SCHOOL, "district": None, **fields})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rådmandsgades Skole", "RÅDMANDSGADES  SKOLE"),
        ("Rådmandsgades Skole", "Raadmandsgades-skole"),
        ("Rådmandsgades Skole", unicodedata.normalize("NFD", "Rådmandsgades Skole")),
        ("Børn & Unge", "børn og unge"),
        ("Klub 7’eren", "KLUB 7'EREN."),
        ("Sct.\u00a0Annæ", " sct annÆ "),
    ],
)
def test_same_name_whatever_the_spelling(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Skole A", "Skole Å"), ("Ørsted", "Orsted"), ("Klub 1", "Klub 2")])
def test_other_letters_are_another_name(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=NO_FRESH_DATABASE)
@given(NAMES)
def test_database_and_python_have_the_same_key(name):
    rows = District.objects.order_by("pk")
    if not rows.exists():
        DistrictFactory()
    assert rows.values_list(name_key_of(Value(name, output_field=TextField())), flat=True)[0] == name_key(name)


@settings(max_examples=150, deadline=None)
@given(NAMES, st.sampled_from(SEPARATORS), st.integers(0, 30))
def test_separators_and_capitals_change_no_key(name, sign, place):
    place = min(place, len(name))
    assert name_key(name[:place] + sign + name[place:]) == name_key(name)
    assert name_key(name.upper()) == name_key(name.lower())


@pytest.mark.django_db
def test_twin_is_refused_before_saving_and_found_instead(consultant):
    known = PartnerFactory(name="Ålborggades Skole", citywide=True)

    with pytest.raises(ValidationError, match="Partneren står allerede i registret"):
        same_as("AALBORGGADES skole").full_clean()
    found, is_new = domain.find_or_add_partner(same_as("Aalborggades  skole"), by=consultant)

    assert (found, is_new) == (known, False)
    assert Partner.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"kind": PartnerKind.OTHER}, {"district": True}])
def test_same_name_of_another_kind_or_district_is_another_partner(consultant, other):
    PartnerFactory(name="Kvisten", citywide=True)
    if "district" in other:
        other = {"district": DistrictFactory()}
    assert domain.find_or_add_partner(same_as("Kvisten", **other), by=consultant)[1]
    assert Partner.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["  ", "–", "&nbsp"])
def test_name_without_letters_is_refused(consultant, name):
    if name == "&nbsp":  # letters after all
        assert domain.find_or_add_partner(same_as(name), by=consultant)[1]
        return
    with pytest.raises(ValidationError):
        domain.find_or_add_partner(same_as(name), by=consultant)


@pytest.mark.django_db
def test_name_of_signs_that_become_many_letters_is_refused(consultant):
    with pytest.raises(ValidationError, match="Navnet er for langt"):
        domain.find_or_add_partner(same_as("\ufdfa" * 100), by=consultant)


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_partner_at_once_get_the_same_one():
    names = ("Østre Skole", "ØSTRE  SKOLE", "Oestre Skole", "østre-skole")
    by, barrier = UserFactory(consultant=True), Barrier(len(names))

    def add(name: str) -> tuple[int, bool]:
        try:
            barrier.wait(timeout=10)
            partner, is_new = domain.find_or_add_partner(same_as(name), by=by)
            return partner.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        answers = list(pool.map(add, names))

    assert len({answers[0], answers[1], answers[3]} - {(answers[0][0], True)}) <= 1
    assert answers[0][0] == answers[1][0] == answers[3][0] != answers[2][0]
    assert sum(is_new for _, is_new in answers) == 2  # oe is not ø
    assert Partner.objects.count() == 2


@pytest.mark.django_db
def test_search_finds_words_anywhere_and_former_names():
    school = PartnerFactory(name="Rådmandsgades Skole")
    PartnerFactory(name="Havnens Skole", other_names=["Gamle Havneskole"])

    def found(text: str) -> list[str]:
        return [row.name for row in domain.suggestions(text)]

    assert found("raadmand") == found("skole RÅDMANDS") == [school.name]
    assert found("gamle") == ["Havnens Skole"]
    assert found("skole") == ["Havnens Skole", "Rådmandsgades Skole"]
    assert found("r") == found("") == found("%") == found("xyz") == []


@pytest.mark.django_db
def test_merger_moves_fills_keeps_the_name_and_leaves_a_trace(consultant):
    kept = PartnerFactory(name="Kanalskolen", citywide=True)
    gone = PartnerFactory(name="Kanalens skole", address="Kanalvej 1", other_names=["Den gamle skole"])
    row = CollaborationFactory(partner=gone)
    preview = domain.merger(kept=kept, gone=gone)
    assert [moved.pk for moved in preview.moved] == [row.pk]
    assert preview.filled_labels == ["adresse", "bydel"]

    domain.merge_partners(kept=kept, gone=gone, by=consultant)

    row.refresh_from_db()
    kept.refresh_from_db()
    assert row.partner == kept
    assert (kept.address, kept.district) == ("Kanalvej 1", gone.district)
    assert kept.other_names == ["Den gamle skole", "Kanalens skole"]
    assert not Partner.objects.filter(name="Kanalens skole").exists()
    events = AuditEvent.objects.order_by("pk").values_list("model", "kind", "actor_name")
    assert list(events) == [
        ("collaborations.collaboration", "changed", consultant.name),
        ("collaborations.partner", "deleted", consultant.name),
        ("collaborations.partner", "changed", consultant.name),
    ]
    with pytest.raises(ValidationError, match="lagt sammen med en anden i mellemtiden"):
        domain.merge_partners(kept=kept, gone=Partner(pk=987_654), by=consultant)
    with pytest.raises(ValidationError, match="anden partner end den selv"):
        domain.merge_partners(kept=kept, gone=kept, by=consultant)


@pytest.mark.django_db
def test_merger_takes_no_district_that_would_make_a_twin(consultant):
    nearby = DistrictFactory()
    kept = PartnerFactory(name="Klubben", citywide=True)
    PartnerFactory(name="Klubben", district=nearby)
    gone = PartnerFactory(name="Den gamle klub", district=nearby)

    domain.merge_partners(kept=kept, gone=gone, by=consultant)

    kept.refresh_from_db()
    assert kept.district is None
    assert not Collaboration.objects.exists()
