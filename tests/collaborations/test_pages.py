"""The pages of collaborations, of the feeder chain and of the directory: what they do, and what they cost."""

from datetime import date

import pytest
from django.urls import reverse

from collaborations.domain import chain
from collaborations.domain.report import dossier_sentences, sections
from collaborations.models import Collaboration, ContactUnit, InitiativeParticipation, Partner
from tests.factories import (
    AssociationFactory,
    CollaborationFactory,
    ContactUnitFactory,
    InitiativeParticipationFactory,
    PartnerFactory,
    PartnershipFactory,
    UserFactory,
    initiative,
)

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"collaborations:{name}", args=args)


def page_of(response) -> str:
    return response.content.decode()


TYPED = {"about": "Idræt i SFO", "state": "running", "since": "08-2021", "end": "", "contact": "SFO-leder", "note": ""}
NEW = {**TYPED, "name": "Østre  Skole", "kind": "school", "district": ""}


def test_own_people_find_a_partner_and_add_a_collaboration(
    client_for, resource_person_user, own_association, demo_today
):
    school = PartnerFactory(name="Rådmandsgades Skole")
    client, add = client_for(resource_person_user), url("collaboration-add", own_association.pk)

    assert f"{add}?partner={school.pk}" in page_of(client.get(add, {"soeg": "raadmand"}))
    response = client.post(f"{add}?partner={school.pk}", TYPED)
    client.post(f"{add}?partner={school.pk}", TYPED)  # a double click

    assert response.url == url("association-collaborations", own_association.pk)
    row = Collaboration.objects.get()
    assert (row.partner, row.start, row.precision) == (school, date(2021, 8, 1), "month")
    assert "august 2021" in page_of(client.get(response.url))


def test_new_partner_comes_into_the_register_once(client_for, chair_user, own_association, demo_today):
    add = f"{url('collaboration-add', own_association.pk)}?ny=1&soeg=x"
    client = client_for(chair_user)
    client.post(add, NEW)
    client.post(add, {**NEW, "name": "østre-skole", "about": "Noget andet"})

    assert Partner.objects.get().name == "Østre Skole"
    assert Collaboration.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"since": "engang"}, "Skriv et årstal, en måned eller en dato"),
        ({"since": ""}, "Skriv, siden hvornår."),
        ({"state": "ended"}, "Skriv den sidste dag, når samarbejdet er afsluttet."),
        ({"end": "01-01-2022"}, "Vælg tilstanden »Afsluttet«"),
        ({"state": "ended", "end": "01-01-2021"}, "Sidste dag kan ikke ligge, før samarbejdet begyndte."),
        ({"name": "–"}, "Skriv partnerens navn med bogstaver eller tal."),
        ({"about": "Barn 010112-1234"}, "CPR"),
    ],
)
def test_refusal_is_told_and_nothing_is_saved(client_for, chair_user, own_association, demo_today, change, told):
    add = f"{url('collaboration-add', own_association.pk)}?ny=1"
    page = page_of(client_for(chair_user).post(add, {**NEW, **change}))

    assert told in page
    assert "Idræt i SFO" in page or "about" in change
    assert not Partner.objects.exists()
    assert not Collaboration.objects.exists()


def test_second_editor_sees_what_the_first_changed(client_for, chair_user, consultant, own_association, demo_today):
    row = CollaborationFactory(association=own_association)
    edit = url("collaboration-edit", own_association.pk, row.pk)
    sent = {"about": row.about, "state": "running", "since": "08-2021", "end": "", "contact": "", "note": ""}
    chair, mette = client_for(chair_user), client_for(consultant)
    based_on = chair.get(edit).context["form"].fields["based_on"].initial

    assert mette.post(edit, {**sent, "since": "2019", "based_on": based_on}).status_code == 302
    response = chair.post(edit, {**sent, "note": "Min egen", "based_on": based_on})

    assert response.status_code == 409
    assert response.context["form"].data["since"] == "2019"
    again = {**sent, "note": "Min egen", "since": "2019", "based_on": response.context["form"].data["based_on"]}
    assert chair.post(edit, again).status_code == 302
    row.refresh_from_db()
    assert (row.start, row.note) == (date(2019, 1, 1), "Min egen")


