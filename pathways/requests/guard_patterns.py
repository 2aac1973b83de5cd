"""What the guard looks for. Each pattern takes time in proportion to the text, whatever somebody writes."""

import re

FILES = (
    "jpe?g|png|gif|webp|bmp|tiff?|heic|avif|mp4|m4v|mov|avi|mkv|webm|wmv|flv|mpe?g|3gp|zip|rar|7z|tar|t?gz|iso|torrent"
)
SHARING = (
    *("mega.nz", "mega.io", "mediafire.com", "wetransfer.com", "we.tl", "dropbox.com", "drive.google.com", "1drv.ms"),
    *(
        "photos.app.goo.gl",
        "photos.google.com",
        "icloud.com",
        "box.com",
        "gofile.io",
        "anonfiles.com",
        "pixeldrain.com",
    ),
    *("imgur.com", "imgbb.com", "ibb.co", "postimg.cc", "streamable.com", "catbox.moe", "file.io", "transfer.sh"),
    *("t.me", "telegram.me", "discord.gg", "discord.com", "cdn.discordapp.com", "chat.whatsapp.com", "wa.me"),
    *("pastebin.com", "ghostbin.com", "bit.ly", "tinyurl.com", "is.gd", "cutt.ly", "terabox.com", "disk.yandex.ru"),
)
TOP_LEVEL = (
    "com|net|org|info|io|me|co|uk|de|fr|nl|eu|ru|cn|us|ca|au|in|br|jp|nz|cc|to|ly|gg|tv|sh|xyz|site|online|top|club"
    "|link|live|app|dev|moe|gl|ms|gd"
)

# --- Disguises, and what stands behind them -------------------------------------------------------------------------

_AT, _DOT = r"(?:\[\s?@\s?\]|\(\s?@\s?\)|[\[({]\s?at\s?[\])}])", r"(?:[\[({]\s?\.\s?[\])}]|[\[({]\s?dot\s?[\])}])"
DISGUISES = (
    (re.compile(r"\bh(?:xx|tt|\*\*)p(s?)\s?\[?:\]?\s?//", re.I), r"http\1://"),
    (re.compile(rf"\s{{0,3}}{_DOT}\s{{0,3}}", re.I), "."),
    (re.compile(rf"\s{{0,3}}{_AT}\s{{0,3}}", re.I), "@"),
    (re.compile(r"(?<=\w) at (?=[\w-]{1,60} dot \w)", re.I), "@"),
    (re.compile(r"(?<=\w) dot (?=\w{2,10}\b)", re.I), "."),
)

# --- Links and files ------------------------------------------------------------------------------------------------

URL = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,9}://|\bwww\.)[^\s<>\"')\]]+"
    rf"|(?<![\w.@-])(?:[a-z0-9-]{{1,63}}\.)+(?:{TOP_LEVEL})/[^\s<>\"')\]]+",
    re.I,
)
BARE_SHARING = re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, SHARING))})(?![\w-])", re.I)
FILE_NAME = re.compile(rf"(?<![\w./-])[\w-]+\.(?:{FILES})\b", re.I)
PATH_OF_FILE = re.compile(rf"\.(?:{FILES})(?:$|[?#&/])", re.I)
MAGNET = re.compile(
    r"\bmagnet:\?\S+|\b(?:ed2k|ipfs|ipns)://\S+|\bbafy[a-z2-7]{50,}\b|\bQm[1-9A-HJ-NP-Za-km-z]{44}\b", re.I
)
ONION = re.compile(
    r"\b(?=[a-z2-7]{0,55}[2-7])(?:[a-z2-7]{56}|[a-z2-7]{16})\b|(?<![\w-])[a-z0-9-]+\.(?:onion|i2p)\b", re.I
)

# --- Fingerprints: MD5, SHA, PhotoDNA (144 numbers below 256, or the same bytes in base 64) ---------------------------

HEX = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])", re.I
)
SPLIT_HEX = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{2}[ :-]){15,}[0-9a-f]{2}(?![0-9a-z])", re.I)
NUMBERS = re.compile(r"(?<!\d)(?:\d{1,3}[,;\s]{1,3}){31,}\d{1,3}(?!\d)")
BASE64 = re.compile(r"(?<![\w+/])(?=[A-Za-z+/]{0,80}\d)(?=[a-z\d+/]{0,80}[A-Z])[A-Za-z\d+/]{60,}={0,2}")

