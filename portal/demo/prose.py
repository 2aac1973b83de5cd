"""Turns lightly marked text into the HTML of a rich text field, so that long prose stays readable as source.

A blank line ends a paragraph; `## ` and `### ` start headings, `- ` and `1. ` list items; `**bold**` and
`[label](address)` work inside a line. Anything else is text, and is escaped.
"""

import html
import re

from portal.demo.shapes import Paragraph

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
_HEADING = re.compile(r"^(#{2,3} .+)$", re.MULTILINE)
_ITEM = re.compile(r"^(-|\d+\.) ")


def rich_text(source: str) -> str:
    """The HTML of `source`, with only the tags that the portal's rich text fields allow."""
    return "".join(_chunk_to_html(chunk) for chunk in _chunks(source))


def document_paragraphs(source: str) -> tuple[Paragraph, ...]:
    """The same marks as paragraphs of a document file; inline marks are not used there."""
    return tuple(paragraph for chunk in _chunks(source) for paragraph in _chunk_to_paragraphs(chunk))


def _chunks(source: str) -> list[str]:
    """Headings, paragraphs and lists; a heading ends with its line, whatever follows."""
    parted = _HEADING.sub(r"\n\1\n\n", source)
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", parted) if chunk.strip()]


def _items(chunk: str) -> list[str]:
    """The list items of a chunk; a line without a mark continues the item above it."""
    items: list[str] = []
    for line in map(str.strip, chunk.splitlines()):
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line))
        else:
            items[-1] += f" {line}"
    return items


def _joined(chunk: str) -> str:
    return " ".join(chunk.split())


def _inline(text: str) -> str:
    escaped = html.escape(text, quote=False)
    return _LINK.sub(r'<a href="\2">\1</a>', _BOLD.sub(r"<b>\1</b>", escaped))


def _chunk_to_html(chunk: str) -> str:
    if chunk.startswith("### "):
        return f"<h3>{_inline(_joined(chunk[4:]))}</h3>"
    if chunk.startswith("## "):
        return f"<h2>{_inline(_joined(chunk[3:]))}</h2>"
    if mark := _ITEM.match(chunk):
        tag = "ul" if mark.group(1) == "-" else "ol"
        return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(chunk))}</{tag}>"
    return f"<p>{_inline(_joined(chunk))}</p>"


def _chunk_to_paragraphs(chunk: str) -> list[Paragraph]:
    if chunk.startswith("## "):
        return [Paragraph("heading", _joined(chunk[3:]))]
    if _ITEM.match(chunk):
        return [Paragraph("bullet", item) for item in _items(chunk)]
    return [Paragraph("text", _joined(chunk))]
