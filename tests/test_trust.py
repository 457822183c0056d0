"""`ratified trust`: what it writes is what OpenSSH and the rules read, and nothing that is unsound gets in."""

from __future__ import annotations

import base64
import re
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from history_company import REGISTER_TEXT
from ratified.analysis.trust import EVIDENCE_SIGNERS, REVOKED, SIGNERS
from ratified.cli.main import main
from ratified.git.allowed_signers import safe_signers
from ratified.git.forge_keys import GITHUB
from ratified.git.openpgp_key import primary_keys
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter

PEOPLE = """people:
  - {id: kim, name: Kim Lee, kind: human, started: 2025-01-06, emails: [kim@example.com]}
  - {id: lee, name: Lee Roe, kind: human, started: 2025-01-06, emails: [lee@example.com]}
  - {id: robot, name: Robot, kind: bot, started: 2025-01-06, emails: [robot@example.com]}
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A repository of a register, people and one landing: no more is asked of one who trusts a key."""
    root = tmp_path / "company"
    (root / "data").mkdir(parents=True)
    (root / "data/register.yml").write_text(REGISTER_TEXT, encoding="utf-8")
    (root / "data/people.yml").write_text(PEOPLE, encoding="utf-8")
    who = ("-c", "user.name=Lee", "-c", "user.email=lee@example.com")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), (*who, "commit", "-q", "-m", "Begin")):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    return root


def made(folder: Path, name: str = "key", *options: str) -> Path:
    """A key pair made on the spot; the public half's file."""
    options = options or ("-t", "ed25519")
    subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-C", "a laptop", "-f", str(folder / name)], check=True)
    return folder / f"{name}.pub"


def run(company: Path, *words: str) -> int:
    return main(["trust", *words, "--repo", str(company)])


def test_a_key_is_trusted_as_openssh_reads_it(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = made(tmp_path)
    assert run(company, "key", "kim", str(public), "--from", "2026-01-01", "--until", "2026-12-31") == 0
    out = capsys.readouterr().out
    (signer,) = safe_signers((company / SIGNERS).read_bytes())
    listed = subprocess.run(["ssh-keygen", "-lf", str(public)], capture_output=True, text=True, check=True).stdout
    assert signer.fingerprint == listed.split(" ")[1]
    assert f"{SIGNERS}:2 now trusts {signer.fingerprint} as kim\n" in out
    assert "Have Kim Lee read the fingerprint out" in out
    assert "    git add -- data/trust/allowed_signers\n" in out
    first, end = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (2026, 2027))
    assert signer.window == (first, end + 1)
    line = (company / SIGNERS).read_text(encoding="utf-8").split("\n")[1]
    assert line.startswith('kim namespaces="git",valid-after="20260101Z",valid-before="20270101Z" ssh-ed25519 AAAA')
    assert "laptop" not in line
    signed = subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(public.with_suffix(""))],
        input=b"text", capture_output=True, check=True,
    ).stdout  # fmt: skip
    (tmp_path / "text.sig").write_bytes(signed)
    verify = ["ssh-keygen", "-Y", "verify", "-n", "git", "-I", "kim", "-f", str(company / SIGNERS)]
    verify += ["-s", str(tmp_path / "text.sig"), "-O", "verify-time=20260615120000Z"]
    subprocess.run(verify, input=b"text", check=True, capture_output=True)


def test_lines_that_are_there_stay_as_they_are_and_a_last_one_without_its_end_gets_it(
    company: Path, tmp_path: Path
) -> None:
    assert run(company, "key", "kim", str(made(tmp_path, "one"))) == 0
    file = company / SIGNERS
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    before = file.read_bytes()
    assert run(company, "key", "kim", str(made(tmp_path, "two"))) == 0
    after = file.read_bytes()
    assert after.startswith(before + b"\nkim ")
    assert after.endswith(b"\n")
    assert [one.person for one in safe_signers(after)] == ["kim", "kim"]


