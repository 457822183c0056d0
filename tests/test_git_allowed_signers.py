"""Allowed signers: one person, one key, one meaning; every other line is dropped and said so."""

from __future__ import annotations

import base64
import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratified.git.allowed_signers import AllowedSigner, fingerprint, safe_signers, unsafe_signers

if TYPE_CHECKING:
    from pathlib import Path


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
    why = "this key belongs to dana and eve, so it counts for nobody; give each person a key"
    assert unsafe_signers(data) == ((1, why), (3, why))
    assert [signer.line for signer in safe_signers(data)] == [2]


def test_a_key_may_have_two_windows() -> None:
    lines = [f'dana namespaces="git",valid-{when} {key()}' for when in ('before="20250101"', 'after="20260101"')]
    assert [signer.line for signer in safe_signers("\n".join(lines).encode())] == [1, 2]
    assert unsafe_signers("\n".join(lines).encode()) == ()


# Times without a zone


def signers(*lines: str) -> tuple[AllowedSigner, ...]:
    return safe_signers("\n".join(lines).encode())


def limited(options: str) -> str:
    return f'dana namespaces="git",{options} {key()}'


def test_a_time_without_a_zone_is_utc_and_is_named() -> None:
    (signer,) = signers(limited('valid-before="20260101",valid-after="20250101Z"'))
    assert signer.unsaid == ('valid-before="20260101"',)
    assert signer.options[1:] == ('valid-before="20260101000000Z"', 'valid-after="20250101000000Z"')
    (both,) = signers(limited('valid-before="202601010930",valid-after="20250101"'))
    assert both.unsaid == ('valid-before="202601010930"', 'valid-after="20250101"')


@pytest.mark.parametrize("options", ['valid-before="20260101Z"', 'valid-after="20250101093000Z"'])
def test_a_time_in_utc_is_not(options: str) -> None:
    assert [one.unsaid for one in signers(limited(options), f'eve namespaces="git" {key(9)}')] == [(), ()]
    zoned = signers("# time zone: Asia/Tokyo", limited(options))
    assert [str(one) for one in zoned] == [str(one) for one in signers(limited(options))], "a zone changes no UTC"


@pytest.mark.parametrize(
    ("said", "value", "read"),
    [
        ("UTC", "20260101", "20260101000000Z"),
        ("Asia/Tokyo", "20260101", "20251231150000Z"),
        ("America/New_York", "20260101", "20260101050000Z"),
        ("America/New_York", "202607010930", "20260701143000Z"),  # half past ten by the clocks of that summer day
        ("Europe/Dublin", "20260701", "20260630230000Z"),
        ("Europe/Dublin", "20260115", "20260114230000Z"),  # its standard time is that of summer
        ("Australia/Sydney", "20260101235959", "20260101135959Z"),
        ("Asia/Kathmandu", "20260101", "20251231181500Z"),
        ("America/New_York", "202603080230", "20260308073000Z"),  # a time that the clocks leave out
        ("America/New_York", "202611010130", "20261101063000Z"),  # one that comes twice
    ],
)
def test_with_the_zone_said_a_time_is_read_as_openssh_reads_it_there(
    said: str, value: str, read: str, tmp_path: Path
) -> None:
    (signer,) = signers(f"  #time zone: {said} ", limited(f'valid-before="{value}"'))
    assert (signer.options[1:], signer.unsaid) == ((f'valid-before="{read}"',), ())
    until = signer.window[1]
    assert until is not None
    verified = [openssh(tmp_path, value, said, at) for at in (until - 1, until)]
    assert verified == [True, False], "OpenSSH counts the last second in, and no later one"


def openssh(folder: Path, value: str, said: str, at: int) -> bool:
    """Whether OpenSSH, in a zone, takes a signature of a moment by a key that is valid before a time."""
    own = folder / "own"
    if not own.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", own], check=True)
        (folder / "text").write_text("text")
        subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", own, "-n", "git", folder / "text"], check=True)
    public = " ".join((folder / "own.pub").read_text().split()[:2])
    (folder / "allowed").write_text(f'dana namespaces="git",valid-before="{value}" {public}\n')
    day = f"{datetime.fromtimestamp(at, UTC):%Y%m%d%H%M%SZ}"
    asked = f"ssh-keygen -Y verify -f allowed -I dana -n git -Overify-time={day} -s text.sig".split()
    with (folder / "text").open("rb") as text:
        done = subprocess.run(asked, stdin=text, capture_output=True, cwd=folder, env={**os.environ, "TZ": said})
    return done.returncode == 0


