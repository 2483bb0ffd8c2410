"""Forms around one meeting."""

from typing import Any

from django import forms

from core.forms import Form
from meetings.domain.workflow import LONGEST_REASON
from meetings.models import Meeting
from workflow.transitions import Transition


class TransitionForm(Form):
    """One button, with a comment where the step must have one."""

    comment = forms.CharField(
        label="Kommentar",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Den anden part kan læse kommentaren.",
    )

    def __init__(self, *args: Any, transition: Transition[Meeting], **kwargs: Any) -> None:
        self.submit_label = transition.label
        super().__init__(*args, **kwargs)
        if not transition.needs_comment:
            del self.fields["comment"]
            self.helper.layout.fields.remove("comment")
            return
        comment = self.fields["comment"]
        comment.required = True
        if transition.name == "cancel":
            comment.label = "Hvorfor er mødet aflyst?"
            comment.help_text = f"De inviterede kan læse grunden. Højst {LONGEST_REASON} tegn."
            comment.error_messages["required"] = "Skriv, hvorfor mødet er aflyst."
        else:
            comment.error_messages["required"] = "Skriv en kommentar, så den anden part ved hvorfor."
