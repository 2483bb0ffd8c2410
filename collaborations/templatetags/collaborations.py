"""A collaboration's state and first day in templates."""

from django import template
from django.utils.safestring import SafeString

from collaborations import tables
from collaborations.models import Collaboration
from collaborations.since import since_text

register = template.Library()


@register.simple_tag
def state_badge(row: Collaboration) -> SafeString:
    """`I gang` as a badge."""
    return tables.state_badge(row)


@register.simple_tag
def since(row: Collaboration) -> str:
    """`15. august 2021`, `august 2021` or `2021`."""
    return since_text(row.start, row.precision)