def test_collaboration_is_removed_once(client_for, chair_user, own_association, demo_today):
    row = CollaborationFactory(association=own_association)
    remove, client = url("collaboration-remove", own_association.pk, row.pk), client_for(chair_user)
    assert "er fjernet" in page_of(client.post(remove, follow=True))
    assert "allerede fjernet" in page_of(client.post(remove, follow=True))


def test_nothing_is_added_to_a_closed_association(client_for, consultant, demo_today):
    club = AssociationFactory(closed=True)
    add = f"{url('collaboration-add', club.pk)}?ny=1"
    page = page_of(client_for(consultant).post(add, NEW))
    assert "Foreningen er lukket" in page
    assert "Foreningen er lukket" in page_of(client_for(consultant).get(url("participation-add", club.pk)))
    assert not Collaboration.objects.exists()
    assert not Partner.objects.exists()


def test_participation_is_added_changed_and_never_typed_for_the_computed_one(
    client_for, chair_user, own_association, demo_today
):
    client, add = client_for(chair_user), url("participation-add", own_association.pk)
    sent = {"initiative": initiative().pk, "year": "2022", "number": "", "note": ""}
    assert client.post(add, sent).status_code == client.post(add, sent).status_code == 302
    row = InitiativeParticipation.objects.get()
    assert row.number is None
    again = page_of(client.post(add, {**sent, "number": "4"}))
    assert "Foreningen er allerede skrevet på den indsats i det år." in again

    edit = url("participation-edit", own_association.pk, row.pk)
    based_on = client.get(edit).context["form"].fields["based_on"].initial
    client.post(edit, {"number": "12", "note": "Sommer", "based_on": based_on})
    row.refresh_from_db()
    assert (row.number, row.note) == (12, "Sommer")
    computed = client.post(add, {**sent, "initiative": initiative("De Sociale Partnerskaber").pk})
    assert "Vælg en af mulighederne på listen." in page_of(computed)
    assert "er fjernet" in page_of(client.post(url("participation-remove", own_association.pk, row.pk), follow=True))


def test_chain_counts_each_association_once_in_a_link(client_for, consultant, demo_today):
    club, other = AssociationFactory(name="Alfa"), AssociationFactory(name="Beta")
    PartnershipFactory(association=club, running=True)
    InitiativeParticipationFactory(association=club, number=10)
    InitiativeParticipationFactory(association=club, initiative=initiative("Aktive Børn i Forening"))
    InitiativeParticipationFactory(association=other)
    InitiativeParticipationFactory(association=other, year=2021)

    counts = {row.link: row for row in chain.link_counts(chain.parts([2022]))}

    assert [counts[link].associations for link in (1, 2, 3, 4, None)] == [2, 0, 0, 1, 0]
    camp = counts[1].initiatives[1]
    assert (camp.initiative.name, camp.associations, camp.counted, camp.number) == ("FerieCamp", 2, 1, 10)
    client = client_for(consultant)
    page = client.get(url("chain"), {"aar": "2022"})
    assert page.context["year"] == 2022
    rows = client.get(url("part-list"), {"aar": "2022", "led": "1"}).context["table"].rows
    assert len({row.record.association for row in rows}) == 2
    assert len(client.get(url("part-list"), {"aar": "2022", "led": "4"}).context["table"].rows) == 1
    assert client.get(url("chain"), {"aar": "x"}).context["year"] == 2022
    assert chain.years_text([2018, 2020, 2021, 2023]) == "2018, 2020–2021 og 2023"


def test_future_partnership_takes_no_part_yet(demo_today):
    PartnershipFactory(start=date(2023, 7, 1), end=date(2027, 6, 30))
    assert chain.parts([2023]) == chain.parts([2024]) == []


