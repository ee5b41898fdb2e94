"""Reading committed state: each question is one command to the primary, by majority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.store.handled import Handled, HandledRow
from services.chassis.store.mongo.connecting import Row, Rows, told
from services.chassis.store.mongo.layout import name_of, scalar, sortable
from services.chassis.store.paging import Place
from services.chassis.store.port import Between, Head, JournalRow, Scalar

_BEHIND_ALL_TEXT = "\U0010ffff"
_BOUNDS = {"stream": ("stream", "$eq"), "exchange": ("exchange", "$eq"), "epoch": ("epoch", "$eq"),
           "from_seq": ("seq", "$gte"), "to_seq": ("seq", "$lte")}  # fmt: skip
TURN = "turn"


class MongoReader:
    """Questions to one service's database."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def turn(self) -> Row:
        """Where commits stand: `epoch`, `position` and `at` of the last fact."""
        with told():
            found = self._rows["meta"].find_one({"_id": TURN})
        assert found is not None
        return found

    def raw(self, collection: str, id: str) -> tuple[int, bytes] | None:
        """Version and body of a document."""
        with told():
            row = self._rows[name_of(collection)].find_one({"_id": id}, {"v": 1, "b": 1})
        return None if row is None else (row["v"], row["b"].encode())

    def find_raw(
        self,
        collection: str,
        equals: Mapping[str, Scalar],
        between: Between | None,
        order: str | None,
        descending: bool,
        limit: int,
        after: Place | None,
    ) -> list[tuple[str, int, bytes, Scalar]]:
        """Documents as (id, version, body, order value), keyset-paged by (order value, id)."""
        asked: list[Row] = [{f"f.{field}": sortable(value)} for field, value in equals.items()]
        if between is not None:
            asked.append({f"f.{between[0]}": _within(between)})
        if after is not None:
            asked.append(_behind(after, order, descending))
        way = -1 if descending else 1
        by = [*([(f"f.{order}", way)] if order else []), ("_id", way)]
        fields = {"v": 1, "b": 1, **({f"f.{order}": 1} if order else {})}
        with told():
            found = list(
                self._rows[name_of(collection)].find({"$and": asked} if asked else {}, fields).sort(by).limit(limit)
            )
        return [(r["_id"], r["v"], r["b"].encode(), scalar(r["f"][order]) if order else None) for r in found]

    def search_raw(
        self, collection: str, asked: Sequence[str], equals: Mapping[str, Scalar], limit: int, before: int | None
    ) -> list[tuple[str, int, bytes, Scalar]]:
        """Documents with all these keyed words as (id, version, body, number), the last born first."""
        question: Row = {f"f.{field}": sortable(value) for field, value in equals.items()}
        question["w"] = {"$all": list(asked)}
        if before is not None:
            question["n"] = {"$lt": before}
        with told():
            rows = self._rows[name_of(collection)].find(question, {"v": 1, "b": 1, "n": 1})
            found = list(rows.sort("n", -1).limit(limit))
        return [(row["_id"], row["v"], row["b"].encode(), row["n"]) for row in found]

    def counter(self, key: str) -> int:
        """One counter, its slots added up."""
        with told():
            return sum(row["n"] for row in self._rows["counter"].find({"key": key}))

    def counters(self, prefix: str) -> dict[str, int]:
        """All counters of a prefix."""
        summed: Counter[str] = Counter()
        with told():
            for row in self._rows["counter"].find({"key": {"$gte": prefix, "$lt": prefix + _BEHIND_ALL_TEXT}}):
                summed[row["key"]] += row["n"]
        return {key: summed[key] for key in sorted(summed)}

    def handled_state(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream."""
        with told():
            row = self._rows["handled"].find_one({"_id": f"{inbox}/{stream}"})
        return None if row is None else handled_of(row)

    def handled_rows(self, after: tuple[str, str], limit: int) -> list[HandledRow]:
        """How far every inbox has come."""
        inbox, stream = after
        behind = {"$or": [{"inbox": {"$gt": inbox}}, {"inbox": inbox, "stream": {"$gt": stream}}]}
        with told():
            found = list(self._rows["handled"].find(behind).sort([("inbox", 1), ("stream", 1)]).limit(limit))
        return [HandledRow(row["inbox"], row["stream"], handled_of(row)) for row in found]

    def number(self, series: str) -> int:
        """The last number taken in a series; 0 when none was."""
        with told():
            row = self._rows["series"].find_one({"_id": series})
        return 0 if row is None else row["last"]

    def journal(
        self, bounds: Mapping[str, Any], since: float | None, after_position: int, limit: int
    ) -> list[JournalRow]:
        """Facts in commit order, within the given bounds."""
        asked: dict[str, Any] = {"_id": {"$gt": after_position}}
        with told():
            if since is not None:
                first = self._rows["journal"].find_one({"at": {"$gte": since}}, {"at": 1}, sort=[("at", 1), ("_id", 1)])
                if first is None:
                    return []
                asked["_id"] = {"$gt": max(after_position, first["_id"] - 1)}
            for name, value in bounds.items():
                if value is not None:
                    field, sign = _BOUNDS[name]
                    asked.setdefault(field, {})[sign] = value
            found = list(self._rows["journal"].find(asked).sort("_id", 1).limit(limit))
            waiting = self._waiting([row["_id"] for row in found])
        return [journal_row(row, row["_id"] not in waiting) for row in found]

    def _waiting(self, positions: list[int]) -> set[int]:
        if not positions:
            return set()
        span = {"_id": {"$gte": positions[0], "$lte": positions[-1]}}
        return {row["_id"] for row in self._rows["outbox"].find(span)}

    def unpublished(self, after_position: int, limit: int, but: Some[int]) -> list[JournalRow]:
        """Facts that still stand in the outbox, without some that are about to leave it."""
        asked = {"_id": {"$gt": after_position}}
        with told():
            waiting = self._rows["outbox"].find(asked).sort("_id", 1).limit(limit + len(but))
            positions = [row["_id"] for row in waiting if row["_id"] not in but][:limit]
            found = list(self._rows["journal"].find({"_id": {"$in": positions}}).sort("_id", 1)) if positions else []
        return [journal_row(row, published=False) for row in found]

    def outbox(self, but: Some[int]) -> int:
        """How many rows the outbox holds, not counting some positions, which may have left it already."""
        with told():
            if but:
                return sum(row["_id"] not in but for row in self._rows["outbox"].find())
            return self._rows["outbox"].count_documents({})

    def heads(self, changed_since: float) -> list[Head]:
        """The last place of every stream that grew since then."""
        with told():
            found = list(self._rows["stream"].find({"at": {"$gte": changed_since}}))
        found.sort(key=lambda row: int(row["position"]))
        return [(row["exchange"], row["_id"], row["epoch"], row["seq"]) for row in found]


def handled_of(row: Row) -> Handled:
    """The state that a row of `handled` keeps."""
    return Handled(row["epoch"], row["seq"], tuple(row["fact_ids"]), tuple(row["surplus_ids"]))


def journal_row(row: Row, published: bool) -> JournalRow:
    """A row of the journal as the port tells it."""
    return JournalRow(
        row["_id"], row["stream"], row["epoch"], row["seq"], row["fact_id"], row["type"], row["exchange"],
        row["routing_key"], row["number"], bytes(row["body"]), row["at"], published,
    )  # fmt: skip


def _within(between: Between) -> Row:
    _, low, high = between
    bounds = {"$gt": ""} if low is None else {"$gte": sortable(low)}
    return bounds if high is None else {**bounds, "$lte": sortable(high)}


def _behind(after: Place, order: str | None, descending: bool) -> Row:
    sign = "$lt" if descending else "$gt"
    if order is None:
        return {"_id": {sign: after.id}}
    value = sortable(after.value)
    return {"$or": [{f"f.{order}": {sign: value}}, {f"f.{order}": value, "_id": {sign: after.id}}]}
