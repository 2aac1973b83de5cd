from django import forms
from wagtail.admin.widgets import AdminAutoHeightTextInput

ADD, REMOVE = "add", "remove"
YES, NO, BACK = "yes", "no", "back"


class SwitchForm(forms.Form):
    """What the buttons post. `at` is the number of the page on which the button stands; on the shelf there is none."""

    action = forms.ChoiceField(choices=[(ADD, "Add"), (REMOVE, "Remove")])
    at = forms.IntegerField(required=False)


class UsefulForm(forms.Form):
    """What the buttons below an answer post."""

    useful = forms.ChoiceField(choices=[(YES, "Yes"), (NO, "No"), (BACK, "Take back")])


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label="What was wrong, and what is right",
        max_length=1000,
        widget=AdminAutoHeightTextInput(),
        help_text="Plain text, up to 1000 characters. Whoever may open the page can read it in their notices.",
    )
