"""How a person's texts are found and taken out of others: as whole words, however they are written."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.domain import sweep
from privacy.domain.identity import Identity, digits_of

LETTERS = st.text(st.sampled_from("abcdeæøåÆØÅÉé'-.\"\\()[]^$*+?{}|"), min_size=1, max_size=8)
NAMES = st.lists(LETTERS, min_size=2, max_size=3).map(" ".join)


def rikke(**more) -> Identity:
    given = {
        "names": frozenset({"Rikke Ångstrøm", "Rikke Ångstrøm Hansen"}),
        "emails": frozenset({"rikke@example.org"}),
        "phones": frozenset({"20 30 40 50"}),
    }
    return Identity(anonymous="Slettet person 7", **{**given, **more})


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Rikke Ångstrøm", "Slettet person 7"),
        ("Talte med RIKKE  ÅNGSTRØM, enig.", "Talte med Slettet person 7, enig."),
        ("Rikke Ångstrøm Hansen kom", "Slettet person 7 kom"),
        ("Rikke\nÅngstrøm", "Slettet person 7"),
        ("Rikke Ångstrøms plan", "Rikke Ångstrøms plan"),  # another word, as far as a program can tell
        ("Mail til Rikke@Example.org.", "Mail til slettet e-mail."),
        ("xrikke@example.org", "xrikke@example.org"),
        ("tlf. 20304050, +45 20 30 40 50 og 0045 20304050", "tlf. slettet telefon, slettet telefon og slettet telefon"),
        ("1203040506", "1203040506"),
        ("", ""),
    ],
)
def test_texts_are_taken_out_as_whole_words(text, cleaned):
    assert rikke().anywhere(text) == cleaned


def test_shared_texts_and_single_words_go_only_from_what_is_the_persons_own():
    identity = rikke(names=frozenset({"Bo", "Bo Berg"}), shared=frozenset({"20 30 40 50", "Bo Berg"}))
    text = "Bo, Bo Berg, 20304050, rikke@example.org"
    assert identity.anywhere(text) == "Bo, Bo Berg, 20304050, slettet e-mail"
    assert identity.in_own(text) == "Slettet person 7, Slettet person 7, slettet telefon, slettet e-mail"


@pytest.mark.parametrize(
    ("phone", "digits"), [("20 30 40 50", "20304050"), ("+45 20304050", "20304050"), ("004520304050", "20304050")]
)
def test_digits_of_a_phone_number(phone, digits):
    assert digits_of(phone) == digits


def test_nobody_is_found_without_a_text():
    assert sweep.find(Identity("Slettet person 7")) == []


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(name=NAMES, before=st.sampled_from(["", "x", " ", "å", '"']), after=st.sampled_from(["", "s", ".", "ø", " "]))
def test_database_finds_what_python_takes_out(name, before, after):
    identity = Identity("Slettet person 7", names=frozenset({name}))
    text = f"{before}{name}{after}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s ~* %s, to_jsonb(%s::text)::text ~* %s",
            [text, identity.database_pattern(), text, identity.database_pattern()],
        )
        plain, as_json = cursor.fetchone()
    assert plain == (identity.anywhere(text) != text)
    assert as_json or not plain
