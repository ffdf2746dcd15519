"""Secret paths, secrets and signatures: unguessable, always the same, compared without a hint."""

import hashlib
import hmac

import pytest

from bot.domain.web_keys import WebKeys, is_local, is_same, is_signed

KEYS = WebKeys("7000000001:the-token")


def test_what_is_made_is_always_the_same_and_fits_where_telegram_wants_it() -> None:
    assert KEYS.made_for("a") == WebKeys("7000000001:the-token").made_for("a")
    assert len(KEYS.telegram_secret) == 43
    assert KEYS.telegram_secret.replace("-", "").replace("_", "").isalnum()


def test_every_purpose_and_every_root_has_its_own() -> None:
    made = {KEYS.telegram_path, KEYS.telegram_secret, KEYS.made_for("a", "b"), KEYS.made_for("ab")}
    assert len(made | {WebKeys("another").telegram_path}) == 5


def test_what_it_is_made_of_is_not_shown() -> None:
    assert repr(KEYS) == "WebKeys()"


@pytest.mark.parametrize(("given", "same"), [("abc", True), ("abd", False), ("", False), ("\udc80", False)])
def test_a_secret_is_the_same_or_not(given: str, same: bool) -> None:
    assert is_same(given, "abc") is same


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_by_any_method_of_websub_is_known(method: str) -> None:
    digest = hmac.new(b"secret", b"news", getattr(hashlib, method)).hexdigest()
    assert is_signed(b"news", f"{method}={digest.upper()}", "secret")
    assert not is_signed(b"other", f"{method}={digest}", "secret")


@pytest.mark.parametrize("signature", ["", "sha256", "sha256=", "md5=900150983cd24fb0", "=x"])
def test_what_is_no_signature_signs_nothing(signature: str) -> None:
    assert not is_signed(b"news", signature, "secret")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_only_this_machine_can_call_a_local_address(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "bot.your.paper", ""])
def test_others_can_call_any_other_address(host: str) -> None:
    assert not is_local(host)
