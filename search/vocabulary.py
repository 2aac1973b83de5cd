"""The words that texts say: learned in the background, for whoever mistypes one."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from .models import SearchEntry, VocabularyWord

SHORTEST, LONGEST = 4, 40  # characters: of shorter words too many are near to one another
WORD = re.compile(r"[^\W\d_]+")
BATCH = 200  # entries


def learn(*, most: int = 100_000) -> int:
    """Add the words of what was written since the last time. Returns how many entries were read.

    Not in the transaction that saves: two that add the same words in different orders would wait for each other.
    """
    done = 0
    while done < most and (read := _learn_batch()):
        done += read
    return done


def forget() -> None:
    """Empty the vocabulary. The next `learn` reads everything."""
    with transaction.atomic():
        VocabularyWord.objects.all().delete()
        SearchEntry.objects.update(learned_version=0)


@transaction.atomic
def _learn_batch() -> int:
    rows = list(
        SearchEntry.objects.exclude(version=F("learned_version"))
        .order_by("pk")
        .values_list("pk", "version", "title", "summary", "body")[:BATCH]
    )
    words = words_of(text for _, _, *texts in rows for text in texts)
    VocabularyWord.objects.bulk_create(
        [VocabularyWord(word=word) for word in sorted(words)], ignore_conflicts=True, batch_size=500
    )
    for entry_id, version, *_ in rows:  # what was written meanwhile has another version, and its turn comes
        SearchEntry.objects.filter(pk=entry_id, version=version).update(learned_version=version)
    return len(rows)


def words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in WORD.findall(text.lower()) if SHORTEST <= len(word) <= LONGEST}
