"""The county's category table (内容分类) and the keyword match that proposes a category for a story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.vocabulary import Urgency
from services.county.problem import UnknownCode

ENOUGH = 4
"""A match needs this much weight: one strong word of two characters, or several weak ones."""
FULL, WEAK = 2, 1
TITLE_TIMES, MOST_TIMES = 2, 3


@dataclass(frozen=True, slots=True)
class Category:
    """One row: `parent` is None on the first level. `keywords` weigh two per character, `weak` ones one."""

    code: str
    name: str
    parent: str | None
    lead: str
    urgency: Urgency
    keywords: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The proposed category code, or None for a person to decide; `hits` are the county's words found."""

    category: str | None
    hits: tuple[str, ...]
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    weight: int
    row: str
    first: str


class Categories:
    """All categories in file order. Matching is deterministic and reads only the text given to it."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_code = {category.code: category for category in categories}
        self._words: list[_Word] = [
            _Word(word, len(word) * weight, category.code, category.parent or category.code)
            for category in self._by_code.values()
            for weight, words in ((FULL, category.keywords), (WEAK, category.weak))
            for word in words
        ]
        self._starting: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self._words):
            self._starting[word.text[:2]].append(index)
        self._pair = _pairs(self._starting)
        first, second = ([c.code for c in self._by_code.values() if (c.parent is None) is top] for top in (True, False))
        self._codes = {None: tuple(self._by_code), 1: tuple(first), 2: tuple(second)}

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Category:
        """The category of this code. Raises UnknownCode."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode("category", code) from None

    def exists(self, code: str) -> bool:
        """Whether the county has a category of this code."""
        return code in self._by_code

    def codes(self, level: int | None = None) -> tuple[str, ...]:
        """All codes in file order, or those of level 1 or 2."""
        return self._codes[level]

    def first_level(self, code: str) -> Category:
        """The first-level category that this one is or belongs to. Raises UnknownCode."""
        category = self.get(code)
        return category if category.parent is None else self.get(category.parent)

    def match(self, text: str, title: str = "") -> Match:
        """Propose a category by the keywords found; a word in the title counts more, each at most three times.

        The first level with the most weight wins, then the heaviest row inside it; ties go to the file's order.
        """
        by_row: dict[str, int] = defaultdict(int)
        by_first: dict[str, int] = defaultdict(int)
        found: list[_Word] = []
        for word in self._words_in(text, title):
            times = text.count(word.text) + TITLE_TIMES * title.count(word.text)
            if times:
                score = word.weight * min(times, MOST_TIMES)
                by_row[word.row] += score
                by_first[word.first] += score
                found.append(word)
        if not found:
            return Match(None, (), 0, "no keyword of the county file found")
        winner = max(by_first, key=by_first.__getitem__)
        hits = tuple(word.text for word in found if word.first == winner)
        score = by_first[winner]
        if score < ENOUGH:
            return Match(None, hits, score, f"only weak keywords found, weight {score} of {ENOUGH} needed")
        rows = dict.fromkeys(word.row for word in found if word.first == winner)
        row = max(rows, key=by_row.__getitem__)
        return Match(row, hits, score, f"{row} by {'、'.join(hits)}, weight {score}")

    def _words_in(self, text: str, title: str) -> list[_Word]:
        """The words whose first two characters occur, in file order: few enough to be counted one by one."""
        pairs = self._starting.keys() & self._pair.findall(f"{text}\n{title}")
        return [self._words[index] for index in sorted(i for pair in pairs for i in self._starting[pair])]


def _pairs(starting: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds, overlapping, every pair of characters that may start a word (3 × as fast as a set)."""
    firsts, seconds = ("".join(sorted({pair[place] for pair in starting})) for place in (0, 1))
    return re.compile(f"(?=([{re.escape(firsts)}][{re.escape(seconds)}]))" if firsts else r"(?!)")