def refused(company: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says that writes nothing and cannot do what was asked."""
    before = {path: path.read_bytes() for path in company.rglob("data/**/*") if path.is_file()}
    assert run(company, *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert {path: path.read_bytes() for path in company.rglob("data/**/*") if path.is_file()} == before
    return err


def test_what_is_no_sound_public_key_of_somebody_is_refused(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = made(tmp_path)
    short = made(tmp_path, "short", "-t", "rsa", "-b", "1024")
    files = {
        "two": public.read_bytes() * 2,
        "none": b"# nothing\n",
        "dsa": b"ssh-dss AAAAB3NzaC1kc3MAAACBAJ x\n",
        "cut": b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5\n",
        "other": b"ssh-ed25519 " + base64.b64encode(b"\0\0\0\x07ssh-rsa" + b"x" * 40) + b"\n",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    for file, said in (
        (
            public.with_suffix(""),
            "this is a private key, which nobody else may ever have; give the file",
        ),
        (tmp_path / "two", "the file holds 2 lines where one public key belongs"),
        (tmp_path / "none", "the file holds 0 lines where one public key belongs"),
        (tmp_path / "dsa", "no SSH public key of a type that is accepted here"),
        (tmp_path / "cut", "cannot be read"),
        (tmp_path / "other", "the key in the file cannot be read"),
        (short, "an RSA key of 1024 bits is too short"),
    ):
        assert said in refused(company, capsys, "key", "kim", str(file)), file
    assert "kin is nobody in data/people.yml; add them there first" in refused(
        company, capsys, "key", "kin", str(public)
    )
    assert "robot is a bot" in refused(company, capsys, "key", "robot", str(public))
    days = ("--from", "2026-02-01", "--until", "2026-01-01")
    assert "would end on 2026-01-01, before it begins" in refused(company, capsys, "key", "kim", str(public), *days)


def test_a_key_of_somebody_else_or_one_that_was_revoked_is_refused(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = made(tmp_path)
    assert run(company, "key", "kim", str(public)) == 0
    capsys.readouterr()
    assert run(company, "key", "kim", str(public)) == 0
    assert "as kim already; nothing was written" in capsys.readouterr().out
    assert f"{SIGNERS}:2: this key belongs to kim; give lee one" in refused(company, capsys, "key", "lee", str(public))
    assert run(company, "revoke", "kim", "--reason", "lost") == 0
    capsys.readouterr()
    (company / SIGNERS).write_bytes(b"")
    assert f"{REVOKED} lists this key" in refused(company, capsys, "key", "kim", str(public))


def test_a_key_of_rsa_that_is_long_enough_is_trusted(company: Path, tmp_path: Path) -> None:
    assert run(company, "key", "kim", str(made(tmp_path, "key", "-t", "rsa", "-b", "2048"))) == 0
    assert [one.type for one in safe_signers((company / SIGNERS).read_bytes())] == ["ssh-rsa"]


def test_github_s_keys_are_pinned_with_their_fingerprints(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(company, "forge", "github") == 0
    out = capsys.readouterr().out
    assert "5DE3 E050 9C47 EA3C F04A 42D3 4AEE 18F8 3AFD EB23" in out
    assert "9684 79A1 AFF9 27E3 7D1A 566B B569 0EEE BB95 2194" in out
    for key in GITHUB:
        assert primary_keys((company / f"data/trust/forge/{key.name}.asc").read_bytes()) == (key.fingerprint,)
    assert run(company, "forge", "github") == 0
    out = capsys.readouterr().out
    assert out.count("trusted already: GitHub's key") == 2
    assert "git add" not in out


def test_gpg_reads_the_keys_that_ship(company: Path, tmp_path: Path) -> None:
    assert run(company, "forge", "github") == 0
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    for key in GITHUB:
        command = ["gpg", "--homedir", str(home), "--batch", "--with-colons", "--show-keys"]
        file = str(company / f"data/trust/forge/{key.name}.asc")
        rows = subprocess.run([*command, file], capture_output=True, text=True, check=True).stdout.split("\n")
        fields = next(row.split(":") for row in rows if row.startswith("pub:"))
        assert next(row.split(":")[9] for row in rows if row.startswith("fpr:")) == key.fingerprint
        days = [datetime.fromtimestamp(int(field), UTC).date() if field else None for field in fields[5:7]]
        assert days == [key.from_, key.until]


def test_a_file_of_that_name_with_another_key_is_not_overwritten(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = company / "data/trust/forge/github-web-flow-2024.asc"
    file.parent.mkdir(parents=True)
    file.write_text("another\n", encoding="utf-8")
    assert "is there and holds another key than GitHub's" in refused(company, capsys, "forge", "github")


def test_a_revoked_key_is_listed_after_a_commit_of_main(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tip = subprocess.run(["git", "-C", str(company), "rev-parse", "main"], capture_output=True, text=True, check=True)
    assert run(company, "key", "kim", str(made(tmp_path, "one"))) == 0
    assert run(company, "key", "lee", str(made(tmp_path, "two"))) == 0
    assert run(company, "forge", "github") == 0
    assert run(company, "revoke", "kim", "--reason", 'The "laptop" was stolen') == 0
    assert (
        run(company, "revoke", "968479a1 aff927e3 7d1a566b b5690eee bb952194", "--reason", "b\\c", "--since", "main")
        == 0
    )
    text = (company / REVOKED).read_text(encoding="utf-8")
    assert text.count(f'from: "{tip.stdout.strip()}"') == 2
    capsys.readouterr()
    assert run(company, "list") == 0
    rows = capsys.readouterr().out.split("\n")
    assert [row.endswith("  revoked") for row in rows[:4]] == [True, False, False, True]
    assert run(company, "revoke", "kim", "--reason", "again") == 0
    assert "already; nothing was written" in capsys.readouterr().out
    assert (company / REVOKED).read_text(encoding="utf-8") == text


def test_comments_of_a_list_that_names_no_key_yet_stay(company: Path, tmp_path: Path) -> None:
    assert run(company, "key", "kim", str(made(tmp_path))) == 0
    (company / REVOKED).write_text("# Ask the sponsor first.\nrevoked: []\n", encoding="utf-8")
    assert run(company, "revoke", "kim", "--reason", "lost") == 0
    assert (company / REVOKED).read_text(encoding="utf-8").startswith("# Ask the sponsor first.\nrevoked:\n  - finger")


def test_what_cannot_be_revoked_is_told_with_what_there_is(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        assert run(company, "key", "kim", str(made(tmp_path, name))) == 0
    capsys.readouterr()
    why = ("--reason", "lost")
    both = r"kim has 2 keys; name the one that is meant: SHA256:\S+, SHA256:"
    assert re.search(both, refused(company, capsys, "revoke", "kim", *why))
    assert "no key in data/trust/ is dana; `ratified trust list`" in refused(company, capsys, "revoke", "dana", *why)
    assert "names no commit" in refused(company, capsys, "revoke", "kim", *why, "--since", "abcd123")
    (company / REVOKED).write_text("revoked: 3\n", encoding="utf-8")
    (first, _) = safe_signers((company / SIGNERS).read_bytes())
    assert f"{REVOKED} cannot be read" in refused(company, capsys, "revoke", first.fingerprint, *why)


def test_the_list_says_what_counts_for_nothing(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(company, "list") == 0
    assert capsys.readouterr().out.startswith("data/trust/ holds no key; ")
    assert run(company, "key", "kim", str(made(tmp_path))) == 0
    with (company / SIGNERS).open("ab") as file:
        file.write(b"* ssh-ed25519 AAAA\n")
    capsys.readouterr()
    assert run(company, "list") == 0
    assert (
        f"counts for nothing  {SIGNERS}:3  this line must begin with the id of exactly one person"
        in capsys.readouterr().out
    )


def test_links_are_never_followed(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / "data/trust").mkdir()
    (tmp_path / "elsewhere").write_text("", encoding="utf-8")
    (company / SIGNERS).symlink_to(tmp_path / "elsewhere")
    assert f"{SIGNERS} cannot be read: " in refused(company, capsys, "key", "kim", str(made(tmp_path)))
    assert (tmp_path / "elsewhere").read_bytes() == b""


def test_the_check_takes_what_was_written(starter: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starter.committed()
    assert main(["trust", "key", "dana", str(made(tmp_path)), "--repo", str(starter.root)]) == 0
    assert main(["trust", "forge", "github", "--repo", str(starter.root)]) == 0
    assert main(["trust", "revoke", "dana", "--reason", "lost", "--repo", str(starter.root)]) == 0
    capsys.readouterr()
    assert main(["check", "--repo", str(starter.root), "--as-of", "2026-11-22"]) == 0
    assert "data/trust" not in capsys.readouterr().out
    assert {path for path in WorkTree(starter.root).paths("data/trust") if path.endswith(".asc")} == {
        f"data/trust/forge/{key.name}.asc" for key in GITHUB
    }


def test_a_key_by_which_reviews_are_imported_is_listed_and_revoked(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f'imports namespaces="git" {" ".join(made(tmp_path).read_text(encoding="ascii").split()[:2])}\n'
    (company / "data/trust").mkdir()
    (company / EVIDENCE_SIGNERS).write_text(line, encoding="ascii")
    (signer,) = safe_signers(line.encode())
    assert run(company, "list") == 0
    assert f"imports of reviews  {signer.fingerprint}  {EVIDENCE_SIGNERS}:1\n" in capsys.readouterr().out
    assert run(company, "revoke", signer.fingerprint, "--reason", "Lost") == 0
    assert signer.fingerprint in (company / REVOKED).read_text(encoding="utf-8")
