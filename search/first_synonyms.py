"""The synonyms that every portal begins with: the field's abbreviations, and what they stand for.

Left out is what would find too much: "platform" for an electronic service provider, "hash" for PDQ and its like.
"""

from .curation import SynonymSet

FIRST = (
    ("CSAM", "child sexual abuse material", "abuse imagery"),
    (
        "CSEA",
        "OCSEA",
        "OSAEC",
        "child sexual exploitation and abuse",
        "online sexual abuse and exploitation of children",
    ),
    ("CSAI", "child sexual abuse imagery"),
    ("AIG-CSAM", "AI-generated CSAM", "synthetic CSAM"),
    ("SGII", "self-generated indecent imagery", "youth-produced imagery"),
    (
        "NCMEC",
        "National Center for Missing & Exploited Children",
        "National Center for Missing and Exploited Children",
    ),
    ("CyberTip", "CyberTipline report", "CyberTipline"),
    ("HMA", "Hasher-Matcher-Actioner"),
    ("SSVH", "Scene-Sensitive Video Hashing"),
    ("CLIP", "Contrastive Language-Image Pre-training"),
    ("ESP", "electronic service provider"),
    ("DSA", "Digital Services Act"),
    ("T&S", "trust and safety"),
    ("TSPA", "Trust & Safety Professional Association"),
    ("CACC", "Crimes Against Children Conference"),
    ("MSF", "Multi-Stakeholder Forum"),
    ("EVAC", "End Violence Against Children"),
    ("IWF", "Internet Watch Foundation"),
    ("C3P", "Canadian Centre for Child Protection", "Project Arachnid"),
    ("law enforcement", "police", "LEA"),
    ("SbD", "Safety by Design"),
    ("Gen AI", "generative AI", "GAI", "GenAI"),
    ("RFP", "request for proposals"),
    ("APAC", "Asia-Pacific"),
    ("EMEA", "Europe, Middle East and Africa"),
    ("API", "application programming interface"),
    ("sextortion", "sexual extortion"),
    ("grooming", "online enticement"),
    ("age assurance", "age verification", "age estimation"),
    ("classifier", "machine learning model", "ML model"),
    ("hash", "fingerprint"),
)


def ensure_synonyms() -> None:
    """Give the portal these, if it has none."""
    if not SynonymSet.objects.exists():
        SynonymSet.objects.bulk_create(SynonymSet(terms="\n".join(terms)) for terms in FIRST)
