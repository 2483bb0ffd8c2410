"""Crispy layout pieces in the design system's clothes; the templates are in `templates/fds/`."""

from typing import Any

from crispy_forms import layout
from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Field, Fieldset, Layout, Row

__all__ = ["HTML", "Column", "Div", "Field", "Fieldset", "FormActions", "Helper", "Layout", "Row", "Submit"]


class Submit(layout.BaseInput):  # type: ignore[misc]  # crispy-forms ships no types
    """A submit button. Without `name` it sends nothing of its own; `secondary` is for all but the first one."""

    input_type = "submit"

    def __init__(self, label: str, *, name: str = "", secondary: bool = False, **attrs: Any) -> None:
        super().__init__(name, label, **attrs)
        self.field_classes = f"button button-{'secondary' if secondary else 'primary'}"


class Helper(FormHelper):  # type: ignore[misc]
    """How every form is drawn: without the browser's validation, so that our own words are shown."""

    def __init__(self, form: Any, *, submit_label: str, cancel_url: str = "") -> None:
        super().__init__(form)
        self.attrs = {"novalidate": True}
        self.cancel_url = cancel_url
        self.says_no_children = False
        self.add_input(Submit(submit_label))
