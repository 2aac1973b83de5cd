"""Where to go with what does not belong in a question. The portal is no hotline; these are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """`when` says for what, `how` says what to do there."""

    when: str
    name: str
    how: str
    url: str = ""


FIRST = "Do not send us material, links to it, hashes, or anything that tells who a victim or a suspect is."

WAYS = (
    Way(
        when="A child is in danger now",
        name="Your local police",
        how="Call the emergency number of the country where the child is.",
    ),
    Way(
        when="You have found suspected child sexual abuse material on your service",
        name="NCMEC CyberTipline",
        how="Report it with the web form, or through the API if you are registered. You can add to a report later.",
        url="https://report.cybertip.org/",
    ),
    Way(
        when="Your service or its users are outside the United States",
        name="The body that your country names",
        how="Ask your counsel which body comes first. The hotlines of INHOPE's network pass reports on.",
        url="https://www.inhope.org/",
    ),
    Way(
        when="Somebody under 18 is afraid that their own image is shared",
        name="Take It Down",
        how="They can have it looked for without sending it to anybody.",
        url="https://takeitdown.ncmec.org/",
    ),
)

# Links to these, and addresses at them, may stand in a text.
HOSTS = (
    *("cybertip.org", "ncmec.org", "missingkids.org", "inhope.org", "iwf.org.uk", "weprotect.org", "europol.europa.eu"),
    *("technologycoalition.org", "protectchildren.ca", "cybertip.ca", "esafety.gov.au", "ceop.police.uk"),
)
