"""How good a ranking is, by people's grades: nDCG and average precision.

Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002), with the gain
2^grade − 1; Manning, Raghavan, Schütze, "Introduction to Information Retrieval" (2008), chapter 8.
"""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], *, depth: int = 10) -> float:
    """Between 0 and 1. A text without a grade counts as no answer."""
    ideal = _discounted(sorted((max(grade, 0) for grade in grades.values()), reverse=True)[:depth])
    found = _discounted([max(grades.get(document, 0), 0) for document in ranking[:depth]])
    return found / ideal if ideal else 0.0


def average_precision(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """The mean, over all answers, of the share of answers among what was shown up to each of them."""
    answers = {document for document, grade in grades.items() if grade > 0}
    precisions, found = 0.0, 0
    for rank, document in enumerate(ranking, start=1):
        if document in answers:
            found += 1
            precisions += found / rank
    return precisions / len(answers) if answers else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed; 0 of none."""
    in_order = sorted(values)
    return in_order[min(len(in_order) - 1, int(share * len(in_order)))] if in_order else 0.0


def _discounted(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))
