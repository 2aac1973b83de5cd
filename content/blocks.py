"""The blocks that guidance is written in. What a block refers to is shown only as far as the viewer may see it."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .choosers import KnownPageChooserBlock
from .references import VisibleReferences
from .richtext import render_rich_text

NOTHING_VISIBLE = VisibleReferences()
FIGURE_WIDTHS = (480, 960)  # pixels


def _visible(context: dict[str, Any] | None) -> VisibleReferences:
    """What the page prepared for this viewer. Rendered anywhere else, a block shows no reference at all."""
    found: VisibleReferences = (context or {}).get("visible", NOTHING_VISIBLE)
    return found


def _html(rich_text: Any, context: dict[str, Any]) -> SafeString:
    return render_rich_text(rich_text.source if rich_text else "", _visible(context))


class TextBlock(blocks.RichTextBlock):
    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "html": _html(value, context)}

    class Meta:
        icon = "pilcrow"
        template = "blocks/text.html"


class CalloutBlock(blocks.StructBlock):
    style = blocks.ChoiceBlock(
        choices=[("info", "Note"), ("tip", "Tip"), ("important", "Important"), ("warning", "Warning")], default="info"
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "html": _html(value["text"], context)}

    class Meta:
        icon = "warning"
        template = "blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"])


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock())

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        steps = [{"title": step["title"], "html": _html(step["text"], context)} for step in value["steps"]]
        return {**context, "steps": steps}

    class Meta:
        icon = "list-ol"
        template = "blocks/steps.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        max_length=250, label="Text alternative", help_text="What the picture says, for whoever cannot see it."
    )
    caption = blocks.CharBlock(max_length=250, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "picture": self._picture(value, _visible(context))}

    def _picture(self, value: Any, visible: VisibleReferences) -> dict[str, Any] | None:
        image = visible.images.get(value["image"].pk) if value["image"] else None
        if image is None:
            return None
        specs = [f"max-{width}x{width}|format-webp" for width in FIGURE_WIDTHS]
        # Not `get_renditions`: it makes them in bulk, and SQLite then does not say under which number.
        made = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
        renditions = {spec: made.get(spec) or image.get_rendition(spec) for spec in specs}
        largest = renditions[specs[-1]]
        return {
            "url": largest.url,
            "width": largest.width,
            "height": largest.height,
            "srcset": ", ".join(f"{renditions[spec].url} {renditions[spec].width}w" for spec in specs),
        }

    class Meta:
        icon = "image"
        template = "blocks/figure.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=200)
    table = TypedTableBlock([("text", blocks.CharBlock(required=False)), ("number", blocks.FloatBlock(required=False))])

    class Meta:
        icon = "table"
        template = "blocks/table.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    source = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"


class DocumentsBlock(blocks.StructBlock):
    files = blocks.ListBlock(DocumentChooserBlock())

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        visible = _visible(context).documents
        files = [
            {
                "title": file.title,
                "url": file.url,
                "format": file.file_extension.upper(),
                "size_label": filesizeformat(file.file_size or 0),
            }
            for file in value["files"]
            if file and file.pk in visible
        ]
        return {**context, "files": files}

    class Meta:
        icon = "doc-full"
        template = "blocks/documents.html"


class RelatedPagesBlock(blocks.StructBlock):
    pages = blocks.ListBlock(KnownPageChooserBlock())

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        visible = _visible(context).pages
        return {**context, "pages": [visible[page.pk] for page in value["pages"] if page and page.pk in visible]}

    class Meta:
        icon = "link"
        template = "blocks/related.html"


class VideoLinkBlock(blocks.StructBlock):
    """A plain link: embedding a player would tell a third party who reads this page."""

    url = blocks.URLBlock()
    title = blocks.CharBlock(max_length=200)
    duration = blocks.CharBlock(max_length=40, required=False, help_text="For example: 45 minutes")

    class Meta:
        icon = "media"
        template = "blocks/video.html"


class AccordionItemBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=160)
    text = blocks.RichTextBlock(features=["bold", "italic", "ol", "ul", "link"])


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock())

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        items = [{"heading": item["heading"], "html": _html(item["text"], context)} for item in value["items"]]
        return {**context, "items": items}

    class Meta:
        icon = "list-ul"
        template = "blocks/accordion.html"


class BodyBlock(blocks.StreamBlock):
    """Everything that the body of a page may consist of."""

    text = TextBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    figure = FigureBlock()
    table = TableBlock()
    quote = QuoteBlock()
    documents = DocumentsBlock()
    related = RelatedPagesBlock(label="Related pages")
    video = VideoLinkBlock(label="Link to a video")
    accordion = AccordionBlock()


class CorrectionBlock(blocks.StructBlock):
    date = blocks.DateBlock()
    text = blocks.TextBlock(help_text="What was wrong, and what is right.")


class CorrectionsBlock(blocks.StreamBlock):
    correction = CorrectionBlock()
