"""What Elasticsearch stores of an entry, and how it reads texts. A change here is another `SCHEMA`: a new index."""

import hashlib
import json
from typing import Any

from django.conf import settings
from elasticsearch_dsl import Date, Document, Index, Keyword, Long, MetaField, Text, analyzer, token_filter

# The words of the other engines: whatever is no letter and no digit separates; cases and accents are folded; English
# stems. No stop words are taken out: a query leaves them out of itself, and finds them between quotation marks.
PARTS = token_filter(
    "parts",
    type="word_delimiter_graph",
    split_on_case_change=False,
    split_on_numerics=False,
    stem_english_possessive=False,
)
STEMS = token_filter("stems", type="stemmer", language="english")
WORDS = analyzer("words", tokenizer="standard", filter=[PARTS, "lowercase", "asciifolding", STEMS])

# Divergence from randomness, I(F)B2: on the Cranfield collection it reaches an nDCG@10 of 0.389, BM25 0.376 at best.
RANDOMNESS = {
    "type": "DFR",
    "basic_model": "if",
    "after_effect": "b",
    "normalization": "h2",
    "normalization.h2.c": "2.0",  # softer than 1, the default: a file is much longer than a page, and no worse for that
}
GAP = 100  # positions between title, summary, and the pages of a body: no phrase goes across it


def words(**options: Any) -> Any:
    return Text(analyzer=WORDS, similarity="randomness", position_increment_gap=GAP, **options)


def searched() -> Any:
    """Offsets are stored, so that marking what matched does not read a long text once more."""
    return words(index_options="offsets", copy_to="everything")


class EntryDocument(Document):
    """An entry. `everything` has its texts one after another: there words are looked for and weighed.

    Facets are filtered by value, and counted by value and label together, the fields that are `…_shown`.
    """

    entry = Long()
    title = searched()
    summary = searched()
    body = searched()  # a list: a file's pages
    everything = words()
    date = Date(format="strict_date")
    nodes = Keyword()
    kind, topic, region, group, year = Keyword(), Keyword(), Keyword(), Keyword(), Keyword()
    kind_shown, topic_shown, region_shown, group_shown, year_shown = (
        Keyword(),
        Keyword(),
        Keyword(),
        Keyword(),
        Keyword(),
    )

    class Meta:
        dynamic = MetaField("strict")


SETTINGS = {
    "number_of_shards": 1,  # words are weighed, and values counted, in one place
    "refresh_interval": "-1",  # whoever writes refreshes, and only then marks what is written
    "gc_deletes": "1h",  # for so long, a writer that was held up cannot bring back what was removed
    "similarity": {"randomness": RANDOMNESS},
}


def _described() -> dict[str, Any]:
    index = Index("any")
    index.document(EntryDocument)
    index.settings(**SETTINGS)
    return index.to_dict()


SCHEMA = hashlib.sha256(json.dumps(_described(), sort_keys=True).encode()).hexdigest()[:10]


def index_body() -> dict[str, Any]:
    """Settings and mapping of a new index."""
    body = _described()
    body["settings"]["auto_expand_replicas"] = settings.ELASTICSEARCH_REPLICAS
    body["mappings"]["_meta"] = {"schema": SCHEMA}
    return body
