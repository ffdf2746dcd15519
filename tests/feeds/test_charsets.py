"""In which letters a document is written: told, mistold or not told at all."""

import pytest

from bot.feeds.charset import as_text

MACEDONIAN = "<rss>Собранието ја изгласа одлуката за новиот буџет</rss>"
RUSSIAN = "<rss>Парламент принял бюджет на следующий год</rss>"
ALBANIAN = "<rss>Qeveria vendosi për çështjen e re të shkollës</rss>"
SERBIAN = "<rss>Građani čekaju da će odluka biti đačka</rss>"
HEADER = "text/xml; charset={}"


@pytest.mark.parametrize("charset", ["windows-1251", "iso8859-5", "utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("header", ["", "text/xml", HEADER.format("iso-8859-1"), HEADER.format("nonsense")])
def test_macedonian_is_read_without_a_declaration(charset: str, header: str) -> None:
    assert as_text(MACEDONIAN.encode(charset), header)[0] == MACEDONIAN


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso8859-5", "cp866"])
def test_russian_is_read_without_a_declaration(charset: str) -> None:
    assert as_text(RUSSIAN.encode(charset), "") == (RUSSIAN, charset)


@pytest.mark.parametrize(("text", "charset"), [(ALBANIAN, "windows-1252"), (SERBIAN, "windows-1250")])
def test_latin_letters_are_told_apart(text: str, charset: str) -> None:
    assert as_text(text.encode(charset), "") == (text, charset)


@pytest.mark.parametrize("told", ["utf-8", "windows-1251", "koi8-r", "utf-16", "rot13", "punycode", "zlib"])
def test_valid_utf_8_is_utf_8_whatever_is_told(told: str) -> None:
    body = f"<?xml version='1.0' encoding='{told}'?>{MACEDONIAN}".encode()
    assert as_text(body, HEADER.format(told)) == (MACEDONIAN, "utf-8")


def test_what_is_declared_is_believed_before_the_header() -> None:
    body = f"<?xml version='1.0' encoding='koi8-r'?>{RUSSIAN}".encode("koi8-r")
    assert as_text(body, HEADER.format("windows-1251")) == (RUSSIAN, "koi8-r")


def test_a_header_is_believed_where_nothing_is_declared() -> None:
    assert as_text(RUSSIAN.encode("koi8-r"), HEADER.format("KOI8-R")) == (RUSSIAN, "koi8-r")


def test_latin_1_means_what_the_web_means_by_it() -> None:
    body = "<?xml version='1.0' encoding='iso-8859-1'?><rss>“é”</rss>".encode("windows-1252")
    assert as_text(body, "") == ("<rss>“é”</rss>", "windows-1252")


def test_a_charset_of_seven_bits_is_believed() -> None:
    text = "<rss>日本</rss>"
    body = f"<?xml version='1.0' encoding='iso-2022-jp'?>{text}".encode("iso-2022-jp")
    assert as_text(body, "") == (text, "iso2022-jp")


def test_a_letter_cut_in_two_does_not_change_the_charset() -> None:
    body = (MACEDONIAN * 100).encode()[:-8] + b"\xd0"
    assert as_text(body, "")[1] == "utf-8"
