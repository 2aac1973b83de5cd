"""Makes the demonstration's PDF and DOCX files: the same bytes each time, so that a reload changes nothing."""

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.shared import Pt
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import SimpleDocTemplate, Spacer

from portal.demo.shapes import DemoDocument

PUBLISHER = "Demonstration portal"
_INK = HexColor("#1d2b36")
_QUIET = HexColor("#52616b")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=16, textColor=_INK, spaceAfter=8)
_STYLES = {
    "title": ParagraphStyle("title", _BODY, fontName="Helvetica-Bold", fontSize=22, leading=27, spaceAfter=6),
    "summary": ParagraphStyle("summary", _BODY, fontSize=12, leading=17, textColor=_QUIET, spaceAfter=4),
    "heading": ParagraphStyle(
        "heading", _BODY, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=12, keepWithNext=1
    ),
    "text": _BODY,
    "bullet": ParagraphStyle("bullet", _BODY, leftIndent=14, bulletIndent=2, spaceAfter=4),
}


def make_pdf(document: DemoDocument) -> bytes:
    """A4 pages with a title, headings, page numbers and document properties."""
    output = io.BytesIO()
    template = SimpleDocTemplate(
        output,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=24 * mm,
        bottomMargin=24 * mm,
        title=document.title,
        author=document.author,
        subject=document.summary,
        creator=PUBLISHER,
        lang="en-GB",
        invariant=1,
    )
    story = [
        PdfParagraph(escape(document.title), _STYLES["title"]),
        PdfParagraph(escape(document.summary), _STYLES["summary"]),
        PdfParagraph(escape(_byline(document)), _STYLES["summary"]),
        Spacer(1, 8 * mm),
    ]
    for paragraph in document.paragraphs:
        bullet = "•" if paragraph.style == "bullet" else None
        story.append(PdfParagraph(escape(paragraph.text), _STYLES[paragraph.style], bulletText=bullet))

    def foot(canvas: Canvas, _template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.setFillColor(_QUIET)
        canvas.drawString(25 * mm, 14 * mm, document.title)
        canvas.drawRightString(A4[0] - 25 * mm, 14 * mm, f"Page {canvas.getPageNumber()}")

    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return output.getvalue()


def make_docx(document: DemoDocument) -> bytes:
    """A Word file with real headings, lists and core properties."""
    word = docx.Document()
    written = datetime.combine(document.dated, datetime.min.time(), UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title = document.title
    properties.author = properties.last_modified_by = document.author
    properties.subject = document.summary
    properties.comments = PUBLISHER
    properties.language = "en-GB"
    properties.created = properties.modified = written
    word.styles["Normal"].font.size = Pt(11)

    word.add_heading(document.title, level=0)
    word.add_paragraph(document.summary)
    word.add_paragraph(_byline(document))
    for paragraph in document.paragraphs:
        if paragraph.style == "heading":
            word.add_heading(paragraph.text, level=1)
        else:
            word.add_paragraph(paragraph.text, style="List Bullet" if paragraph.style == "bullet" else None)

    output = io.BytesIO()
    word.save(output)
    return _with_fixed_times(output.getvalue())


def _byline(document: DemoDocument) -> str:
    return f"{document.author} (fictional), {document.dated:%d %B %Y}".replace(" 0", " ")


def _with_fixed_times(archive: bytes) -> bytes:
    """The same archive without the moment of writing, which the zip format notes beside each part."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            target.writestr(zipfile.ZipInfo(part.filename, _ZIP_EPOCH), source.read(part), zipfile.ZIP_DEFLATED)
    return output.getvalue()
