"""The ciphers of archives by OpenSSL give the very bytes of the libraries' own."""

from __future__ import annotations

import io
import secrets
import tracemalloc

import py7zr
import pytest
import pyzipper
from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter
from hypothesis import given, settings
from hypothesis import strategies as st
from py7zr.helpers import calculate_key

from sceau.errors import PasswordRefused
from sceau.seal.seven_zip import seal_files_7z, unseal_7z
from sceau.seal.seven_zip_aes import forget_keys, key_of
from sceau.seal.zip import seal_zip, unseal_zip
from sceau.seal.zip_aes import CounterMode

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"
KEY = bytes(range(32))
ROUND = 2**20


def by_pycryptodome(content: bytes) -> bytes:
    counter = Counter.new(nbits=128, little_endian=True)
    return AES.new(KEY, AES.MODE_CTR, counter=counter).encrypt(content)


@given(st.lists(st.integers(0, 70_000), max_size=8))
@settings(max_examples=30, deadline=None)
def test_pieces_of_any_size_are_one_stream(sizes: list[int]) -> None:
    content = secrets.token_bytes(sum(sizes))
    mode, made, at = CounterMode(KEY), b"", 0
    for size in sizes:
        made += mode.over(content[at : at + size])
        at += size
    assert made == by_pycryptodome(content)
    assert CounterMode(KEY).over(made) == content


@pytest.mark.parametrize("size", [ROUND - 17, ROUND - 16, ROUND - 1, ROUND, ROUND + 1, 3 * ROUND])
def test_the_counter_goes_on_where_two_bytes_no_longer_count(size: int) -> None:
    content = bytes(size)
    assert CounterMode(KEY).over(content) == by_pycryptodome(content)


@pytest.mark.timeout(60)
def test_the_counter_goes_on_where_three_bytes_no_longer_count() -> None:
    content, mode = bytes(ROUND), CounterMode(KEY)
    counter = Counter.new(nbits=128, little_endian=True, initial_value=1 + 2**24)
    for _ in range(257):
        last = mode.over(content)
    # 256 MiB hold 2^24 blocks: the counter's fourth byte begins there
    assert last == AES.new(KEY, AES.MODE_CTR, counter=counter).encrypt(content)


@pytest.mark.parametrize(
    ("password", "salt", "cycles"),
    [
        ("qzrk-7wvn", b"", 19),
        ("été à Évry", b"sel", 17),
        ("x", b"", 6),
        ("x", b"", 0),
        ("", b"\0" * 16, 16),
        ("sans tours", b"sel", 0x3F),
    ],
    ids=["as written", "accents and a salt", "few rounds", "one round", "no password", "no rounds"],
)
def test_a_key_is_the_one_seven_zip_makes(password: str, salt: bytes, cycles: int) -> None:
    expected = calculate_key(password.encode("utf-16-le"), cycles, salt, "sha256")
    assert key_of(password, salt, cycles) == expected
    forget_keys()


def test_no_key_is_kept_once_an_archive_is_made_or_read() -> None:
    sealed = seal_files_7z([("Note.txt", b"notes")], PASSWORD).content
    assert key_of.cache_info().currsize == 0
    assert unseal_7z(sealed, PASSWORD).content == b"notes"
    assert key_of.cache_info().currsize == 0
    with pytest.raises(PasswordRefused):
        unseal_7z(sealed, PASSWORD + "x")
    assert key_of.cache_info().currsize == 0


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_what_others_wrote_opens_whatever_its_strength(bits: int) -> None:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED) as archive:
        archive.setpassword(PASSWORD.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=bits)
        archive.writestr("note.txt", b"notes " * 999)
    assert unseal_zip(out.getvalue(), PASSWORD).content == b"notes " * 999
    with pytest.raises(PasswordRefused):
        unseal_zip(out.getvalue(), PASSWORD + "x")


def test_a_byte_changed_on_the_way_is_found() -> None:
    sealed = bytearray(seal_zip(secrets.token_bytes(5000), "note.bin", PASSWORD).content)
    sealed[2500] ^= 1
    with pytest.raises(Exception, match="damaged-archive"):
        unseal_zip(bytes(sealed), PASSWORD)


def test_pyzipper_and_py7zr_alone_read_what_is_written() -> None:
    content = secrets.token_bytes(100_001)
    zipped = seal_zip(content, "note.bin", PASSWORD).content
    with pyzipper.AESZipFile(io.BytesIO(zipped)) as archive:
        archive.setpassword(PASSWORD.encode())
        assert archive.read("document.bin") == content
    packed = seal_files_7z([("note.bin", content)], PASSWORD).content
    with py7zr.SevenZipFile(io.BytesIO(packed), password=PASSWORD) as archive:
        assert archive.testzip() is None


def test_a_key_takes_little_memory() -> None:
    tracemalloc.start()
    try:
        key_of(PASSWORD, b"", 19)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        forget_keys()
    assert most < 16 * 2**20
