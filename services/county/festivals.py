"""The statutory holidays of any year, for calendars that no State Council list has fixed yet.

Source: 全国年节及纪念日放假办法, Art. 2 and 6, in the wordings of 2007, 2013 and 2024.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

LUNAR: dict[int, tuple[str, str, str]] = {
    2004: ("0122", "0622", "0928"),
    2005: ("0209", "0611", "0918"),
    2006: ("0129", "0531", "1006"),
    2007: ("0218", "0619", "0925"),
    2008: ("0207", "0608", "0914"),
    2009: ("0126", "0528", "1003"),
    2010: ("0214", "0616", "0922"),
    2011: ("0203", "0606", "0912"),
    2012: ("0123", "0623", "0930"),
    2013: ("0210", "0612", "0919"),
    2014: ("0131", "0602", "0908"),
    2015: ("0219", "0620", "0927"),
    2016: ("0208", "0609", "0915"),
    2017: ("0128", "0530", "1004"),
    2018: ("0216", "0618", "0924"),
    2019: ("0205", "0607", "0913"),
    2020: ("0125", "0625", "1001"),
    2021: ("0212", "0614", "0921"),
    2022: ("0201", "0603", "0910"),
    2023: ("0122", "0622", "0929"),
    2024: ("0210", "0610", "0917"),
    2025: ("0129", "0531", "1006"),
    2026: ("0217", "0619", "0925"),
    2027: ("0206", "0609", "0915"),
    2028: ("0126", "0528", "1003"),
    2029: ("0213", "0616", "0922"),
    2030: ("0203", "0605", "0912"),
    2031: ("0123", "0624", "1001"),
    2032: ("0211", "0612", "0919"),
    2033: ("0131", "0601", "0908"),
    2034: ("0219", "0620", "0927"),
    2035: ("0208", "0610", "0916"),
    2036: ("0128", "0530", "1004"),
    2037: ("0215", "0618", "0924"),
    2038: ("0204", "0607", "0913"),
    2039: ("0124", "0527", "1002"),
    2040: ("0212", "0614", "0920"),
    2041: ("0201", "0603", "0910"),
    2042: ("0122", "0622", "0928"),
    2043: ("0210", "0611", "0917"),
    2044: ("0130", "0531", "1005"),
    2045: ("0217", "0619", "0925"),
    2046: ("0206", "0608", "0915"),
    2047: ("0126", "0529", "1004"),
    2048: ("0214", "0615", "0922"),
    2049: ("0202", "0604", "0911"),
    2050: ("0123", "0623", "0930"),
}
"""By year: the first day of the lunar year, the Dragon Boat Festival and Mid-Autumn, as MMDD."""


def _on(year: int, month_and_day: str) -> date:
    return date(year, int(month_and_day[:2]), int(month_and_day[2:]))


def qingming(year: int) -> date:
    """The day of Qingming (清明), 4 to 6 April, by the mean solar longitude; exact for 1901 to 2099."""
    short = year % 100
    constant = 4.81 if year >= 2000 else 5.59
    day = int(short * 0.2422 + constant) - short // 4
    return date(year, 4, min(max(day, 4), 6))


def _blocks(year: int) -> list[tuple[list[date], str]]:
    """The holidays of a year with their names, those of one festival together; lunar ones where the table has them."""
    new_year, labour, national = date(year, 1, 1), date(year, 5, 1), date(year, 10, 1)
    one = timedelta(days=1)
    blocks = [
        ([new_year], "元旦"),
        ([qingming(year)], "清明节"),
        ([labour, labour + one] if year >= 2025 else [labour], "劳动节"),
        ([national, national + one, national + 2 * one], "国庆节"),
    ]
    if year in LUNAR:
        spring, dragon, autumn = (_on(year, text) for text in LUNAR[year])
        first = 0 if 2014 <= year <= 2024 else -1
        last = 1 if year < 2014 else 2
        days = [spring + timedelta(days=n) for n in range(first, last + 1)]
        blocks += [(days, "春节"), ([dragon], "端午节"), ([autumn], "中秋节")]
    return sorted(blocks)


@lru_cache(maxsize=512)
def named_days_off(year: int) -> Mapping[date, str]:
    """The holidays of a year by the law alone, and for one on a weekend the next free weekday: each with its name."""
    blocks = _blocks(year)
    off = {day: name for block, name in reversed(blocks) for day in block}
    for block, name in blocks:
        make_up = block[-1]
        for _ in [day for day in block if day.weekday() >= 5]:
            make_up += timedelta(days=1)
            while make_up.weekday() >= 5 or make_up in off:
                make_up += timedelta(days=1)
            off[make_up] = name
    return {day: name for day, name in off.items() if day.year == year}


def statutory_days_off(year: int) -> frozenset[date]:
    """The weekdays off of a year by the law alone: a holiday on a weekend is made up on the next free weekday."""
    return frozenset(day for day in named_days_off(year) if day.weekday() < 5)