# --- People ---------------------------------------------------------------------------------------------------------

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,20}\b", re.I)
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00)\d[\d ()./-]{6,18}\d(?![\w%])"
    r"|(?<![\w.,/-])\(?0\d{2,4}\)?[ /-]\d[\d -]{4,10}\d(?![\w%])"
    r"|(?<![\w.,/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w%])"
)
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IP4 = re.compile(rf"(?<![\w.])(?:{_BYTE}\.){{3}}{_BYTE}(?:/\d{{1,2}})?(?!\w|\.\d)")
IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])",
    re.I,
)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|born(?: on)?|date of birth|birthday)(?: is| was)?\W{0,4}\d{1,4}[./ -]\w{1,9}[./ -]\d{2,4}",
    re.I,
)
_ACCOUNTS = "user ?name|user ?id|handle|account|profile|snap(?:chat)?|insta(?:gram)?|kik|discord|telegram"
HANDLE = re.compile(
    r"(?<![\w@.])@[A-Za-z0-9_.]{3,30}\b"
    rf"|\b(?:{_ACCOUNTS})\s?(?:is|was|:|=)\s?[\"“']?[\w#-]{{0,30}}[\d_#][\w.#-]{{0,30}}",
    re.I,
)

_NAME = r"[A-Z][a-zà-öø-ÿ'’-]{1,20}"
_NUMBER = r"(?:1[0-7]|[1-9])"
_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_YOUNG = rf"(?:{_NUMBER}|{_WORD})"
_AGE = (
    rf"(?i:(?:who is |who was )?aged? {_YOUNG}\b"
    rf"|(?:who )?(?:is|was|turned|is only|was only|just turned) {_NUMBER}(?=\s?(?:[.,;)!?\n]|$|and\b|but\b|years?\b))"
    rf"|{_YOUNG}[ -](?:years?[ -]old|y/?o\b|yrs?[ -]old))"
)
_CHILD = r"(?i:girl|boy|child|kid|victim|minor|daughter|son|pupil|student|teenager|sister|brother|niece|nephew)"
MINORS = (
    re.compile(rf"\b{_NAME}(?: {_NAME})?,? ?\(?{_AGE}"),
    re.compile(rf"\b{_NAME}(?: {_NAME})? ?[,(] ?{_NUMBER} ?[,)]"),
    re.compile(rf"\b{_AGE},? (?:{_CHILD} )?(?:(?i:called|named|name is) )?{_NAME} {_NAME}"),
    re.compile(rf"\b{_CHILD}\b[^.!?\n]{{0,30}}\b(?i:called|named|whose name is|name is|name:) {_NAME}"),
    re.compile(rf"\b{_CHILD}(?:'s|’s)? (?i:name) ?(?i:is|was|:) ?{_NAME}"),
    re.compile(rf"\b(?i:pupil|student)s? (?i:at|of) (?:{_NAME} ){{1,4}}(?i:school|college|academy|primary|high)\b"),
)
A_NAME = re.compile(rf"\b{_NAME}\b")
A_SCHOOL = re.compile(r"\b(?:school|college|academy|primary|high)\b", re.I)
# Said of a rule, an age is nobody's.
A_RULE = re.compile(r"\b(?:minimum|limit|rating|rated|law|terms|policy|require[sd]?|threshold|allowed|consent)\b", re.I)
# Words with a capital that are nobody's names.
NO_NAMES = frozenset(
    (
        *("A", "An", "And", "Anyone", "Are", "As", "At", "But", "By", "Can", "Child", "Children", "Everyone", "For"),
        *("From", "Girls", "Boys", "Has", "He", "Her", "How", "If", "In", "Is", "It", "Its", "Kids", "Member"),
        *("Members", "Minimum", "Minor", "Minors", "My", "No", "Not", "On", "One", "Only", "Or", "Our", "People"),
        *(
            "Players",
            "Pupils",
            "She",
            "Since",
            "So",
            "Some",
            "Someone",
            "Students",
            "Teens",
            "Teenagers",
            "That",
            "The",
        ),
        *("Their", "Then", "There", "These", "They", "This", "Under", "Until", "User", "Users", "Was", "We", "What"),
        *("When", "Where", "Which", "Who", "Why", "With", "You", "Young", "Your", "Youth", "Age", "Ages", "Group"),
        *("Rule", "Section", "Article", "Step", "Version", "Chapter", "Table", "Figure", "Part", "Level", "Tier"),
        *("Category", "Annex", "Recital", "Page", "Stage", "Phase", "Question", "Option", "Point", "Target"),
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    )
)
