"""The demo knows every state of posts: changed hours, ends to come, somebody new, many changes, two clubs, funding."""

from datetime import date

import pytest
from django.core.management import call_command

from associations import demo_posts
from associations.domain.funding import shares_of, untold_hours
from associations.domain.post_notices import EndPlanned, FrequentChanges, NewInPost, post_notices_on
from associations.models import Association, BoardMember, Employment
from core.periods import Period
from partnerships.domain.posts import under_hours, vacancies

DAY = date(2023, 3, 31)


@pytest.mark.django_db
def test_demo_has_every_state_of_posts_and_making_it_again_changes_nothing(demo_today, capsys):
    call_command("seed_demo")
    before = Employment.objects.count(), BoardMember.objects.count()
    demo_posts.seed()
    assert (Employment.objects.count(), BoardMember.objects.count()) == before

    kinds = set()
    for club in Association.objects.prefetch_related("employments__person", "participations"):
        spans = [Period(own.start, own.end) for own in club.participations.all()]
        kinds |= {type(n) for n in post_notices_on(employments=club.employments.all(), agreements=spans, day=DAY)}
    assert kinds == {EndPlanned, NewInPost, FrequentChanges}
    assert list(vacancies(None, DAY))
    assert list(under_hours(None, DAY))
    changed = Employment.objects.get(end_reason="continued")
    assert changed.person.employments.filter(start=date(2023, 2, 1), weekly_hours=changed.weekly_hours + 2).exists()
    two = BoardMember.objects.filter(association__name="Amager SK", start=date(2022, 3, 1)).get().person
    assert two.board_seats.count() == 2
    posts = list(Employment.objects.prefetch_related("other_funding"))
    assert {source for post in posts for source in shares_of(post)} == {"get2sport", "fund", "own", "other"}
    assert {post.funded_hours is None for post in posts} == {True, False}
    assert all(untold_hours(post, shares_of(post)) >= 0 for post in posts)
