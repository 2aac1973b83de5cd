"""A certificate of attendance, drawn when it is asked for. It is not kept."""

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from .pages import EventPage
from .vocabulary import EventKind

PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=14, leading=20, alignment=TA_CENTER)
LARGE = ParagraphStyle("large", parent=PLAIN, fontName="Helvetica-Bold", fontSize=26, leading=34)


def certificate_of(event: EventPage, person: Any) -> bytes:
    """For somebody who attended."""
    name = person.get_full_name() or person.email
    when = f"{event.local_start:%-d %B %Y}"
    if not event.is_one_day:
        when = f"{when} to {event.local_end:%-d %B %Y}"
    lines = [
        (escape(settings.PORTAL_NAME), PLAIN),
        ("Certificate of attendance", LARGE),
        (escape(name), LARGE),
        (f"attended the {escape(EventKind(event.event_kind).label.lower())}", PLAIN),
        (escape(event.title), LARGE),
        (escape(when), PLAIN),
    ]
    written = BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=landscape(A4),
        topMargin=35 * mm,
        title="Certificate of attendance",
        author=settings.PORTAL_NAME,
    )
    document.build([part for text, style in lines for part in (Paragraph(text, style), Spacer(1, 8 * mm))])
    return written.getvalue()
