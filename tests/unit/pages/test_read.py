import codecs

import pytest

from toolkit.errors import InputError
from toolkit.pages.read.files import decode, read_page

TEXT = "Überfluss — “Café”, it’s 3 €; naïve façade. " * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding):
    text, _ = decode(TEXT.encode(encoding))
    assert text == TEXT


def test_not_a_character_is_changed():
    raw = "one\r\ntwo\u00a0three\u200b\rfour\t\n"
    assert decode(raw.encode())[0] == raw


def test_other_legacy_encodings_are_guessed():
    russian = (
        "Министр сказал, что плотина выдержит, и уровень воды в реке снова поднялся в понедельник. " * 20
    )
    assert decode(russian.encode("cp1251"))[0] == russian


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "another format"),
        (b"\x89PNG\r\n\x1a\n", "another format"),
        (bytes(range(256)) * 20, "not text"),
        (b"abc\x00def\x00ghi", "null bytes"),
        (b"\x01\x02\x03\x04\x05\x06" * 50, "control characters"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "says it is utf-16-le but is not"),
    ],
)
def test_what_is_not_text_is_refused(data, reason):
    with pytest.raises(InputError, match=reason):
        decode(data)


def test_a_file_cut_inside_a_character_is_read():
    text, encoding = decode(("word " * 100 + "é").encode()[:-1])
    assert text.endswith("word ")
    assert "cut" in encoding


def test_blank_pages_are_refused():
    with pytest.raises(InputError, match="no text"):
        read_page(b" \n\xc2\xa0\n", file="a.txt", outlet="Post")
