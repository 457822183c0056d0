"""The keys with which Git hosts sign: pinned from a file, judged by the time of the signature, missing for a while."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from histories import Repo, at
from history_company import FORGE, PEOPLE, PEOPLE_TEXT, REGISTER, REGISTER_TEXT, SIGNERS, edit, register
from history_company import company as small_company
from history_keys import Keys, environment
from pull_requests import BEN, PAGE, PRIYA, lands, more_in, proposes
from ratified.cli.main import main
from ratified.git.forge_keys import is_named, pinned_fingerprints, ssh_forge_key, verifying_keys
from ratified.git.openpgp_key import shortest_rsa
from ratified.git.openpgp_packet import issuer, signed_at

if TYPE_CHECKING:
    from pathlib import Path


pytest_plugins = ("history_fixtures",)
HOST = "Example Git <git@git.example>"
FOLDER = "data/trust/forge/"


class Shape(NamedTuple):
    """A key as GitHub has two: its length, when it was made and when it ends, and the hash of its signatures."""

    bits: int
    made: str
    ends: str
    digest: str


SHAPES = {
    "ended": Shape(2048, "20170816T000000", "20260116T000000", "SHA256"),
    "later": Shape(4096, "20260116T000000", "never", "SHA512"),
}


class HostKeys(Keys):
    """Everybody's keys, and two of a Git host: one that ended as the other began."""

    def __init__(self, keys: Keys) -> None:
        self.__dict__.update(keys.__dict__)
        for name, shape in SHAPES.items():
            quick = ["--passphrase", "", "--quick-gen-key", f"Host {name}", f"rsa{shape.bits}", "sign", shape.ends]
            self.gpg(["--faked-system-time", f"{shape.made}!", *quick])

    def gpg(self, arguments: list[str], feed: bytes = b"") -> bytes:
        quiet = ["gpg", "--batch", "--quiet", "--no-tty", "--no-permission-warning", "--pinentry-mode", "loopback"]
        home = environment(self.home)
        return subprocess.run([*quiet, *arguments], input=feed, capture_output=True, env=home, check=True).stdout

    def public(self, name: str) -> bytes:
        return self.gpg(["--armor", "--export", f"=Host {name}"])

    def sign(self, payload: bytes, key: str, at: int) -> bytes:
        if key not in SHAPES:
            return super().sign(payload, key, at)
        how = ["--faked-system-time", f"{at}!", "--local-user", f"=Host {key}", "--digest-algo", SHAPES[key].digest]
        return self.gpg([*how, "--armor", "--detach-sign"], payload)


@pytest.fixture(scope="module")
def host_keys(keys: Keys) -> HostKeys:
    return HostKeys(keys)


