"""Builders of body blocks. Their names and their values' keys are those of the portal's StreamField blocks.

Prose arguments are written in the light marks of `prose`; the values carry HTML.
"""

from collections.abc import Sequence
from typing import Literal

from portal.demo.prose import rich_text
from portal.demo.shapes import Block

CalloutStyle = Literal["info", "warning", "tip"]


def text(source: str) -> Block:
    return Block("text", rich_text(source))


def callout(style: CalloutStyle, title: str, source: str) -> Block:
    return Block("callout", {"style": style, "title": title, "text": rich_text(source)})


def steps(title: str, items: Sequence[tuple[str, str]]) -> Block:
    return Block(
        "steps",
        {
            "title": title,
            "items": [{"title": heading, "text": rich_text(source)} for heading, source in items],
        },
    )


def figure(image_slug: str, alt: str, caption: str) -> Block:
    return Block("figure", {"image": image_slug, "alt": alt, "caption": caption})


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return Block("table", {"caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]})


def quote(words: str, source: str) -> Block:
    return Block("quote", {"text": words, "source": source})


def documents(*document_slugs: str) -> Block:
    return Block("documents", list(document_slugs))


def related(*page_slugs: str) -> Block:
    return Block("related", list(page_slugs))


def accordion(items: Sequence[tuple[str, str]]) -> Block:
    return Block("accordion", [{"heading": heading, "text": rich_text(source)} for heading, source in items])
