"""How a plan's texts are drawn."""

from django import template

from actionplans.domain.plain_text import Block
from actionplans.domain.plain_text import blocks as blocks_of

register = template.Library()


@register.filter
def blocks(text: str) -> list[Block]:
    """The text as paragraphs and lists."""
    return blocks_of(text)
