import pytest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from core.context_processors import current_site
from core.templatetags import medspil


def draw(source: str, **context) -> str:
    """What a template with these components gives; the request is a plain GET with filters."""
    request = RequestFactory().get("/foreninger/?bydel=Valby&side=2")
    compiled = CottonCompiler().process(source)
    return Template(compiled).render(Context({"request": request, "csrf_token": "token", **context}))


def test_badge_is_text_with_a_kind():
    assert (
        draw('<c-badge kind="success">Godkendt</c-badge>').strip()
        == '<span class="badge badge-success">Godkendt</span>'
    )
    assert 'class="badge"' in draw("<c-badge>Kladde</c-badge>")


@pytest.mark.parametrize(
    ("kind", "word"), [("success", "Udført"), ("error", "Fejl"), ("warning", "Bemærk"), ("info", "Oplysning")]
)
def test_alert_says_its_kind_in_words(kind, word):
    html = draw(f'<c-alert kind="{kind}" heading="Husk" level="3">Tallene mangler.</c-alert>')
    assert f'aria-label="{word}"' in html
    assert '<h3 class="alert-heading">Husk</h3>' in html


def test_figure_links_its_label_and_shows_missing_as_words():
    assert '<a href="/x">Foreninger</a>' in draw('<c-figure label="Foreninger" value="25" href="/x" />')
    assert "ikke oplyst" in draw('<c-figure label="Foreninger" :value="nothing" />', nothing=None)
    assert ">0<" in draw('<c-figure label="Foreninger" :value="count" />', count=0)


def test_facts_escape_their_values():
    html = draw('<c-facts :items="items" />', items=[("Navn", "<b>Hekla</b>"), ("Telefon", "")])
    assert "<dd>&lt;b&gt;Hekla&lt;/b&gt;</dd>" in html
    assert "<dd>ikke oplyst</dd>" in html


def test_action_posts_with_a_token():
    html = draw('<c-action url="/godkend/" name="version" value="3">Godkend</c-action>')
    assert '<form method="post" action="/godkend/"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert '<input type="hidden" name="version" value="3">' in html


def test_action_that_is_not_possible_says_why_and_posts_nothing():
    html = draw(
        '<c-action url="/godkend/" :disabled_because="why">Godkend</c-action>', why="Du har selv indsendt planen."
    )
    assert "<form" not in html
    assert 'aria-disabled="true"' in html
    assert "Du har selv indsendt planen." in html


def test_steps_mark_the_current_one():
    html = draw('<c-steps :steps="steps" :current="2" />', steps=["Vælg", "Se", "Gem"])
    assert html.count('aria-current="step"') == 1
    assert html.index('aria-label="Udført"') < html.index("Vælg") < html.index('aria-current="step"') < html.index("Se")


def test_progress_is_written_with_danish_numbers():
    html = draw('<c-progress :done="1200" :total="2500" label="Rækker læst" />')
    assert "Rækker læst: 1.200 af 2.500" in html
    assert '<progress value="1200" max="2500"' in html


def test_filter_bar_keeps_the_sorting():
    request = RequestFactory().get("/?sort=-name")
    html = draw('<c-filter-bar reset_url="/"><p>felter</p></c-filter-bar>', request=request)
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert '<a href="/">Ryd filtre</a>' in html


def test_downloads_offer_what_is_there():
    html = draw('<c-downloads excel="?format=xlsx" what="foreninger" />')
    assert "Hent foreninger som Excel" in html
    assert "CSV" not in html


def test_crumb_without_address_is_the_current_page():
    assert 'aria-current="page"' in draw("<c-crumb>Hekla</c-crumb>")
    assert '<a class="breadcrumbs__link" href="/foreninger/">' in draw(
        '<c-crumb href="/foreninger/">Foreninger</c-crumb>'
    )


def test_page_address_keeps_filters():
    context = {"request": RequestFactory().get("/?bydel=Valby&side=2")}
    assert medspil.page_url(context, "side", 3) == "?bydel=Valby&side=3"


@pytest.mark.parametrize(
    ("number", "href"),
    [("12 34 56 78", "tel:+4512345678"), ("+45 12345678", "tel:+4512345678"), ("+46 8 123 456 78", "tel:+46812345678")],
)
def test_phone_number_dials(number, href):
    assert f'href="{href}"' in medspil.phone_link(number)


def test_links_of_nothing_are_missing():
    assert medspil.phone_link(None) == "ikke oplyst"
    assert medspil.email_link("") == "ikke oplyst"


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in medspil.icon("check")
    assert 'role="img" aria-label="Udført"' in medspil.icon("check", "Udført")


def test_server_error_page_needs_no_context_processors():
    html = render_to_string("500.html", {"site_name": "Medspil", "contact_email": "hjaelp@example.org"})
    assert "Der skete en fejl hos os" in html
    assert "hjaelp@example.org" in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_say_what_to_do_and_whom_to_ask(name):
    request = RequestFactory().get("/")
    html = get_template(name).template.render(
        Context({"request": request, "site": current_site(), "messages": [], "reason": "", "csrf_token": ""})
    )
    assert html.count("<h1>") == 1
    assert current_site().contact_email in html
    assert "Gå til forsiden" in html