@pytest.fixture(scope="module")
def both_pinned(host_keys: HostKeys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The small company, adopted with both keys of the Git host; never to be changed."""
    pins = {f"{FOLDER}{name}.asc": host_keys.public(name) for name in SHAPES}
    return Repo(tmp_path_factory.mktemp("both") / "repo", host_keys).init().adopted(pins)


@pytest.mark.parametrize(
    ("key", "day", "signed", "approved"),
    [
        ("ended", "2026-01-14", "2026-01-14", True),
        ("ended", "2026-01-15T23:59:59", "2026-01-15T23:59:59", True),
        ("ended", "2026-01-16T00:00:00", "2026-01-16T00:00:00", False),
        ("ended", "2026-02-20", "2026-01-14", False),
        ("later", "2026-01-15", "2026-01-16", False),
        ("later", "2026-01-16T00:00:00", "2026-01-16T00:00:00", True),
        ("later", "2026-03-01", "2026-03-01", True),
    ],
)
def test_a_merge_of_the_git_host_is_judged_by_the_time_of_its_signature(
    both_pinned: Repo, tmp_path: Path, key: str, day: str, signed: str, approved: bool
) -> None:
    """As 6,343 real merges of GitHub's bear it: two keys, of 2,048 and 4,096 bits, with SHA-256 and SHA-512."""
    repo = both_pinned.copy(tmp_path / "repo")
    repo.now = at(day)
    made = repo.merges("dana", change=edit("3h"), sign=key, committer="github", at=at(day), signed_at=at(signed))
    event = repo.events()[-1]
    assert event.landing == made
    assert (event.verdict == "approved") is approved, event.reason
    if approved:
        assert event.approval is not None
        assert (event.approval.proof, event.approval.approver) == ("forge", "dana")


def test_a_key_and_a_signature_say_who_they_are(host_keys: HostKeys) -> None:
    for name, shape in SHAPES.items():
        public = host_keys.public(name)
        binary = host_keys.gpg(["--export", f"=Host {name}"])
        assert (pinned_fingerprints(binary), shortest_rsa(binary)) == (pinned_fingerprints(public), shape.bits)
        (key,) = pinned_fingerprints(public) or ()
        assert verifying_keys(public) == {key}
        assert shortest_rsa(public) == shape.bits
        said = issuer(host_keys.sign(b"text", name, at("2026-01-10") if name == "ended" else at("2026-02-10")))
        assert said == key
        assert is_named(said, key)
        assert is_named(key[-16:], key)
        assert not is_named("", key)
        assert not is_named(key[:16], key)


@given(st.binary(max_size=200), st.sampled_from(["PUBLIC KEY BLOCK", "SIGNATURE"]), st.booleans())
def test_no_bytes_whatever_break_the_reading_of_a_key_or_a_signature(data: bytes, kind: str, whole: bool) -> None:
    body = base64.b64encode(data)
    text = b"-----BEGIN PGP %b-----\n\n%b\n-----END PGP %b-----\n" % (kind.encode(), body, kind.encode())
    for given_ in (text if whole else data, b"ssh-ed25519 " + body):
        assert isinstance(issuer(given_), str)
        assert signed_at(given_) is None or signed_at(given_) == int(signed_at(given_) or 0)
        assert pinned_fingerprints(given_) is None or all(pinned_fingerprints(given_) or ())
        assert isinstance(verifying_keys(given_), frozenset)
        assert (shortest_rsa(given_) or 0) >= 0


# From no key to a proof, by `ratified trust` alone

READABLE = re.sub(r"forge: \{id: 42", "forge: {login: x, id: 42", PEOPLE_TEXT)
BY_HOST = REGISTER_TEXT.replace("minimum_proof: signed", "minimum_proof: forge")


@pytest.fixture
def keyless(empty: Repo) -> Repo:
    """The small company as a draft that holds no key at all."""
    files = {
        **small_company(empty.keys),
        PEOPLE: READABLE,
        REGISTER: BY_HOST.replace("status: adopted", "status: draft"),
    }
    empty.pushes("lee", {path: text for path, text in files.items() if path not in (SIGNERS, FORGE)}, message="Begin")
    return empty


def fresh(repo: Repo, to: Path) -> Path:
    """A clone as a colleague has one."""
    repo.git("clone", "-q", str(repo.root), str(to))
    return to


def trusted(repo: Repo, to: Path, *words: str) -> dict[str, bytes]:
    """What `ratified trust` writes in a fresh clone, as a change to propose."""
    clone = fresh(repo, to)
    assert main(["trust", *words, "--repo", str(clone)]) == 0
    new = repo.git("-C", str(clone), "ls-files", "-z", "--others", "--modified").split("\0")[:-1]
    return {path: (clone / path).read_bytes() for path in new}


def proof_in(clone: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str, str]:
    """Verdict, approver and proof of the policy, as `ratified status` has them in a clone."""
    capsys.readouterr()
    assert main(["status", "POL", "--repo", str(clone), "--as-of", "2026-11-22", "--format", "json"]) == 0
    (found,) = [one for one in json.loads(capsys.readouterr().out)["documents"] if one["id"] == "POL"]
    approval = found["approval"] or {"approver": "", "proof": ""}
    return found["verdict"], approval["approver"], approval["proof"]


ADOPTED = {REGISTER: BY_HOST}


def test_from_no_key_to_a_landing_that_its_approver_signed(
    keyless: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change: dict[str, bytes] = {}
    for number, person in enumerate(("kim", "dana")):
        public = keyless.keys.home / f"{person}.pub"
        more = trusted(keyless, tmp_path / f"clone-{number}", "key", person, str(public))
        change[SIGNERS] = change.get(SIGNERS, b"") + more[SIGNERS]
    keyless.merges("kim", change={**change, **ADOPTED})
    keyless.merges("dana", change=edit("3h"))
    assert proof_in(fresh(keyless, tmp_path / "seen"), capsys) == ("approved", "dana", "signed")


@pytest.mark.parametrize("kind", ["ssh", "openpgp"])
def test_from_no_key_to_a_landing_that_a_pinned_git_host_signed(
    keyless: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    key = "thief" if kind == "ssh" else "other-forge"
    file = keyless.keys.home / "thief.pub"
    if kind == "openpgp":
        file = tmp_path / "host.asc"
        file.write_bytes(b"From the Git host's page:\n" + keyless.keys.forge(key))
    pins = trusted(keyless, tmp_path / "clone", "forge", "git.example", str(file))
    assert [*pins] == [f"{FOLDER}git.example.{'pub' if kind == 'ssh' else 'asc'}"]
    keyless.merges("kim", change={**pins, **ADOPTED}, sign=key, committer=HOST)
    keyless.merges("dana", change=edit("3h"), sign=key, committer=HOST)
    assert proof_in(fresh(keyless, tmp_path / "seen"), capsys) == ("approved", "dana", "forge")


# A Git host that signs by SSH


@pytest.fixture
def by_ssh(empty: Repo) -> Repo:
    """The small company, whose Git host signs with an SSH key that it pins."""
    return empty.adopted({f"{FOLDER}host.pub": f"{empty.keys.ssh('thief')} the host's\n"})


def test_a_key_that_is_somebodys_is_never_the_git_hosts(empty: Repo) -> None:
    """Lee would else merge his own change in Dana's name."""
    repo = empty.adopted({f"{FOLDER}host.pub": f"{empty.keys.ssh('sam')}\n"})
    repo.merges("dana", change=edit("3h"), sign="sam", committer=HOST)
    assert repo.verdict().verdict == "unapproved"
    assert repo.verdict().why == "mismatch"


def test_the_author_of_a_change_does_not_approve_it_through_the_git_host(by_ssh: Repo) -> None:
    by_ssh.merges("dana", by="dana", change=edit("3h"), sign="thief", committer=HOST)
    assert by_ssh.verdict().why == "self-approval"


def test_what_another_ssh_key_signs_is_nobodys(repo: Repo) -> None:
    repo.merges("dana", change=edit("3h"), sign="thief", committer=HOST)
    assert repo.verdict().why == "untrusted-key"


def test_a_revoked_key_of_the_git_host_approves_nothing(by_ssh: Repo) -> None:
    by_ssh.merges("dana", change=edit("3h"), sign="thief", committer=HOST)
    assert by_ssh.verdict().verdict == "approved"
    entry = f'  - fingerprint: "{by_ssh.keys.fingerprint("thief")}"\n    from: "{by_ssh.tip}"\n    reason: "stolen"\n'
    by_ssh.merges("kim", change={"data/trust/revoked.yml": f"revoked:\n{entry}"})
    by_ssh.merges("dana", change=edit("2h"), sign="thief", committer=HOST)
    assert by_ssh.verdict().why == "untrusted-key"


def test_the_git_hosts_class_may_ask_for_a_persons_own_signature(by_ssh: Repo) -> None:
    by_ssh.merges("kim", change=register("title: Policy, class: policy", "title: Policy, class: strict"))
    by_ssh.merges("kim", change=edit("3h"), sign="thief", committer=HOST)
    assert by_ssh.verdict().why == "weak-proof"


def test_one_line_of_a_public_key_is_one_and_nothing_else_is(keys: Keys) -> None:
    line = keys.ssh("thief").encode()
    assert ssh_forge_key(b"# the host's\n" + line + b" a comment\n") is not None
    for text in (line + b"\n" + line, b"", b"ssh-ed25519 AAAA", b"\xff\xff\xff", keys.forge(), b"dana " + line):
        assert ssh_forge_key(text) is None, text


# What an assessor runs

PAGE_FOR_ASSESSORS = ROOT / "src/ratified/site/content/for-the-assessor.md"


def commands(whose: str) -> list[str]:
    """The commands by which the page has one verify a signature, in order."""
    rows = PAGE_FOR_ASSESSORS.read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if row.startswith(f"| {whose} |")]
    return re.findall(r"`([^`]+)`", row)


def test_every_command_that_verifies_a_signature_says_in_which_zone() -> None:
    text = PAGE_FOR_ASSESSORS.read_text(encoding="utf-8")
    verifying = [found for found in re.findall(r"`([^`]+)`", text) if "verify-commit" in found or "-Y verify" in found]
    assert len(verifying) == 3
    assert all(one.startswith("TZ=UTC git ") for one in verifying)


@pytest.mark.parametrize(
    ("whose", "key", "committer", "said"),
    [
        ("a person", "dana", None, 'Good "git" signature for dana with ED25519 key'),
        ("the Git host, OpenPGP", "forge", "github", "[GNUPG:] VALIDSIG"),
        ("the Git host, SSH", "thief", HOST, 'Good "git" signature for host with ED25519 key'),
    ],
)
def test_the_commands_of_the_page_verify_each_kind(
    by_ssh: Repo, tmp_path: Path, whose: str, key: str, committer: str | None, said: str
) -> None:
    commit = by_ssh.merges("dana", change=edit("3h"), sign=key, committer=committer)
    clone = fresh(by_ssh, tmp_path / "clone")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for command in commands(whose):
        text = command.replace("COMMIT", commit)
        done = subprocess.run(
            ["sh", "-c", text], cwd=clone, env=environment(home), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert said in done.stdout + done.stderr


# What is refused


def refused(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    before = sorted(path for path in root.rglob("data/**/*"))
    capsys.readouterr()
    assert main(["trust", "forge", *words, "--repo", str(root)]) == 2
    assert sorted(path for path in root.rglob("data/**/*")) == before
    return capsys.readouterr().err


def test_what_is_no_sound_key_of_a_git_host_is_refused(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.pushes("kim", {PEOPLE: READABLE})
    root, home = fresh(repo, tmp_path / "clone"), repo.keys.home
    short = tmp_path / "short"
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", str(short)], check=True)
    given = {
        "private": (home / "thief").read_bytes(),
        "binary": b"\x99\x01\x0d\x04" + bytes(40),
        "damaged": repo.keys.forge("other-forge").replace(b"m", b"%", 9),
        "nothing": b"nothing\n",
    }
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    for file, said in (
        (tmp_path / "private", "this is a private key, which only the Git host may have"),
        (tmp_path / "binary", "the file holds no key as text; `gpg --armor --export KEY`"),
        (tmp_path / "damaged", "the OpenPGP key in the file cannot be read"),
        (tmp_path / "nothing", "no SSH public key of a type that is accepted here"),
        (short.with_suffix(".pub"), "an RSA key of 1024 bits is too short"),
        (home / "dana.pub", "this key belongs to dana, and a Git host merges in the name of all"),
    ):
        assert said in refused(root, capsys, "host", str(file)), file
    stranger = str(home / "thief.pub")
    assert "is no name for a Git host's key" in refused(root, capsys, "../host", stranger)
    assert "give the file with its public key" in refused(root, capsys, "host")
    assert "GitHub's keys come with this program" in refused(root, capsys, "github", stranger)
    (root / FOLDER / "host.pub").write_text("another\n", encoding="utf-8")
    assert f"{FOLDER}host.pub is there and holds another key" in refused(root, capsys, "host", stranger)
    assert main(["trust", "forge", "later", stranger, "--repo", str(root)]) == 0
    assert "key SHA256:" in capsys.readouterr().out
    assert main(["trust", "forge", "again", stranger, "--repo", str(root)]) == 0
    assert "trusts already: the Git host's key" in capsys.readouterr().out
    assert main(["trust", "list", "--repo", str(root)]) == 0
    assert f"Git host  {repo.keys.fingerprint('thief')}  {FOLDER}later.pub" in capsys.readouterr().out
    assert f"{FOLDER}later.pub: this key is the Git host's" in refused_key(root, capsys, stranger)
    fingerprint = repo.keys.fingerprint("thief")
    assert main(["trust", "revoke", fingerprint, "--reason", "stolen", "--repo", str(root)]) == 0
    assert f"now lists {fingerprint} ({FOLDER}later.pub)" in capsys.readouterr().out
    (root / FOLDER / "later.pub").unlink()
    assert "data/trust/revoked.yml lists this key" in refused(root, capsys, "later", stranger)


def refused_key(root: Path, capsys: pytest.CaptureFixture[str], file: str) -> str:
    assert main(["trust", "key", "lee", file, "--repo", str(root)]) == 2
    return capsys.readouterr().err


def test_who_has_no_key_can_approve_once_the_git_hosts_is_pinned(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    def able() -> list[str]:
        capsys.readouterr()
        words = ["check", "--repo", str(company.root), "--base", "main", "--as-of", "2026-11-22", "--format", "json"]
        main(words)
        found: list[str] = json.loads(capsys.readouterr().out)["approvers_of_all"]
        return found

    proposes(company, more_in(PAGE))
    assert "marcus" not in able()
    lands(company, PRIYA, {f"{FOLDER}host.pub": company.keys.ssh("dana")})  # which is Dana's own
    proposes(company, more_in(PAGE))
    assert "marcus" not in able()
    lands(company, PRIYA, {f"{FOLDER}host.pub": company.keys.ssh("thief")})
    proposes(company, more_in(PAGE))
    assert "marcus" in able()


# A key that is missing for a while


def found(root: Path, capsys: pytest.CaptureFixture[str], *codes: str) -> list[tuple[str, str, str]]:
    """Level, message and advice of these rules' findings on main."""
    capsys.readouterr()
    main(["check", "--repo", str(root), "--ref", "main", "--as-of", "2026-11-22", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(one["level"], one["message"], one["help"]) for one in findings if one["code"] in codes]


ADVICE = (
    "warning",
    "`ratified trust forge NAME FILE` pins it; what was merged before that has to be approved again",
)


def test_a_key_that_is_missing_for_a_while_is_named_with_its_days_and_the_command(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = company.keys
    lands(company, PRIYA, {f"{FOLDER}a.asc": keys.forge()})
    company.merges(PRIYA, by=BEN, change=more_in(PAGE), sign="forge", committer="github")
    assert found(company.root, capsys, "APR-50") == []
    others = (("other-forge", "github"), ("other-forge", HOST), ("thief", HOST))
    for number, (key, committer) in enumerate(others):
        company.merges(PRIYA, by=BEN, change={"docs/other.md": f"# {number}\n"}, sign=key, committer=committer)
    company.merges(PRIYA, by=BEN, change={"docs/other.md": "# Own\n"}, sign="dana-pgp")  # a person's, no Git host's
    named = {message: (level, advice) for level, message, advice in found(company.root, capsys, "APR-50")}
    missing, ssh = keys.forge_fingerprint("other-forge"), keys.fingerprint("thief")
    lacks = "data/trust/forge/ does not hold it"
    assert named == {
        f"the Git host's key {missing} signed 2 commits of main from 2026-11-14 to 2026-11-15, and {lacks}": ADVICE,
        f"the Git host's key {ssh} signed one commit of main on 2026-11-16, and {lacks}": ADVICE,
    }
    lands(company, PRIYA, {f"{FOLDER}b.asc": keys.forge("other-forge"), f"{FOLDER}c.pub": keys.ssh("thief")})
    assert found(company.root, capsys, "APR-50") == []


def test_githubs_key_is_named_with_the_command_that_pins_it() -> None:
    from ratified.git.forge_keys import GITHUB

    assert [is_named(issuer_, key.fingerprint) for issuer_ in ("4AEE18F83AFDEB23",) for key in GITHUB] == [True, False]


def test_a_file_that_pins_nothing_and_one_that_pins_a_person_are_told(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    lands(company, PRIYA, {f"{FOLDER}a.txt": "call the host\n", f"{FOLDER}b.pub": company.keys.ssh("dana")})
    signers = company.git("show", f"main:{SIGNERS}").split("\n")
    line = signers.index(f'dana namespaces="git" {company.keys.ssh("dana")}') + 1
    nothing = "no public key can be read here"
    theirs = f"{SIGNERS}:{line} trusts this key as that of dana, so it is not the Git host's"
    assert found(company.root, capsys, "APR-51") == [
        ("warning", nothing, "remove it, or pin the key that it should hold again: `ratified trust forge NAME FILE`"),
        ("error", theirs, "remove the file, or give them another key"),
    ]
