"""The gateway and the services take the same request ids of a caller: a UUID, or 32 hexadecimal digits."""

import re
from pathlib import Path
from uuid import uuid4

from services.chassis.web.reading import request_id

TEMPLATE = Path(__file__).resolve().parents[3] / "deploy" / "local" / "nginx.conf.template"

TAKEN = (uuid4().hex, str(uuid4()), str(uuid4()).upper(), "0" * 32)
REPLACED = (
    *("", "13800000000", "0916-6822000", "11010519491231002X", "110105-19491231-002X", "7c9e6679 13800000000"),
    *("a" * 31, "a" * 33, "g" * 32, f"{uuid4()}0", f"-{uuid4()}", f"{{{uuid4()}}}", f"{uuid4().hex}\n"),
)


def gateway_takes(given: str) -> bool:
    """Whether the map of the gateway keeps this id; its patterns mean the same in Python."""
    found = re.search(r"map \$http_x_request_id \$asked_id \{(.*?)\n    \}", TEMPLATE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    patterns = re.findall(r'"~(.*)" \$http_x_request_id;', found[1])
    assert patterns
    return any(re.search(pattern.replace("$", r"\Z"), given) for pattern in patterns)


def test_a_uuid_is_kept_by_both() -> None:
    for given in TAKEN:
        assert request_id({"x-request-id": given}) == given
        assert gateway_takes(given)


def test_whatever_could_be_somebodys_number_is_kept_by_neither() -> None:
    for given in REPLACED:
        made = request_id({"x-request-id": given})
        assert made != given
        assert re.fullmatch("[0-9a-f]{32}", made)
        assert not gateway_takes(given)
