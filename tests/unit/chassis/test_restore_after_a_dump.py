"""After MongoDB's own tool has put the data back, the command opens the epoch; elsewhere it says what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from services.chassis.restore import AFTERWARDS, restore
from services.chassis.store import Store, open_store
from services.contracts.refusals import Refusal


class PutBack:
    """A store as `mongorestore` leaves it."""

    epoch = 3

    def open_epoch(self) -> int:
        self.epoch += 1
        return self.epoch

    def restore_from(self, path: str) -> Any:
        raise AssertionError(path)


def test_after_mongorestore_the_next_epoch_is_opened() -> None:
    store = PutBack()
    restore(cast(Store, store), AFTERWARDS)
    assert store.epoch == 4


def test_a_store_in_a_file_is_restored_from_a_file(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/intake.db", (), "intake")
    try:
        before = store.epoch
        with pytest.raises(Refusal) as refused:
            restore(store, AFTERWARDS)
        assert "a backup's file" in refused.value.errors[0].detail
        backup = str(tmp_path / "kept.db")
        store.backup(backup)
        restore(store, backup)
        assert store.epoch == before + 1
    finally:
        store.close()
