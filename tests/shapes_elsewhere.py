"""The shapes of GitLab, Bitbucket, Gitea, Forgejo, Gerrit and bots, with the exact bytes that each of them writes."""

from __future__ import annotations

from shapes import DANA, IRA, LEE, Shape, line, merge

MARGE = "Marge Bot <robo@example.com>"
ZUUL, BORS = "Zuul <robo@example.com>", "bors <bors@rust-lang.org>"
GERRIT = "Gerrit Code Review <review@review.example>"
DANA_AT_GITEA = "dana <dana@noreply.gitea.example>"

_GITLAB = "Merge branch 'answer-sooner' into 'main'\n\nAnswer sooner\n\nSee merge request "
_PART_OF = "Part-of: <https://gitlab.example/example/policies/-/merge_requests/42>"

GITLAB = (
    Shape(
        "GitLab merge commit",
        merge(DANA, f"{_GITLAB}example/policies!42"),
        "merge",
        DANA,
        (LEE,),
        "!42",
        "none",
        "weak-proof",
    ),
    Shape(
        "GitLab merge commit, subgroup",
        merge(DANA, f"{_GITLAB}example/legal/policies!42"),
        "merge",
        DANA,
        (LEE,),
        "!42",
        "none",
        "weak-proof",
    ),
    Shape(
        "GitLab merge commit, full address",
        merge(DANA, f"{_GITLAB}https://gitlab.example/example/policies/-/merge_requests/42"),
        "merge",
        DANA,
        (LEE,),
        "!42",
        "none",
        "weak-proof",
    ),
    Shape(
        "GitLab merge commit, signed by the instance",
        merge(DANA, f"{_GITLAB}example/policies!42", "thief", "gitlab"),
        "merge",
        DANA,
        (LEE,),
        "!42",
        "ssh",
        "untrusted-key",
    ),
    Shape(
        "GitLab merge commit, OpenPGP of a pinned instance",
        merge(DANA, f"{_GITLAB}example/policies!42", "forge", "gitlab"),
        "merge",
        DANA,
        (LEE,),
        "!42",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "GitLab merge commit, trailers",
        merge(
            "Sam Ito <sam@example.com>",
            f"{_GITLAB}example/policies!42\n\nMerged-by: {DANA}\nApproved-by: {DANA}\nReviewed-by: {DANA}\n"
            f"Co-authored-by: {LEE}",
        ),
        "merge",
        "Sam Ito <sam@example.com>",
        (LEE,),
        "!42",
        "none",
        "weak-proof",
    ),
    Shape("GitLab fast-forward", line(LEE, "Answer sooner"), "direct", None, (LEE,), None, "none", "direct"),
    Shape(
        "GitLab fast-forward after its rebase",
        line(LEE, "Answer sooner", DANA),
        "rebase",
        DANA,
        (LEE, DANA),
        None,
        "none",
        "hidden",
    ),
    Shape(
        "GitLab squash",
        line(LEE, "Answer sooner\n\nSee merge request example/policies!42", DANA),
        "squash",
        DANA,
        (LEE, DANA),
        "!42",
        "none",
        "hidden",
    ),
    Shape(
        "Marge-bot, fast-forward",
        line(
            LEE,
            f"Answer sooner\n\nReviewed-by: {DANA}\n{_PART_OF}",
            MARGE,
        ),
        "squash",
        MARGE,
        (LEE, MARGE),
        "!42",
        "none",
        "hidden",
    ),
    Shape(
        "Marge-bot, merge",
        merge(
            MARGE,
            f"{_GITLAB}example/policies!42\n\nReviewed-by: {DANA}\n{_PART_OF}",
        ),
        "merge",
        MARGE,
        (LEE,),
        "!42",
        "none",
        "bot",
    ),
)

_GITEA = "Merge pull request 'Answer sooner' (#118) from lee/policies:answer-sooner into main\n\n"
_ON = "Reviewed-on: https://gitea.example/example/policies/pulls/118\nReviewed-by: dana <dana@noreply.gitea.example>"
_GO = "Change-Id: I3b2a9c3d4e5f60718293a4b5c6d7e8f901234567\nReviewed-on: https://go-review.example/c/policies/+/118"

OTHERS = (
    Shape(
        "Bitbucket merge",
        merge(DANA, "Merged in answer-sooner (pull request #7)\n\nAnswer sooner\n\nApproved-by: Sam Ito"),
        "merge",
        DANA,
        (LEE,),
        "#7",
        "none",
        "weak-proof",
    ),
    Shape(
        "Bitbucket merge, arrow",
        merge(DANA, "answer-sooner -> main (pull request #7)\n\nApproved-by: Sam Ito"),
        "merge",
        DANA,
        (LEE,),
        "#7",
        "none",
        "weak-proof",
    ),
    Shape(
        "Bitbucket merge, another committer",
        merge(
            DANA,
            "Merged in answer-sooner (pull request #7)\n\nAnswer sooner",
            None,
            "Bitbucket <noreply@bitbucket.example>",
        ),
        "merge",
        DANA,
        (LEE,),
        "#7",
        "none",
        "mismatch",
    ),
    Shape(
        "Gitea merge",
        merge(DANA_AT_GITEA, f"{_GITEA}{_ON}"),
        "merge",
        DANA_AT_GITEA,
        (LEE,),
        "#118",
        "none",
        "unknown-lander",
    ),
    Shape(
        "Gitea merge, signed by a pinned instance",
        merge(DANA, f"{_GITEA}{_ON}", "forge", "Gitea <noreply@gitea.example>"),
        "merge",
        DANA,
        (LEE,),
        "#118",
        "openpgp",
        proof="forge",
    ),
    Shape(
        "Forgejo merge, titled",
        merge(DANA, f"Answer sooner (#118)\n\n{_ON}"),
        "merge",
        DANA,
        (LEE,),
        "#118",
        "none",
        "weak-proof",
    ),
    Shape(
        "Gitea squash",
        line(LEE, f"Answer sooner (#118)\n\n{_ON}\nCo-authored-by: {IRA}\nCo-committed-by: {IRA}", DANA),
        "squash",
        DANA,
        (LEE, DANA, IRA),
        "#118",
        "none",
        "hidden",
    ),
    Shape(
        "Gitea rebase", line(LEE, f"Answer sooner\n\n{_ON}", DANA), "rebase", DANA, (LEE, DANA), None, "none", "hidden"
    ),
    Shape(
        "Gerrit submit",
        line(LEE, f"docs: answer sooner\n\n{_GO}\nReviewed-by: {DANA}\nTryBot-Result: Gopher Robot", DANA),
        "rebase",
        DANA,
        (LEE, DANA),
        None,
        "none",
        "hidden",
    ),
    Shape(
        "Gerrit and Zuul",
        merge(ZUUL, 'Merge "Answer sooner"', None, GERRIT),
        "merge",
        ZUUL,
        (LEE,),
        None,
        "none",
        "bot",
    ),
    Shape(
        "bors",
        merge(BORS, "Auto merge of #118 - lee:answer-sooner, r=dana\n\nAnswer sooner"),
        "merge",
        BORS,
        (LEE,),
        "#118",
        "none",
        "unknown-lander",
    ),
)
