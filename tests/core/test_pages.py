"""The footer's pages, the gallery and the error pages, through the whole stack."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from core.views_errors import permission_denied

pytestmark = pytest.mark.django_db


def test_accessibility_statement_is_open_and_names_whom_to_write_to(client, settings):
    page = client.get("/was").content.decode()
    assert "WCAG 2.2" in page
    assert settings.SITE_CONTACT_EMAIL in page


def test_privacy_is_open_and_says_that_children_are_not_stored(client):
    assert "Vi gemmer ikke oplysninger om det enkelte barn" in client.get("/privatliv").content.decode()


def test_authoritys_own_statements_are_shown(client, settings):
    settings.ACCESSIBILITY_STATEMENT_URL = "https://was.digst.dk/medspil"
    settings.ACCESSIBILITY_ASSESSED_ON = date(2026, 3, 24)
    settings.ACCESSIBILITY_CONTACT = "tilgaengelig@example.org"
    page = client.get("/was").content.decode()
    assert '<a href="https://was.digst.dk/medspil" rel="external">' in page
    assert "senest vurderet tilgængeligheden 24. marts 2026." in page
    assert "mailto:tilgaengelig@example.org" in page
    settings.ACCESSIBILITY_STATEMENT_URL, settings.ACCESSIBILITY_ASSESSED_ON = "", None
    page = client.get("/was").content.decode()
    assert "officielle" not in page
    assert "endnu ikke gennemgået af en uafhængig ekspert" in page


def test_privacy_page_says_who_is_responsible_and_how_long(client, settings):
    settings.DATA_CONTROLLER, settings.DPO_CONTACT = "Kulturforvaltningen", "dpo@example.org"
    settings.PRIVACY_LEGAL_BASIS = "Artikel 6."
    settings.PERSON_RETENTION_YEARS, settings.REPORT_RETENTION_YEARS = 7, 0
    page = client.get("/privatliv").content.decode()
    assert "Dataansvarlig er Kulturforvaltningen." in page
    assert "mailto:dpo@example.org" in page
    assert "Artikel 6." in page
    assert "<li>Tidligere personer: 7 år</li>" in page
    assert "<li>Leverede rapporter: uden tidsgrænse</li>" in page
    settings.DPO_CONTACT = "Databeskyttelsesrådgiveren, Rådhuset"
    assert "Databeskyttelsesrådgiveren, Rådhuset" in client.get("/privatliv").content.decode()
    settings.DPO_CONTACT = ""
    assert "databeskyttelsesrådgiveren" not in client.get("/privatliv").content.decode()


def test_gallery_exists_only_in_demo_mode_and_development(client, settings):
    assert client.get("/komponenter/").status_code == 404
    settings.DEMO_MODE = True
    assert "Byggeklodserne" in client.get("/komponenter/").content.decode()


def test_unknown_page_is_explained_in_the_same_house(client):
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in response.content.decode()


def test_refusal_shows_its_reason():
    request = RequestFactory().get("/")
    page = permission_denied(request, PermissionDenied("Du har selv indsendt planen.")).content.decode()
    assert "Du har selv indsendt planen." in page


def test_failed_token_is_explained_without_its_technical_reason(client):
    strict = type(client)(enforce_csrf_checks=True)
    response = strict.post("/konto/log-ind/", {"login": "x"})
    assert response.status_code == 403
    assert "Siden er blevet for gammel" in response.content.decode()
    assert "CSRF cookie" not in response.content.decode()


@pytest.mark.parametrize("address", ["/was", "/privatliv"])
def test_pages_forbid_inline_script_and_style(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
