"""Tokens that say by how they begin who issued them, by the formats that the issuers publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.rules.incidents.found_leak import FoundLeak

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEX32, _HEX40, _HEX64 = (rf"[0-9a-fA-F]{{{length}}}(?![0-9a-zA-Z])" for length in (32, 40, 64))
_WEB = r"[\w.~+/=-]{20,400}"
"""What most issuers take the rest from: the letters of base 64, in either alphabet, and dots."""

_ISSUED: dict[str, tuple[str, ...]] = {
    # GitHub, GitLab, Bitbucket and Atlassian
    r"[A-Za-z0-9]{30,255}": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    r"\w{22,255}": ("github_pat_",),
    r"[\w.-]{20,255}": (
        *("glpat-", "glptt-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glimt-", "glagent-", "glsoat-", "glft-"),
        *("gloas-", "glwt-", "glffct-", "ATBB"),
    ),
    r"[\w=-]{40,400}": ("ATATT3", "ATCTT3"),
    # Google, Azure, DigitalOcean, Alibaba, Tencent, and what runs in clouds
    r"[\w-]{35}(?![\w-])": ("AIza",),
    r"[\w-]{24,40}": ("GOCSPX-", "dckr_pat_", "dckr_oat_", "sb_secret_", "NRII-"),
    r"[\w.-]{20,400}": ("ya29.", "hvs.", "hvb.", "hvr.", "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim."),
    r"[\w-]{40,400}": ("1//0",),
    r"[A-Za-z0-9+/]{86}==": ("AccountKey=",),
    r"[A-Za-z0-9+/]{43}=": ("SharedAccessKey=",),
    r"[A-Za-z0-9+/%]{43,60}(?:=|%3D)": ("sig=",),
    _HEX64: ("dop_v1_", "doo_v1_", "dor_v1_", "sk-or-v1-", "mlsn.", "sntryu_"),
    r"[A-Za-z0-9]{20,32}(?![A-Za-z0-9])": ("LTAI", "AKID"),
    r"[\w-]{43}(?![\w-])": ("sha256~", "fo1_", "CFPAT-", "sq0csp-"),
    r"[A-Za-z0-9+/=,_]{80,400}": ("fm1_", "fm2_", "ABSK"),
    r"[\w.=-]{32,255}": ("pscale_tkn_", "pscale_pw_", "pscale_oauth_"),
    # Packages, models and builds
    r"[A-Za-z0-9]{36,64}(?![A-Za-z0-9])": ("npm_", "nfp_", "pnu_", "napi_", "lin_api_", "lin_oauth_"),
    r"[\w-]{50,400}": ("pypi-AgE",),
    r"[0-9a-f]{48}(?![0-9a-zA-Z])": ("rubygems_",),
    r"[A-Za-z0-9]{30,64}": ("hf_", "gsk_", "xai-", "r8_", "pplx-", "ntn_", "phx_", "rnd_"),
    r"[\w-]{24,255}": ("sk-ant-", "sk-proj-", "sk-svcacct-", "sk-admin-", "tskey-", "lsv2_pt_", "lsv2_sk_"),
    r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}": ("sk-",),
    _HEX40: ("pul-", "bkua_", "sbp_", "shippo_live_"),
    r"\w{22}_[0-9a-f]{40}": ("CCIPAT_", "CCIPRJ_"),
    r"[A-Za-z0-9]{64,80}": ("AKCp", "cmVmdGtu"),
    # Talk, mail, payment and shops
    r"[A-Za-z0-9%./+-]{15,255}": (
        *("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xoxo-", "xoxc-", "xoxd-"),
    ),
    r"[A-Za-z0-9-]{20,255}": ("xapp-",),
    r"[A-Z0-9]{8,14}/[A-Z0-9]{8,14}/[A-Za-z0-9]{16,64}": ("hooks.slack.com/services/",),
    r"\d{17,20}/[\w-]{40,100}": ("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"),
    r"[\w@/-]{60,255}": ("webhook.office.com/webhookb2/",),
    r"[A-Za-z0-9]{16,255}": ("sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"),
    r"[\w-]{22}\.[\w-]{43}": ("SG.",),
    r"[0-9a-f]{64}-[A-Za-z0-9]{16}": ("xkeysib-",),
    _HEX32: ("shpat_", "shpss_", "shpca_", "shppa_", "dapi", "key-", "SK"),
    r"[\w-]{22}(?![\w-])": ("sq0atp-",),
    r"[A-Za-z0-9]{16}\$[0-9a-f]{32}": ("access_token$production$",),
    r"[A-Za-z0-9_]{32,64}-X": ("FLWSECK-", "FLWSECK_TEST-"),
    # Watching, paging and keeping
    r"[A-Z0-9]{27}(?![A-Za-z0-9])": ("NRAK-",),
    r"[A-Za-z0-9]{32}_[0-9a-f]{8}": ("glsa_",),
    _WEB: ("glc_", "sntrys_", "ops_eyJ", "tfp_", "sk.eyJ", "CCDB1_"),
    r"[0-9a-f]{24}-[0-9a-f]{34}": ("PMAK-",),
    r"[0-9a-f-]{36}": ("HRKU-", "pat-na1-", "pat-eu1-"),
    r"[A-Za-z0-9]{14}\.[0-9a-f]{64}": ("pat",),
    r"[\w-]{40}(?![\w-])": ("figd_", "figo_"),
    r"[0-9a-f]{24}-[0-9a-f]{146}": ("v1.0-",),
    r"[A-Za-z0-9]{54}(?![A-Za-z0-9])": ("EZAK", "EZTK"),
}  # fmt: skip
"""What may follow, and after which beginnings. Each rest has an end, so that no attempt reads far."""


class _IssuedToken(NamedTuple):
    begins: str
    rest: re.Pattern[str]


_TOKENS = tuple(_IssuedToken(begins, re.compile(rest, re.ASCII)) for rest, all_ in _ISSUED.items() for begins in all_)
_ACCESS_KEYS = tuple(
    _IssuedToken(begins, re.compile(r"[A-Z0-9]{16}(?![A-Za-z0-9])")) for begins in ("AKIA", "ASIA", "ABIA", "ACCA")
)
_INSIDE = (
    ("eyJ", re.compile(r"(?<![\w-])eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,1000}", re.ASCII), "a signed token"),
    ("Q~", re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])", re.ASCII), "a token"),
    ("AZDO", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])"), "a token"),
    (":AA", re.compile(r"(?<![\w-])\d{8,10}:AA[\w-]{32,33}(?![\w-])", re.ASCII), "a token"),
    (".atlasv1.", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,120}", re.ASCII), "a token"),
)
"""Tokens that have their sign inside of them: JSON Web Tokens, Entra, Azure DevOps, Telegram and Terraform."""
_SHORTEST = 20
"""No token is shorter, so that only the long words of a text are looked at to see whether it may hold one."""


def issued_tokens(text: str) -> Iterator[FoundLeak]:
    """The tokens in a text. One that is the same letter over and over stands for a token, and is none."""
    long = " ".join(word for word in text.split() if len(word) >= _SHORTEST)
    if not any(token.begins in long for token in (*_ACCESS_KEYS, *_TOKENS)) and not any(
        sign in long for sign, _, _ in _INSIDE
    ):
        return
    for tokens, what in ((_ACCESS_KEYS, "an access key"), (_TOKENS, "a token")):
        for token in tokens:
            yield from (FoundLeak(start, end, what) for start, end in _places(text, token))
    for sign, shape, what in _INSIDE:
        if sign in text:
            yield from (FoundLeak(*match.span(), what) for match in shape.finditer(text))


def _places(text: str, token: _IssuedToken) -> Iterator[tuple[int, int]]:
    start = text.find(token.begins)
    while start >= 0:
        end = start + len(token.begins)
        found = None if start and text[start - 1].isalnum() else token.rest.match(text, end)
        if found is not None:
            end = found.end()
            if len({letter for letter in found[0].casefold() if letter.isalnum()}) > 1:
                yield start, end
        start = text.find(token.begins, end)
