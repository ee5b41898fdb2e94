"""Invented citizens: names that nobody bears on purpose, addresses in the county's places, mail that goes nowhere.

Nobody gets a telephone number: every number of the country's plan may be somebody's. Mail addresses end in `.example`,
which is nobody's by the internet's own rules (RFC 2606).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

SURNAMES = "覃冉龚邬柯岳阳樊谭向田彭瞿舒滕麻龙石吴梁"
FIRST = ("云", "松", "禾", "岭", "溪", "竹", "秋", "荷", "远", "宁", "青", "柏", "芷", "岚", "沐", "川")
SECOND = ("生", "兰", "贵", "娥", "根", "凤", "苗", "全", "枝", "宝", "月", "莲", "山", "香", "和", "英")
DIGITS = "零一二三四五六七八九十"


class People:
    """A seeded stream of citizens; no two of one day have the same name."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names = self._shuffled()
        self._count = 0

    def citizen(self, village: str) -> dict[str, Any]:
        """A petitioner who lives in a village of this name and can be written to."""
        self._count += 1
        house = f"{village}{self.group()}组{self._random.randint(1, 60)}号"
        return {"name": next(self._names), "address": house}

    def with_mail(self, village: str) -> dict[str, Any]:
        """A petitioner who also gave an address for mail."""
        return self.citizen(village) | {"email": f"citizen{self._count}@ningshan.example"}

    def group(self) -> str:
        """The number of a villagers' group, as it is written."""
        return DIGITS[self._random.randint(1, 8)]

    def _shuffled(self) -> Iterator[str]:
        names = [s + f + second for s in SURNAMES for f in FIRST for second in SECOND]
        self._random.shuffle(names)
        return iter(names)