def test_a_zone_that_nobody_knows_is_named_and_the_times_that_need_it_do_not_count() -> None:
    data = "\n".join(
        [limited('valid-before="20260101"'), "# time zone: Mars/Olympus", f'eve namespaces="git" {key(9)}']
    )
    assert unsafe_signers(data.encode()) == (
        (
            1,
            "the option valid-before has no zone, and the zone that this file says cannot be used; "
            f'valid-before="20271231Z" would be{WRITE}',
        ),
        (2, "there is no time zone 'Mars/Olympus'; write `# time zone: Europe/Dublin`"),
    )
    assert [one.person for one in safe_signers(data.encode())] == ["eve"]


def test_two_zones_are_none_and_one_said_twice_is_one() -> None:
    twice = ["# time zone: Asia/Tokyo", "# time zone: UTC", f'eve namespaces="git" {key(9)}']
    why = "this file says several time zones (Asia/Tokyo, UTC); say one of them"
    assert unsafe_signers("\n".join(twice).encode()) == ((1, why), (2, why))
    same = signers("# time zone: Asia/Tokyo", limited('valid-before="20260101"'), "# Time Zone:  Asia/Tokyo")
    assert [one.options[1] for one in same] == ['valid-before="20251231150000Z"']


@pytest.mark.parametrize(
    "comment",
    ["# our time zone: Asia/Tokyo", "# time zone: Asia/Tokyo, mostly", "# time zone", "# timezone: Asia/Tokyo"],
)
def test_a_comment_that_is_no_such_line_says_no_zone(comment: str) -> None:
    (signer,) = signers(comment, limited('valid-before="20260101"'))
    assert signer.unsaid == ('valid-before="20260101"',)
    assert unsafe_signers(f"{comment}\n".encode()) == ()


@pytest.mark.parametrize(("said", "value"), [("America/New_York", "99991231235959"), ("Asia/Tokyo", "00010101")])
def test_a_time_beyond_the_calendar_is_not_understood(said: str, value: str) -> None:
    data = f"# time zone: {said}\n{limited(f'valid-before={chr(34)}{value}{chr(34)}')}".encode()
    assert [line for line, why in unsafe_signers(data) if "valid-before is not understood" in why] == [2]


@pytest.mark.parametrize("value", ["00010101Z", "09990101", "19691231Z", "19700101Z"])
def test_a_time_before_openssh_s_first_one_is_refused_as_openssh_refuses_it(value: str, tmp_path: Path) -> None:
    ((line, why),) = unsafe_signers(limited(f'valid-before="{value}"').encode())
    assert (line, why.partition(";")[0]) == (1, "the option valid-before is not after 1970 began")
    assert not openssh(tmp_path, value, "UTC", 0)
    (first,) = signers(limited('valid-before="19700101000001Z"'))
    assert first.window == (None, 2)


def test_a_window_is_held_against_the_moments_that_are_meant() -> None:
    """In Tokyo the second begins nine hours sooner than in UTC, so this key is never valid."""
    window = 'valid-after="20260101Z",valid-before="20260101085959"'
    assert len(signers(limited(window))) == 1
    ((line, why),) = unsafe_signers(f"# time zone: Asia/Tokyo\n{limited(window)}".encode())
    assert (line, why.partition(";")[0]) == (2, "the time in which this key is valid ends before it begins")


@given(st.binary(max_size=200) | st.text(st.sampled_from('dan* ,!"=\ngit' + key())).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    lines = {signer.line for signer in safe_signers(data)} | {line for line, _ in unsafe_signers(data)}
    written = [line.strip(b" \t\r") for line in data.split(b"\n")]
    assert lines == {number for number, line in enumerate(written, 1) if line and not line.startswith(b"#")}
