r"""What each forge's own documentation says of CODEOWNERS, case by case: a text, a path, and who is asked about it.

`asked` are the owners of every line that decides; None where no line does, an empty tuple where one does and names
nobody. `rule` says in our words which sentence of the documentation the case stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ratified.policy.code_owners import Forge


class OwnersCase(NamedTuple):
    forge: Forge
    text: str
    path: str
    asked: tuple[str, ...] | None
    rule: str


_HUB = """# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/services/ @octocat
/services/github
/products/ @octocat
/products/github @doctocat
"""
"""GitHub's own example, with the folder `apps` of its last four lines under other names: in one file the four would
decide about each other."""

_LAB = """* @admin

[README Owners]
README.md @user1 @user2
internal/README.md @user4

[README other owners]
README.md @user3
"""

_DEFAULTS = """[Documentation] @docs-team
docs/
README.md

^[Database][2] @database-team @agarcia
model/db/
config/db/database-setup.md @docs-team
"""

_EXCLUDED = """* @username
!pom.xml

[Ruby]
*.rb @ruby-team
!/config/**/*.rb
/config/routes.rb @ops
"""


def _all(forge: Forge, *rows: tuple[str, str, tuple[str, ...] | None, str]) -> tuple[OwnersCase, ...]:
    return tuple(OwnersCase(forge, *row) for row in rows)


GITHUB = _all(
    "GitHub",
    (_HUB, "README.md", ("@global-owner1", "@global-owner2"), "`*` is the default for everything"),
    (_HUB, "a/b/README.md", ("@global-owner1", "@global-owner2"), "`*` counts at any depth"),
    (_HUB, "a/app.js", ("@js-owner",), "the last pattern that matches wins; a comment may follow the owners"),
    (_HUB, "cmd/main.go", ("docs@example.com",), "an address names an account"),
    (_HUB, "notes.txt", ("@octo-org/octocats",), "a team is @organisation/team"),
    (_HUB, "build/logs/today/a.log", ("@octocat",), "`**/logs` stands later and takes in each folder of that name"),
    ("/build/logs/ @doctocat\n", "build/logs/a/b.log", ("@doctocat",), "a folder takes in all below it"),
    ("/build/logs/ @doctocat\n", "x/build/logs/a.log", None, "a slash at the start ties to the root"),
    ("docs/* @d\n", "docs/getting-started.md", ("@d",), "`docs/*` takes in the files of the folder"),
    ("docs/* @d\n", "docs/build-app/troubleshooting.md", None, "and none that lies deeper"),
    ("docs/* @d\n", "x/docs/a.md", None, "a slash inside ties to the root, as in gitignore"),
    (_HUB, "deep/apps/a.c", ("@octocat",), "`apps/` without a slash before counts anywhere"),
    ("apps/ @octocat\n", "apps", None, "a slash at the end means a folder, not a file of that name"),
    (_HUB, "docs/a/b.js", ("@doctocat",), "order decides, not how exact a pattern is"),
    (_HUB, "scripts/x.js", ("@doctocat", "@octocat"), "several owners stand on one line"),
    (_HUB, "deeply/nested/logs/x", ("@octocat",), "`**/` is any number of folders"),
    (_HUB, "services/github/a.c", (), "a pattern without owners takes its files out again"),
    (_HUB, "services/a.c", ("@octocat",), "and no others"),
    (_HUB, "products/github/a.c", ("@doctocat",), "a folder inside has an owner of its own"),
    ("*.md @a\n*.md @b\n", "a.md", ("@b",), "owners on two lines do not add up: the last line counts"),
    ("/Docs/ @a\n", "docs/a.md", None, "letter case counts in folders"),
    ("*.MD @a\n", "a.md", None, "and in endings"),
    ("*.md @Dana\n", "a.md", ("@Dana",), "a login is given as it is written"),
    ("* @a\n!/docs/ @b\n", "docs/x", ("@a",), "`!` does not work: the line is passed over"),
    ("* @a\n/[ab].md @b\n", "a.md", ("@a",), "`[ ]` does not work: the line is passed over"),
    ("* @a\n\\#x.md @b\n", "#x.md", ("@a",), r"`\#` does not work at the start"),
    ("* @a\n/docs/ dana\n", "docs/x", ("@a",), "a line with an owner of no known form is passed over"),
    ("* @a\n/docs/ @b dana\n", "docs/x", ("@a",), "also where another owner of it is well formed"),
    ("* @a\n*.md @b.c\n", "x.md", ("@a",), "no login on GitHub has a dot"),
    ("* @a\n*.md @octo_corp\n", "x.md", ("@octo_corp",), "a login that a company manages has an underscore"),
    ("/a\\ b/ @x\n", "a b/c.md", ("@x",), "a blank of a path has a backslash before it, as in gitignore"),
    ("/a b/ @x\n", "a", None, "without one the pattern ends there, and what follows is no owner"),
    ("/docs/**/a.md @x\n", "docs/a.md", ("@x",), "`/**/` may be no folder at all"),
    ("/docs/** @x\n", "docs/a/b/c.md", ("@x",), "`/**` at the end is everything below"),
    ("/docs/**\t@x\n", "docs/a", ("@x",), "a tab parts words as well"),
    ("/a?c.md @x\n", "abc.md", ("@x",), "`?` is one character, as in gitignore"),
    ("/a?c.md @x\n", "a/c.md", None, "but no slash"),
    ("f* @x\n", "foo/bar", ("@x",), "a name without a slash may be a folder's, and takes in all below"),
    ("**/ @x\n", "a", None, "`**/` is folders, and none of them is the root"),
    ("**/ @x\n", "a/b", ("@x",), "and all below them"),
    ("/ @x\n", "a", None, "`/` alone never matches"),
    ("/f\\*o @x\n", "f*o", ("@x",), "a backslash takes a star as it is"),
    ("/f\\*o @x\n", "fao", None, "and as nothing else"),
    ("* @a\r\n/docs/ @b\r\n", "docs/x", ("@b",), "lines may end as on Windows"),
    ("# x\u2028/docs/ @b\n", "docs/x", None, "what only Unicode calls a new line is part of the comment"),
    ("   # * @a\n", "x", None, "blanks may stand before a comment"),
    ("#" * 3_000_000 + "\n* @a\n", "x", None, "a file of 3 MB is not read"),
)  # fmt: skip

GITLAB = _all(
    "GitLab",
    (_LAB, "README.md", ("@admin", "@user1", "@user2", "@user3"), "each section is decided by itself"),
    (_LAB, "internal/README.md", ("@admin", "@user4", "@user3"), "in a section the last pattern wins"),
    (_LAB, "a.c", ("@admin",), "lines before the first heading are a section too"),
    (_DEFAULTS, "docs/a/b.md", ("@docs-team",), "a heading's owners count for lines that name none"),
    (_DEFAULTS, "config/db/database-setup.md", ("@docs-team",), "owners of a line come before those of the heading"),
    (_DEFAULTS, "model/db/x", ("@database-team", "@agarcia"), "a section may be optional and ask for a number"),
    ("[A] @a\nx @b\n\n[a] @c\ny\nx\n", "x", ("@c",), "two headings with one name, in any case, are one section"),
    ("[ ] @x\na.md @y\n", "a.md", ("@y",), "a heading must have a name"),
    ("* @group\n[Section name\ndocs/ @d\n", "docs/a", ("@d",), "a heading that cannot be read begins no section"),
    (_EXCLUDED, "pom.xml", None, "`!` takes a path out"),
    (_EXCLUDED, "app/a.rb", ("@username", "@ruby-team"), "of its own section alone"),
    (_EXCLUDED, "config/routes.rb", ("@username",), "and for good: a later line does not bring it back"),
    ("!*.rb\n* @a\n", "x.rb", None, "also where the line that takes it out comes first"),
    ("* @a\n!*.rb   # Excludes all Ruby files.\n", "x.rb", None, "words behind it change nothing"),
    ("* @a # and @b\n", "x", ("@a", "@b"), "there are no comments behind a line: owners in them are asked"),
    ("# * @a\n", "x", None, "a line that begins with # is a comment"),
    ("\\#file.rb @a\n", "#file.rb", ("@a",), r"`\#` is a name that begins with #"),
    ("path\\ with\\ spaces/ @a\n", "x/path with spaces/y", ("@a",), "a backslash before a blank"),
    ("folder with spaces/*.md @group\n", "folder", ("@group",), "without it the rest is read for owners"),
    ("/path/* @group user_without @user_with\n", "path/a", ("@group", "@user_with"), "malformed owners are ignored"),
    ("* @a\n/docs/ dana\n", "docs/x", (), "a line whose owners are all malformed has none, and decides"),
    ("* @a\n/docs/\n", "docs/x", (), "a line without owners decides: nobody is asked"),
    ("/config/ @@maintainer @@developers\n", "config/x", ("@@maintainer", "@@developers"), "roles are @@role"),
    ("* @a\n/config/ @@guest\n", "config/x", (), "of three roles alone"),
    ("README @group @group/with-nested/subgroup\n", "README", ("@group", "@group/with-nested/subgroup"), "groups"),
    ("* @sidney.jones\n", "x", ("@sidney.jones",), "a login may have dots"),
    ("LICENSE @legal janedoe@gitlab.com\n", "LICENSE", ("@legal", "janedoe@gitlab.com"), "addresses"),
    ("/README.md @a\n", "docs/README.md", None, "a slash at the start ties to the root"),
    ("README.md @a\n", "app/lib/README.md", ("@a",), "without one it counts at any depth"),
    ("internal/README.md @a\n", "docs/api/internal/README.md", ("@a",), "a slash inside does not tie"),
    ("/docs/ @a\n", "docs/a/b", ("@a",), "a slash at the end is all below"),
    ("docs @a\n", "docs/a", None, "without it a folder's name takes in nothing below"),
    ("/docs/* @a\n", "docs/projects/index.md", None, "`*` takes no slash"),
    ("/docs/* @a\n", "docs/.hidden", ("@a",), "but a dot at the start (FNM_DOTMATCH)"),
    ("/docs/*/README.md @a\n", "docs/api/README.md", ("@a",), "`*` is one folder"),
    ("/docs/*spec* @a\n", "docs/qa_specs.rb", ("@a",), "stars within a name"),
    ("/docs/**/index.md @a\n", "docs/api/graphql/index.md", ("@a",), "`**/` is any number of folders"),
    ("/docs/**/index.md @a\n", "docs/index.md", ("@a",), "or none"),
    ("/docs/** @a\n", "docs/a/b", None, "`**` without a slash behind it is one star (fnmatch)"),
    ("/a[0-9].md @a\n", "a7.md", ("@a",), "sets are those of fnmatch"),
    ("/a[^0-9].md @a\n", "a7.md", None, "with ^ all others"),
    ("/a\\[0].md @a\n", "a[0].md", ("@a",), "a backslash takes a bracket as it is"),
    ("/Docs/ @a\n", "docs/x", None, "letter case counts"),
)  # fmt: skip

GITEA = _all(
    "Gitea",
    (".*\\\\.go @user1 @user2 # This is comment\n", "cmd/main.go", ("@user1", "@user2"), "an expression for the path"),
    (".*\\\\.go @user1\n", "main.gox", None, "for the whole of it"),
    ("frontend/src/.*\\\\.js @org1/team1 @user3\n", "frontend/src/a/b.js", ("@org1/team1", "@user3"), "teams"),
    ("!frontend/src/.* @org1/team3\n", "backend/a.go", ("@org1/team3",), "`!` is every path that does not match"),
    ("!frontend/src/.* @org1/team3\n", "frontend/src/a.js", None, "and none that does"),
    ("docs/(aws|google|azure)/[^/]*\\\\.(md|txt) @user8\n", "docs/aws/a.txt", ("@user8",), "groups and sets"),
    ("docs/(aws|google|azure)/[^/]*\\\\.(md|txt) @user8\n", "docs/aws/b/a.txt", None, "of which a slash is left out"),
    (".* @a\ndocs/.* @b\n", "docs/x", ("@a", "@b"), "every rule that matches is asked"),
    ("dir/with\\#hashtag @user1\n", "dir/with#hashtag", ("@user1",), r"`\#` is a #"),
    ("path\\ with\\ space @user2\n", "path with space", ("@user2",), "a backslash before a blank"),
    ("path/with\\\\\\\\backslash @user3\n", "path/with\\backslash", ("@user3",), "four stand for one in a name"),
    ("path/\\\\.with\\\\.dots @a\n", "path/.with.dots", ("@a",), "two before a dot"),
    ("path/\\\\.with\\\\.dots @a\n", "path/xwith.dots", None, "which is then no other sign"),
    ("path/.with @a\n", "path/xwith", ("@a",), "without them it is any"),
    ("docs/ @a\n", "docs/x", None, "a folder's name alone takes in nothing below"),
    ("/docs/.* @a\n", "docs/foo.md", ("@a",), "a slash at the start is passed over"),
    ("/docs/.* @a\n", "other/docs/foo.md", None, "and the whole path is meant"),
    ("docs/.*\n", "docs/x", None, "a rule without an owner is none"),
    ("docs/.* a@example.com\n", "docs/x", None, "an address is no owner"),
    ("docs/.* sidney.jones\n", "docs/x", ("@sidney.jones",), "a login may have dots, and no @"),
    ("Docs/.* @a\n", "docs/x", None, "letter case counts"),
    ("a|b @x\n", "about", ("@x",), "the anchors belong to the first and the last alternative"),
)  # fmt: skip

CASES = (*GITHUB, *GITLAB, *GITEA)
