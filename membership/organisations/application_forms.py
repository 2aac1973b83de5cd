"""What a company writes in its application."""

from django import forms

HINTS: dict[str, str] = {
    "product-at-risk": "Say what it is, who uses it, and how somebody could misuse it.",
    "own-service": "Say who owns it and who runs it.",
    "published-ban": "Say where your rules stand, with their address, and quote the sentence.",
    "acts-on-reports": "Say how a report reaches you, who reads it, how soon, and what happens then.",
    "rights-and-openness": "Say what you publish about this work, and with which organisations you work or want to.",
    "takes-part": "Say which groups concern you, and who would take part.",
}
LONGEST = 2000


class StepForm(forms.Form):
    """How the company meets one criterion."""

    said = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Write how you meet this. If you do not yet, say what you plan and by when.",
            "max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d.",
        },
    )

    def __init__(self, *args: object, criterion: str, hint: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["said"].label = criterion
        self.fields["said"].help_text = hint


class SubmitForm(forms.Form):
    message = forms.CharField(
        label="Anything else we should know",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d."},
    )
