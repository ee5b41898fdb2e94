"""The record: every handled and every own fact once, in signed blocks that an outsider can hold against the anchor."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis.store import open_store
from services.contracts import chain
from services.contracts.envelope import decode
from services.contracts.events import intake
from services.oversight import store as documents
from services.oversight.forms import watching
from services.oversight.use_cases import read_audit, seal_blocks
from services.oversight.use_cases.anchor_heads import read_anchor
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, envelope_of, fact

TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"
Blocks = list[dict[str, Any]]


def sealed(oversight: Oversight) -> int:
    return seal_blocks.seal_blocks(oversight)  # type: ignore[arg-type]


def blocks_of(oversight: Oversight) -> Blocks:
    return [document.body for document in oversight.store.find(documents.BLOCK.name, limit=1000).documents]


def findings(oversight: Oversight, blocks: Blocks, anchors: Blocks | None = None) -> list[str]:
    """The codes of what the verifier finds, each once and in order."""
    heads = read_anchor(oversight.anchor) if anchors is None else anchors
    keys = {oversight.signer.kid: oversight.signer.public}
    return list(dict.fromkeys(each.code for each in chain.verify(blocks, heads, keys)))


@pytest.fixture
def five_blocks(oversight: Oversight) -> Blocks:
    """Five blocks of two entries each, sealed one by one."""
    for _ in range(5):
        for n in range(2):
            oversight.hear(fact(intake.SealedDataRead, reader="u-1", fields=("title",)), f"2026-11-23T02:00:0{n}Z")
        sealed(oversight)
    return blocks_of(oversight)


def test_every_fact_heard_and_every_fact_told_stands_in_the_chain_once(oversight: Oversight) -> None:
    heard = [oversight.registered(), oversight.whistled(TEN, NOON)]
    oversight.sweep_until("2026-11-23T04:00:01Z")
    told = [row.fact_id for row in oversight.store.journal()]
    assert sealed(oversight) == len(heard) + len(told)
    assert sorted(e["fact"] for b in blocks_of(oversight) for e in b["entries"]) == sorted(heard + told)
    assert sealed(oversight) == 0
    assert oversight.store.find(documents.ENTRY.name).documents == []
    assert findings(oversight, blocks_of(oversight)) == []


def test_an_entry_names_the_fact_and_holds_only_a_digest_of_what_it_says(oversight: Oversight) -> None:
    told = fact(intake.MatterSupplemented, supplement=1)
    envelope = envelope_of(told, MONDAY, 1, actor="u-00000000000000cc")
    oversight.apply(told, envelope)
    sealed(oversight)
    [entry] = blocks_of(oversight)[0]["entries"]
    assert entry == {
        "fact": envelope.id,
        "type": "countynet.intake.matter_supplemented.v1",
        "stream": f"matter/{NUMBER}",
        "epoch": 1,
        "seq": 1,
        "actor": "u-00000000000000cc",
        "time": MONDAY,
        "digest": chain.digest_of(envelope),
    }


def test_the_digest_is_the_same_from_the_wire_and_from_a_journal(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-23T03:00:00Z")
    sealed(oversight)
    [row] = oversight.store.journal()
    digests = {e["fact"]: e["digest"] for b in blocks_of(oversight) for e in b["entries"]}
    assert digests[row.fact_id] == chain.digest_of(decode(row.body))


def changed_entry(blocks: Blocks, _: Blocks) -> None:
    blocks[2]["entries"][0]["actor"] = "u-somebody-else"


def removed_block(blocks: Blocks, _: Blocks) -> None:
    del blocks[2]


def swapped_blocks(blocks: Blocks, _: Blocks) -> None:
    blocks[1], blocks[2] = blocks[2], blocks[1]


def renumbered_swap(blocks: Blocks, _: Blocks) -> None:
    blocks[1]["number"], blocks[2]["number"] = 3, 2
    blocks[1], blocks[2] = blocks[2], blocks[1]


def bad_signature(blocks: Blocks, _: Blocks) -> None:
    blocks[3]["signature"] = blocks[2]["signature"]


def cut_off_end(blocks: Blocks, _: Blocks) -> None:
    del blocks[3:]


def repeated_block(blocks: Blocks, _: Blocks) -> None:
    blocks.append(copy.deepcopy(blocks[4]))


def other_anchor(_: Blocks, anchors: Blocks) -> None:
    anchors[2]["hash"] = "f" * 64


def torn_anchor(_: Blocks, anchors: Blocks) -> None:
    del anchors[1]["signature"]


def unreadable_block(blocks: Blocks, _: Blocks) -> None:
    blocks[1]["entries"] = "gone"


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (changed_entry, ["changed_block"]),
        (removed_block, ["missing_block", "anchor_differs"]),
        (swapped_blocks, ["missing_block", "block_out_of_order"]),
        (renumbered_swap, ["changed_block", "broken_link"]),
        (bad_signature, ["bad_signature"]),
        (cut_off_end, ["cut_off"]),
        (repeated_block, ["block_out_of_order", "repeated_fact"]),
        (other_anchor, ["bad_signature", "anchor_differs"]),
        (torn_anchor, ["unreadable_anchor"]),
        (unreadable_block, ["unreadable_block", "missing_block", "anchor_differs"]),
    ],
)
def test_the_verifier_finds(
    oversight: Oversight, five_blocks: Blocks, tamper: Callable[[Blocks, Blocks], None], found: list[str]
) -> None:
    anchors = read_anchor(oversight.anchor)
    tamper(five_blocks, anchors)
    codes = findings(oversight, five_blocks, anchors)
    assert set(found) <= set(codes)
    assert codes[0] == found[0]


def test_a_chain_written_anew_with_another_key_is_found_by_the_trusted_key(
    oversight: Oversight, five_blocks: Blocks
) -> None:
    forger, previous, forged = Ed25519PrivateKey.generate(), chain.GENESIS, []
    for block in five_blocks:
        header = {name: block[name] for name in chain.HEADER_FIELDS} | {"previous": previous}
        block["entries"][0]["actor"] = "u-nobody"
        forged.append(chain.seal_block(header, block["entries"], oversight.signer.kid, forger))
        previous = forged[-1]["hash"]
    assert findings(oversight, forged) == ["bad_signature", "anchor_differs"]


def test_block_numbers_go_on_without_gaps_however_many_processes_seal(oversight: Oversight) -> None:
    other = copy.copy(oversight)
    other.store = open_store(f"sqlite:///{oversight.path}", documents.COLLECTIONS, "oversight")
    other.process = "there:2"
    for n in range(6):
        oversight.hear(fact(intake.SealedDataRead, reader="u-1", fields=("title",)), TEN)
        seal_blocks.seal_all((oversight, other)[n % 2])  # type: ignore[arg-type]
    other.store.close()
    assert [block["number"] for block in blocks_of(oversight)] == [1, 2, 3, 4, 5, 6]
    assert [head["number"] for head in read_anchor(oversight.anchor)] == [1, 2, 3, 4, 5, 6]
    assert findings(oversight, blocks_of(oversight)) == []


def test_only_who_holds_the_lease_seals_and_it_passes_on_when_it_runs_out(
    oversight: Oversight, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = copy.copy(oversight)
    other.process = "there:2"
    oversight.hear(fact(intake.MatterSupplemented, supplement=1), TEN)
    assert sealed(oversight) == 1
    oversight.hear(fact(intake.MatterSupplemented, supplement=2), TEN)
    assert sealed(other) == 0
    real = seal_blocks.time.time
    monkeypatch.setattr(seal_blocks.time, "time", lambda: real() + seal_blocks.LEASE_SECONDS + 1)
    assert sealed(other) == 1


def test_heads_that_a_crash_kept_from_the_anchor_follow_with_the_next(
    oversight: Oversight, five_blocks: Blocks
) -> None:
    lines = oversight.anchor.read_bytes().splitlines(keepends=True)
    oversight.anchor.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    oversight.hear(fact(intake.MatterSupplemented, supplement=1), TEN)
    sealed(oversight)
    assert [head["number"] for head in read_anchor(oversight.anchor)] == [1, 2, 3, 4, 5, 6]
    assert len(blocks_of(oversight)) == len(five_blocks) + 1
    assert findings(oversight, blocks_of(oversight)) == []


def test_a_line_that_was_never_a_head_is_reported(oversight: Oversight, five_blocks: Blocks) -> None:
    with open(oversight.anchor, "ab") as file:
        file.write(b"not a head\n")
    assert findings(oversight, five_blocks) == ["unreadable_anchor"]


def test_a_restore_is_seen_as_what_it_is_and_the_chain_goes_on(oversight: Oversight, tmp_path: Path) -> None:
    for n in range(3):
        oversight.hear(fact(intake.MatterSupplemented, supplement=n + 1), TEN)
        sealed(oversight)
        if n == 0:
            oversight.store.backup(str(tmp_path / "backup.db"))
    oversight.store.restore_from(str(tmp_path / "backup.db"))
    assert findings(oversight, blocks_of(oversight)) == ["cut_off"]
    oversight.seqs.clear()
    oversight.seqs[f"matter/{NUMBER}"] = 1
    oversight.hear(fact(intake.MatterSupplemented, supplement=2), TEN)
    sealed(oversight)
    assert [block["epoch"] for block in blocks_of(oversight)] == [1, 2]
    assert findings(oversight, blocks_of(oversight)) == ["rewound"]


def test_the_export_is_all_that_an_outsider_needs(oversight: Oversight, five_blocks: Blocks) -> None:
    oversight.hear(fact(intake.MatterSupplemented, supplement=1), TEN)
    answer = read_audit.export_audit(oversight, None)  # type: ignore[arg-type]
    first, *blocks = [json.loads(line) for line in answer.lines or ()]
    assert first["chain"] == "county"
    assert list(first["keys"]) == [oversight.signer.kid]
    assert len(blocks) == len(five_blocks) + 1
    assert findings(oversight, blocks) == []


def test_the_audit_pages_by_block_number(oversight: Oversight, five_blocks: Blocks) -> None:
    page = oversight.read(read_audit.read_audit, watching.AuditQuery, after="2", limit="2")
    assert [block["number"] for block in page["blocks"]] == [3, 4]
    assert page["after"] == 4
    assert page["head"]["number"] == len(five_blocks)