def test_lists_narrow_and_download(client_for, consultant, demo_today):
    row = CollaborationFactory(partner__name="Ånds Skole", association__name="Alfa")
    CollaborationFactory(association__name="Beta", ended=True)
    client = client_for(consultant)

    def found(**query: object) -> list[str]:
        return [
            line.record.association.name for line in client.get(url("collaboration-list"), query).context["table"].rows
        ]

    assert found() == ["Alfa", "Beta"]
    assert found(soeg="aands") == found(tilstand="running") == found(forening=row.association_id) == ["Alfa"]
    assert found(aar=2022) == ["Alfa", "Beta"]
    assert found(aar=2023) == found(bydel=row.partner.district_id) == ["Alfa"]
    assert found(slags="private") == found(slags="nonsense") == found(forening=987654) == []
    csv = client.get(reverse("collaborations:collaboration-list-export", kwargs={"extension": "csv"})).content.decode()
    assert "Ånds Skole" in csv
    assert "august 2021" in csv
    partners = client.get(url("partner-list"), {"soeg": "aands", "slags": "school"}).context["table"].rows
    assert [(line.record.name, line.record.count, line.record.clubs) for line in partners] == [("Ånds Skole", 1, 1)]


def test_consultant_edits_and_merges_partners(client_for, consultant, demo_today):
    kept, gone = PartnerFactory(name="Kanalskolen"), PartnerFactory(name="Kanalens Skole")
    CollaborationFactory(partner=gone, association__name="Alfa")
    client = client_for(consultant)
    edit = url("partner-edit", kept.pk)
    sent = {
        "name": "Kanalskolen",
        "kind": "school",
        "district": "",
        "address": "Kanalvej 1",
        "homepage": "",
        "administration": "",
    }
    based_on = client.get(edit).context["form"].fields["based_on"].initial
    assert client.post(edit, {**sent, "based_on": based_on}).url == kept.get_absolute_url()

    merge = url("partner-merge", gone.pk)
    assert f"{merge}?med={kept.pk}" in page_of(client.get(merge, {"soeg": "kanal"}))
    assert "Alfa" in page_of(client.get(merge, {"med": kept.pk}))
    assert "Vælg en anden partner" in page_of(client.get(merge, {"med": gone.pk}))
    assert Partner.objects.count() == 2
    page = page_of(client.post(merge, {"med": kept.pk}, follow=True))
    assert "er lagt sammen med" in page
    assert "Kanalens Skole" in page
    assert client.post(merge, {"med": kept.pk}).status_code == 404


def test_directory_is_searched_kept_and_shows_what_is_stale(client_for, consultant, resource_person_user, demo_today):
    ContactUnitFactory(unit="Guidevagten", helps_with="Følger børn til træning", stale=True)
    ContactUnitFactory(unit="Halbooking", helps_with="Tider i haller")
    reader, client = client_for(resource_person_user), client_for(consultant)

    whole = reader.get(url("directory"))
    assert len(whole.context["chapters"]) == 7
    assert "Mere end et år siden" in page_of(whole)
    found = page_of(reader.get(url("directory"), {"soeg": "TRÆNING følger"}))
    assert "Guidevagten" in found
    assert "Halbooking" not in found
    assert "ingen, der passer" in page_of(reader.get(url("directory"), {"soeg": "ubåd"}))
    social = reader.get(url("directory"), {"forvaltning": initiative("Idrætsprojektet").administration_id})
    assert [str(chapter.administration) for chapter, _ in social.context["chapters"]] == ["Socialforvaltningen"]

    unit = ContactUnit.objects.get(unit="Guidevagten")
    client.post(url("unit-check", unit.pk))
    unit.refresh_from_db()
    assert unit.checked_on == demo_today
    assert "er taget ud" in page_of(client.post(url("unit-remove", unit.pk), follow=True))
    assert "ikke længere" in page_of(client.post(url("unit-remove", unit.pk), follow=True))


