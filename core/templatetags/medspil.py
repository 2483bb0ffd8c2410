"""Tags and filters for Medspil's templates: `{% load medspil %}`. The formats themselves stand in `core.formats`."""

import re
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.navigation import current_label

register = template.Library()

register.filter("date_text", formats.date_text)
register.filter("short_date_text", formats.short_date_text)
register.filter("number", formats.number)
register.filter("decimal_text", formats.decimal_text)
register.filter("kroner", formats.kroner)
register.filter("current_label", current_label)
register.simple_tag(formats.period_text, name="period_text")
register.simple_tag(formats.plural, name="plural")


@register.filter
def missing(value: Any) -> Any:
    """`ikke oplyst` instead of None or an empty text; 0 is a value and stays."""
    return formats.MISSING if value is None or value == "" else value


@register.filter
def phone_link(value: str | None) -> str:
    """A link that dials the number on a phone; Danish numbers of eight digits get +45."""
    if not value:
        return formats.MISSING
    digits = re.sub(r"[^\d+]", "", value)
    return format_html('<a href="tel:{}">{}</a>', f"+45{digits}" if len(digits) == 8 else digits, value)


@register.filter
def email_link(value: str | None) -> str:
    """A link that opens the mail program."""
    return format_html('<a href="mailto:{0}">{0}</a>', value) if value else formats.MISSING


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """An icon of the design system. Decoration unless `label` says what it means."""
    href = f"{static('vendor/dkfds/img/all-svg-icons.svg')}#{name}"
    classes = f"icon-svg {css_class}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            classes,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" focusable="false" aria-hidden="true"><use href="{}"></use></svg>', classes, href
    )


@register.filter
def focus_id(field: BoundField) -> str:
    """Id of the element that a line in the error summary moves focus to: the first choice in a group of them."""
    widget = field.field.widget
    if widget.use_fieldset and not isinstance(widget, forms.FileInput):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def summary_line(field: BoundField, error: str) -> str:
    """One line of the error summary: the message, led by the label unless the message names it already."""
    label = str(field.label)
    return str(error) if label.casefold() in str(error).casefold() else f"{label}: {error}"


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], page_field: str, number: int) -> str:
    """The current address with another page number; filters and sorting stay."""
    parameters = context["request"].GET.copy()
    parameters[page_field] = str(number)
    return f"?{parameters.urlencode()}"
