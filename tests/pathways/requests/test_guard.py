"""What never goes to others, however it is dressed; and what must stay sayable."""

import time

import pytest

from pathways.requests.guard import SENTENCES, Kind, findings_in, holding, kinds_of, warning
from pathways.requests.where_to_report import HOSTS, WAYS

MD5, SHA1, SHA256 = "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "ab" * 30 + "0123"
ONION = "expyuzz4wqqyqhjn" + "2345abcd" * 5  # of the length of a real one, and nobody's

HELD = {
    Kind.MATERIAL_LINK: [
        "We found it at https://files.example.com/holiday/IMG_2034.jpg today",
        "hxxps://files[.]example[.]com/a.mp4",
        "h**p://files.example.com/a/b.zip",
        "see www.example.net/set.rar",
        "example.net/set.7z is where it was",
        "https://mega.nz/folder/abc#def",
        "join t.me/somechannel",
        "it is on Dropbox.com somewhere",
        "https://discord.gg/abcdef",
        "http://203.9.113.7/x",
        "The file was called holiday_2019.mp4",
        "https://example.com/view?file=a.png&x=1",
        "http\u200bs://files.example.com/a\u200b.jpg",
        "https://ｆｉｌｅｓ.example.com/a.jpg",
    ],
    Kind.HIDDEN_LINK: [
        f"http://{ONION}.onion/index",
        f"the site {ONION[:16]}.onion",
        ONION,
        "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a",
        "ftp://files.example.com/pub",
        "hidden service abcdefgh[.]onion",
    ],
    Kind.FINGERPRINT: [
        f"MD5 {MD5}",
        MD5.upper(),
        f"sha1:{SHA1}",
        f"({SHA256})",
        f"https://example.com/{MD5}",
        " ".join(MD5[place : place + 2] for place in range(0, 32, 2)),
        ":".join(SHA1[place : place + 2] for place in range(0, 40, 2)),
        ",".join(str(number * 37 % 256) for number in range(144)),
        "PhotoDNA: " + ("aB3+xY9/" * 24),
    ],
    Kind.MINOR: [
        "Emma, aged 13, wrote to us",
        "Emma is 13.",
        "Emma Winter (13) is in the picture",
        "Jonas, 9, lives nearby",
        "a 13-year-old girl called Emma Winter",
        "The victim's name is Emma",
        "the boy, whom we know, is called Jonas",
        "She is a pupil at Greenfield Primary School",
        "Emma just turned 12 and sent it",
        "Émile… no: Marie-Claire, aged twelve",
    ],
    Kind.EMAIL: [
        "write to jo.smith+x@example.com",
        "jo [at] example [dot] com",
        "jo at example dot com",
        "jo(@)example.com",
    ],
    Kind.PHONE: ["call +44 20 7946 0958", "0049 30 901820", "020 7946 0958", "(555) 010-0199", "555-010-0199"],
    Kind.NETWORK: [
        "he came from 81.2.69.142",
        "2a02:c7d:1234:5600:abcd:ef01:2345:6789",
        "2a02:c7d::5600:1",
        "81[.]2[.]69[.]142",
    ],
    Kind.BIRTH: ["DOB: 03/04/2011", "born on 3 April 2011", "date of birth is 2011-04-03"],
}

SAYABLE = [
    "We just met suspected CSAM for the first time. Who hears first?",
    "Web form or API? See https://report.cybertip.org/ispws/documentation for both.",
    "Write to espteam@ncmec.org, they help with the API.",
    "The minimum age in our terms on Discord is 13. Is that enough?",
    "Users aged 13 to 17 get safer defaults. Children under 13 are not allowed.",
    "We have 12 people and 2 moderators; 1,064,380 signals came in 2024.",
    "Our version is 10.4.2, released 2024-11-25 at 10:30:15.",
    "A 13-year-old may sign up with a parent.",
    "Article 16, section 4 of the DSA. Step 3, 4 and 5 are done.",
    "The deadline is 17 April 2025, and the threshold is 31 of 256 bits.",
    "We compared PDQ, MD5, PhotoDNA and SHA-256 on 4 machines at 127.0.0.1.",
    "Larkspan is one of three members; NCMEC is one option.",
    "Does a grade 7 student count as a child?",
    "Please answer @mention nobody.".replace("@mention", "and"),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HELD.items() for text in texts])
def test_a_text_that_leads_to_material_or_to_a_person_is_held(kind, text):
    assert kind in {finding.kind for finding in holding([text])}


@pytest.mark.parametrize("text", SAYABLE)
def test_ordinary_questions_and_answers_are_not_held(text):
    assert holding([text]) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.LINK, "We read https://developers.example.com/Docs/Hashing2/HowToMatchPicturesQuicklyAndWithoutRegret"),
        (Kind.HANDLE, "The account is dark_wolf88"),
        (Kind.HANDLE, "reported by @dark_wolf"),
    ],
)
def test_what_may_be_harmless_is_asked_about_and_not_held(kind, text):
    assert [finding.kind for finding in warning([text])] == [kind]
    assert holding([text]) == []


def test_a_finding_marks_its_place_in_the_text_as_it_was_written():
    text = "First\u200b, see hxxps://files[.]example[.]com/a.mp4 and then jo [at] example [dot] com, please"
    marked = {finding.kind: text[finding.start : finding.end] for finding in findings_in(text)}
    assert marked[Kind.MATERIAL_LINK] == "hxxps://files[.]example[.]com/a.mp4"
    assert marked[Kind.EMAIL].startswith("jo [at] example")


def test_each_thing_is_found_once():
    assert [finding.kind for finding in findings_in(f"https://example.com/{MD5}/a.jpg")] == [Kind.MATERIAL_LINK]


def test_a_finding_holds_none_of_the_words():
    (finding,) = findings_in(f"MD5 {MD5}")
    assert MD5 not in repr(finding)
    assert kinds_of([finding, finding]) == ["fingerprint"]


def test_every_kind_has_a_sentence_and_an_example():
    assert set(SENTENCES) == set(Kind)
    assert set(HELD) == {kind for kind in Kind if kind.holds}


def test_the_places_to_report_to_may_be_named():
    for way in WAYS:
        assert findings_in(way.url) == []
    assert holding([f"https://www.{host}/help" for host in HOSTS]) == []


@pytest.mark.parametrize(
    "piece", ["a-", "a.", "1 ", "1, ", "ab:", "(", " ", "A ", "Emma ", "a@", "http://", "[.]", "0", "a_", "9."]
)
def test_a_long_text_made_to_keep_the_guard_busy_does_not(piece):
    begun = time.process_time()
    findings_in((piece * 10_000)[:10_000])
    assert time.process_time() - begun < 2