def test_consultant_adds_unit_initiative_and_administration(client_for, consultant, demo_today):
    client, owner = client_for(consultant), initiative().administration
    unit = {
        "administration": owner.pk, "initiative": "", "unit": "Vagten", "helps_with": "Alt", "homepage": "example.org",
        "phone": "", "email": "", "checked_on": "31-03-2023",
    }  # fmt: skip
    assert client.post(url("unit-add"), unit).status_code == 302
    assert ContactUnit.objects.get().homepage == "https://example.org"
    wrong = {**unit, "unit": "To", "initiative": initiative("Idrætsprojektet").pk}
    assert "hører under Socialforvaltningen" in page_of(client.post(url("unit-add"), wrong))
    assert "Skriv mindst en vej" in page_of(client.post(url("unit-add"), {**unit, "unit": "Tre", "homepage": ""}))
    new = {
        "name": "Ny indsats",
        "administration": owner.pk,
        "link": "2",
        "helps_with": "",
        "homepage": "",
        "in_use": "on",
    }
    assert client.post(url("initiative-add"), {**new, "based_on": "0"}).status_code == 302
    assert "Ny indsats" in page_of(client.get(url("chain")))
    office = {"name": "Ny forvaltning", "helps_with": "", "homepage": "", "in_use": "on", "based_on": "0"}
    assert client.post(url("administration-add"), office).status_code == 302
    edit = url("initiative-edit", initiative("Ny indsats").pk)
    based_on = client.get(edit).context["form"].fields["based_on"].initial
    assert client.post(edit, {**new, "in_use": "", "based_on": based_on}).status_code == 302
    client.get(url("directory"))  # its message is read
    assert "Ny indsats" not in page_of(client.get(url("directory")))


def test_report_tells_nothing_after_its_year(demo_today):
    club = AssociationFactory()
    CollaborationFactory(association=club, ended=True, partner__name="Skolen")
    CollaborationFactory(association=club, idea=True)
    InitiativeParticipationFactory(association=club, number=8)

    found = sections([club.pk], [2020, 2021, 2022, 2023])

    assert [key[1] for key in found] == [2021, 2022]
    assert found[club.pk, 2021].collaborations[0].when == "siden august 2021"
    assert found[club.pk, 2022].collaborations[0].when == "siden august 2021, afsluttet 30. juni 2022"
    assert [(part.initiative, part.number) for part in found[club.pk, 2022].parts] == [("FerieCamp", "8")]
    assert list(dossier_sentences(club.pk, demo_today)) == []
    CollaborationFactory(association=club, partner__name="Klubben")
    assert list(dossier_sentences(club.pk, demo_today)) == ["1 lokalt samarbejde er i gang: Klubben."]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("association-collaborations", 8), ("collaboration-list", 6), ("partner-list", 5), ("part-list", 8),
        ("chain", 8), ("directory", 6), ("partner-detail", 5), ("collaboration-edit", 6), ("partner-merge", 4),
    ],
)  # fmt: skip
def test_pages_take_the_same_queries_however_many_rows(
    client_for, consultant, own_association, demo_today, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        row = CollaborationFactory(association=own_association)
        InitiativeParticipationFactory(association=own_association, year=2022 - _)
        InitiativeParticipationFactory()
        ContactUnitFactory()
        PartnershipFactory(association=AssociationFactory(), running=True)
    arguments = {
        "association-collaborations": [own_association.pk], "collaboration-edit": [own_association.pk, row.pk],
        "partner-detail": [row.partner_id], "partner-merge": [row.partner_id],
    }.get(name, [])  # fmt: skip
    client = client_for(consultant)
    client.get(url(name, *arguments))
    with django_assert_num_queries(queries):
        assert client.get(url(name, *arguments)).status_code == 200


def test_person_named_in_texts_is_found(demo_today):
    from collaborations.domain.personal_data import held
    from core.registry import Subject

    user = UserFactory(name="Åse Prøve")
    CollaborationFactory(note="Aftalt med aase prøve.")
    CollaborationFactory()
    (found,) = held(Subject(None, user.pk))
    assert len(found.lines) == 1
    assert found.stays_because
    assert list(held(Subject(None, UserFactory().pk))) == []
