"""Key files are made once, and tokens are believed only when intake signed them."""

import json
import stat
import time
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis import keys
from services.chassis.access import OPEN, User, roles
from services.chassis.seal import Seal
from services.chassis.tokens import BadToken, Tokens
from services.contracts.vocabulary import Role

CLERK = User("u-0123456789abcdef", frozenset({Role.CLERK, Role.DISPATCHER}), "town-03", "unit-07")


@pytest.fixture
def pair() -> Tokens:
    return Tokens.from_setting(json.dumps(keys.new_signing_keys("t1")))


def test_init_makes_what_is_missing_for_its_owner_only_and_never_overwrites(tmp_path: Path) -> None:
    folder = tmp_path / "a b" / "keys"
    made = ["seal.json", "token.json", "token-public.json", "audit.json", "contact.json", "contact-public.json"]
    assert keys.init(folder) == made
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(before) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert keys.init(folder) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "token-public.json").unlink()
    assert keys.init(folder) == ["token-public.json"]
    assert (folder / "token-public.json").read_bytes() == before["token-public.json"]
    assert b"private" not in before["token-public.json"] + before["contact-public.json"]
    assert Seal.from_setting(str(folder / "seal.json")).new_key()


def test_a_lost_private_half_is_not_replaced_behind_the_verifiers_backs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys.init(tmp_path)
    (tmp_path / "token.json").unlink()
    assert keys.main(["init", str(tmp_path)]) == 1
    assert "token.json" in capsys.readouterr().err
    assert not (tmp_path / "token.json").exists()


def test_a_token_says_who_and_where(pair: Tokens) -> None:
    token, expires = pair.sign(CLERK)
    assert pair.verify(token) == CLERK
    assert pair.verify(token) is pair.verify(token)
    assert abs(expires - time.time() - 8 * 3600) < 5


def test_the_public_half_verifies_but_does_not_sign() -> None:
    made = keys.new_signing_keys("t1")
    verifier = Tokens.from_setting(json.dumps(keys.public_half(made)))
    assert verifier.verify(Tokens.from_setting(json.dumps(made)).sign(CLERK)[0]) == CLERK
    assert not verifier.may_sign
    with pytest.raises(RuntimeError, match="no private token key"):
        verifier.sign(CLERK)


def test_a_follow_token_names_one_matter_and_has_no_roles(pair: Tokens) -> None:
    token, expires = pair.sign_follow("100000000001")
    user = pair.verify(token)
    assert (user.id, user.matter, user.roles) == ("citizen", "100000000001", frozenset())
    assert abs(expires - time.time() - 120) < 5


def test_a_token_that_is_over_is_not_believed_even_when_it_was_before(
    pair: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, expires = pair.sign(CLERK)
    assert pair.verify(token) == CLERK
    monkeypatch.setattr(time, "time", lambda: expires + 1.0)
    with pytest.raises(BadToken):
        pair.verify(token)


def test_forged_tokens_are_not_believed(pair: Tokens) -> None:
    key = Ed25519PrivateKey.generate()
    good = {"sub": "u-1", "roles": ["operator"], "iss": "countynet", "iat": int(time.time()), "exp": 2**33}
    mine = Tokens("t1", key.public_key(), key)
    for claims in ({**good, "iss": "x"}, {**good, "exp": 1}, {**good, "roles": ["king"]}, {**good, "roles": 7}):
        with pytest.raises(BadToken):
            mine.verify(jwt.encode(claims, key, algorithm="EdDSA"))
    without_end = {name: value for name, value in good.items() if name != "exp"}
    for token in (jwt.encode(without_end, key, algorithm="EdDSA"), "", "a.b.c", "\ud800"):
        with pytest.raises(BadToken):
            mine.verify(token)
    with pytest.raises(BadToken):
        pair.verify(jwt.encode(good, key, algorithm="EdDSA"))


def test_a_pair_whose_halves_do_not_fit_is_refused() -> None:
    made = {**keys.new_signing_keys("t1"), "public": keys.new_signing_keys("t2")["public"]}
    with pytest.raises(ValueError, match="not of one pair"):
        Tokens.from_setting(json.dumps(made))
    with pytest.raises(ValueError, match="TOKEN_KEYS: allowed is JSON"):
        Tokens.from_setting("{}")


def test_roles_admit_and_a_follow_token_opens_its_matter() -> None:
    handlers = roles(Role.HANDLER, follow=True)
    citizen = User("citizen", matter="100000000001")
    assert handlers.admits(User("u-1", frozenset({Role.HANDLER})), {})
    assert not handlers.admits(CLERK, {})
    assert not handlers.admits(None, {})
    assert handlers.admits(citizen, {"number": "100000000001"})
    assert not handlers.admits(citizen, {"number": "100000000002"})
    assert not roles(Role.HANDLER).admits(citizen, {"number": "100000000001"})
    assert OPEN.admits(None, {})
    assert CLERK.has(Role.CLERK, Role.LEADER)
    assert not CLERK.has(Role.LEADER)
