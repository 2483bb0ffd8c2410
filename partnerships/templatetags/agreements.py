"""How the state of an account looks."""

from django import template

from partnerships.domain.accounts import AccountState
from partnerships.tables import BADGES

register = template.Library()


@register.filter
def account_badge(state: str) -> str:
    """The classes of the state's badge."""
    return BADGES[AccountState(state)]


@register.filter
def account_label(state: str) -> str:
    """The state in Danish."""
    return AccountState(state).label
