"""The words by which content is sorted: kinds, regions, and how carefully something is to be handled."""

from django.db import models


class Kind(models.TextChoices):
    """What a page is, as readers tell pages apart and as lists and search filter them."""

    PAGE = "page", "Page"
    TOOLKIT = "toolkit", "Toolkit"
    GUIDANCE = "guidance", "Guidance"
    TEMPLATE = "template", "Template"
    ROADMAP = "roadmap", "Roadmap"
    REPORT = "report", "Report"
    RECORDING = "recording", "Recording"
    HEARING_SUMMARY = "hearing-summary", "Hearing summary"
    LEGISLATIVE_SUMMARY = "legislative-summary", "Legislative summary"
    MONTHLY_BRIEFING = "monthly-briefing", "Monthly briefing"
    TOPIC = "topic", "Learning path"
    ANSWER = "answer", "Answer"
    GROUP = "group", "Working group"
    EVENT = "event", "Event"


RESOURCE_KINDS = (Kind.TOOLKIT, Kind.GUIDANCE, Kind.TEMPLATE, Kind.ROADMAP, Kind.REPORT, Kind.RECORDING)
BRIEFING_KINDS = (Kind.MONTHLY_BRIEFING, Kind.HEARING_SUMMARY, Kind.LEGISLATIVE_SUMMARY)


class Region(models.TextChoices):
    """The regions that the alliance's policy groups follow. Empty: everywhere."""

    GLOBAL = "", "Everywhere"
    AMERICAS = "americas", "Americas"
    APAC = "apac", "Asia-Pacific"
    EMEA = "emea", "Europe, Middle East and Africa"


class Sensitivity(models.TextChoices):
    """How to handle a text outside the portal. What a mail may say follows from it."""

    OPEN = "open", "Open: may be quoted in mail"
    RESTRICTED = "restricted", "Restricted: only its title leaves the portal"
    CONFIDENTIAL = "confidential", "Confidential: only a link leaves the portal"
