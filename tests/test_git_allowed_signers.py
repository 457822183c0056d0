"""Allowed signers: one person, one key, one meaning; every other line is dropped and said so."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratified.git.allowed_signers import fingerprint, safe_signers, unsafe_signers


def key(seed: int = 0, type_: str = "ssh-ed25519") -> str:
    raw = len(type_).to_bytes(4, "big") + type_.encode() + (32).to_bytes(4, "big") + bytes([seed]) * 32
    return f"{type_} {base64.b64encode(raw).decode()}"


GOOD = f'dana namespaces="git" {key()} dana@laptop'
WRITE = '; write `person namespaces="git" ssh-ed25519 AAAA...`'


def test_a_good_line_is_kept_in_our_own_spelling() -> None:
    (signer,) = safe_signers(f"# people\n\n  {GOOD}\r\n".encode())
    assert (signer.line, signer.person, str(signer)) == (3, "dana", f'dana namespaces="git" {key()}')
    assert signer.fingerprint == fingerprint(base64.b64decode(key().split()[1]))
    assert unsafe_signers(GOOD.encode()) == ()
    assert unsafe_signers(b"") == ()


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ('namespaces="git"', 'namespaces="git"'),
        ('NAMESPACES="git"', 'namespaces="git"'),
        ('valid-after="20250101",namespaces="git"', 'namespaces="git",valid-after="20250101000000Z"'),
        ('namespaces="git",valid-before="202512312359Z"', 'namespaces="git",valid-before="20251231235900Z"'),
        (
            'namespaces="git",valid-after="20250101000000Z",valid-before="20260101Z"',
            'namespaces="git",valid-after="20250101000000Z",valid-before="20260101000000Z"',
        ),
    ],
)
def test_windows_are_always_utc(options: str, kept: str) -> None:
    line = f"dana {options} {key()}"
    assert [str(signer) for signer in safe_signers(line.encode())] == [f"dana {kept} {key()}"]


ONE_PERSON = "this line must begin with the id of exactly one person, without wildcards"
UNSAFE = [
    (f'* namespaces="git" {key()}', ONE_PERSON),
    (f'dana* namespaces="git" {key()}', ONE_PERSON),
    (f'dana? namespaces="git" {key()}', ONE_PERSON),
    (f'!eve namespaces="git" {key()}', ONE_PERSON),
    (f'dana,eve namespaces="git" {key()}', ONE_PERSON),
    (f'"dana eve" namespaces="git" {key()}', ONE_PERSON),
    (f"dana {key()}", 'this key must be for git alone (namespaces="git")'),
    (f'dana namespaces="git,file" {key()}', 'this key must be for git alone (namespaces="git")'),
    (f'dana namespaces="*" {key()}', 'this key must be for git alone (namespaces="git")'),
    (f"dana namespaces {key()}", 'this key must be for git alone (namespaces="git")'),
    (f'dana cert-authority,namespaces="git" {key()}', "`cert-authority` would let that key make others"),
    (f'dana namespaces="git",CERT-AUTHORITY {key()}', "`cert-authority` would let that key make others"),
    (f'dana namespaces="git",namespaces="git" {key()}', "the options of this line cannot be read"),
    (f"dana namespaces=git {key()}", "the options of this line cannot be read"),
    (f'dana ="git" {key()}', "the options of this line cannot be read"),
    (
        f'dana namespaces="git",valid-after="20251332" {key()}',
        'the option valid-after is not understood; valid-before="20271231Z" would be',
    ),
    (
        f'dana namespaces="git",valid-before="2025" {key()}',
        'the option valid-before is not understood; valid-before="20271231Z" would be',
    ),
    (
        f'dana namespaces="git",valid-before="2025010x" {key()}',
        'the option valid-before is not understood; valid-before="20271231Z" would be',
    ),
    (
        f'dana namespaces="git",valid-before {key()}',
        'the option valid-before is not understood; valid-before="20271231Z" would be',
    ),
    (
        f'dana namespaces="git",verify-required {key()}',
        'the option verify-required is not understood; valid-before="20271231Z" would be',
    ),
    (
        f'dana namespaces="git",valid-after="20260101",valid-before="20260101" {key()}',
        "the time in which this key is valid ends before it begins",
    ),
    (f'dana namespaces="git" {key(type_="ssh-dss")}', "this line holds no key of a type that is accepted here"),
    ('dana namespaces="git" ssh-ed25519', "the key of dana cannot be read"),
    ('dana namespaces="git" ssh-ed25519 AAAA!', "the key of dana cannot be read"),
    (f'dana namespaces="git" ssh-rsa {key().split()[1]}', "the key of dana cannot be read"),
    ("dana", "this line holds no key of a type that is accepted here"),
    ('dana namespaces="git"', "this line holds no key of a type that is accepted here"),
]


@pytest.mark.parametrize(("line", "why"), UNSAFE)
def test_an_unsafe_line_is_dropped_and_named(line: str, why: str) -> None:
    other = f'eve namespaces="git" {key(9)}'
    data = f"{other}\n{line}\n".encode()
    assert unsafe_signers(data) == ((2, why + WRITE),)
    assert [signer.person for signer in safe_signers(data)] == ["eve"]


def test_a_line_that_is_not_ascii() -> None:
    assert unsafe_signers(GOOD.replace("laptop", "caf\xe9").encode()) == (
        (1, "this line is not plain ASCII; write it anew from the public key file"),
    )


def test_a_key_under_two_names_counts_for_neither() -> None:
    data = f'dana namespaces="git" {key()}\neve namespaces="git" {key(1)}\neve namespaces="git" {key()}\n'.encode()
    why = "this key stands for dana and eve, so it counts for nobody; give each person a key"
    assert unsafe_signers(data) == ((1, why), (3, why))
    assert [signer.line for signer in safe_signers(data)] == [2]


def test_a_key_may_have_two_windows() -> None:
    lines = [f'dana namespaces="git",valid-{when} {key()}' for when in ('before="20250101"', 'after="20260101"')]
    assert [signer.line for signer in safe_signers("\n".join(lines).encode())] == [1, 2]
    assert unsafe_signers("\n".join(lines).encode()) == ()


@given(st.binary(max_size=200) | st.text(st.sampled_from('dan* ,!"=\ngit' + key())).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    lines = {signer.line for signer in safe_signers(data)} | {line for line, _ in unsafe_signers(data)}
    written = [line.strip(b" \t\r") for line in data.split(b"\n")]
    assert lines == {number for number, line in enumerate(written, 1) if line and not line.startswith(b"#")}
