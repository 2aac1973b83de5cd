"""What all published answers have in common: their place, their kind and their closing note."""

from datetime import date

from portal.demo.blocks import related
from portal.demo.notices import NOT_LEGAL_ADVICE
from portal.demo.shapes import Block, DemoPage

REPORTING_EXPERT = "emeka.strand@larkspan.example"
HASHING_EXPERT = "noor.castellane@quillmere.example"
POLICY_EXPERT = "greta.loy@findlewick.example"
STAFF = "marta.ilves@alliance.example"


def answer(
    *,
    slug: str,
    question: str,
    summary: str,
    topics: tuple[str, ...],
    owner_email: str,
    published: date,
    body: tuple[Block, ...],
    related_slugs: tuple[str, ...],
    audience: str = "pathways",
) -> DemoPage:
    """A question and its answer, reviewed when published and due again a year later."""
    return DemoPage(
        slug=slug,
        title=question,
        summary=summary,
        kind="answer",
        section="answers",
        body=(*body, NOT_LEGAL_ADVICE, related(*related_slugs)),
        owner_email=owner_email,
        published=published,
        last_reviewed=published,
        review_due=published.replace(year=published.year + 1),
        topics=topics,
        audience=audience,
        sensitivity="restricted" if audience else "open",
    )
