"""Getting an acknowledgement ready: which text it is of, who says so, and who may approve a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.acknowledgement_files import AcknowledgeError, ListedRow, list_path, list_text, with_line
from ratified.approval.acknowledged_texts import AcknowledgedTexts
from ratified.model.acknowledgement import own_path
from ratified.model.verdict import IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.acknowledged import AskedDocument, AskedPerson
    from ratified.source.tree import FileTree


@dataclass(frozen=True)
class PlannedAcknowledgement:
    """A file to write: its path, its bytes before (None where it is new) and after. `done` says in words that nothing
    is left to do. `approvers` are the names of those who may approve a list, `documents` what it belongs to.
    """

    path: str
    before: bytes | None
    after: bytes
    done: str = ""
    approvers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class AcknowledgementPlanner:
    """What can be acknowledged of one document on main, on the day asked about. Nothing is written."""

    def __init__(self, approvals: ApprovalHistory, document: str, edited: Collection[str]) -> None:
        """`edited` are the paths whose file here is not that of main. Raises AcknowledgeError where the register does
        not ask for the document, nobody approved its text, or what lies here is another."""
        asked = {one.document: one for one in approvals.acknowledged.documents}
        if approvals.authority is None or document not in asked:
            told = f"it asks for {', '.join(asked)}" if asked else "it asks for none"
            raise AcknowledgeError(
                f"the approved register does not ask anybody to acknowledge {document}; {told}, and `acknowledgements` "
                "in data/register.yml says which"
            )
        self.approvals, self.authority = approvals, approvals.authority
        self.asked: AskedDocument = asked[document]
        self.fingerprint = self._of_main(approvals, document, edited)

    @staticmethod
    def _of_main(approvals: ApprovalHistory, document: str, edited: Collection[str]) -> str:
        verdict = approvals.verdicts[document]
        if verdict.verdict not in {*IN_FORCE, "stale"}:
            raise AcknowledgeError(
                f"{document} is {verdict.verdict} on main, so no approved text is there to read: {verdict.reason}"
            )
        here = sorted({path for path, _ in approvals.timeline.files(document, approvals.head)}.intersection(edited))
        if here:
            raise AcknowledgeError(
                f"{', '.join(here[:3])} here is not what main has, so what you read may be another text; commit it to "
                "a branch or undo it, and read the document again"
            )
        return verdict.fingerprint

    def row(self, person: str) -> AskedPerson:
        """What is asked of somebody. AcknowledgeError where nothing is."""
        found = next((one for one in self.asked.people if one.person == person), None)
        if found is None:
            raise AcknowledgeError(
                f"nobody asks {person}: who has not joined, has left, or is a bot has nothing to say"
            )
        return found

    def own(self, tree: FileTree, person: str, day: date) -> PlannedAcknowledgement:
        """A line of somebody's own. Raises AcknowledgeError."""
        row = self.row(person)
        if row.done is not None and row.done.by in {"own key", "own name"} and row.done.fingerprint == self.fingerprint:
            done = f"{row.name} acknowledged this text on {row.done.day}, in commit {row.done.landing[:12]}"
            return PlannedAcknowledgement(row.done.path, None, b"", done)
        path, (before, after) = (
            own_path(person),
            with_line(tree, person, self.asked.document, self.fingerprint, day),
        )
        return PlannedAcknowledgement(path, before, after)

    def listed(
        self, rows: Sequence[ListedRow], name: str, statement: str, imported: tuple[str, str] | None, writer: str
    ) -> PlannedAcknowledgement:
        """A list of several people's, made by `writer`. Raises AcknowledgeError with every reason why not."""
        on_it = {row.person for row in rows}
        faults = [*self._faults(rows, on_it, writer)]
        if faults:
            raise AcknowledgeError("\n".join(faults))
        path = list_path(name)
        after = list_text(self.asked.document, rows, statement, imported)
        documents = self.approvals.governing(path)
        able = [set(self.approvals.verdicts[id_].eligible) for id_ in documents]
        free = set.intersection(*able) - on_it - {writer} if able else set()
        names = tuple(sorted(one.name or one.id for one in self.authority.person.values() if one.id in free))
        return PlannedAcknowledgement(path, None, after, approvers=names, documents=documents)

    def _faults(self, rows: Sequence[ListedRow], on_it: Collection[str], writer: str) -> list[str]:
        document = self.asked.document
        texts, end = AcknowledgedTexts(self.approvals.decisions), len(self.approvals.timeline.landings)
        wrong = {row.fingerprint for row in rows if texts.before(document, row.fingerprint, end) is None}
        ask = f"`ratified status {document}` prints today's"
        found = [f"no approved text of {document} on main has the fingerprint {one}; {ask}" for one in sorted(wrong)]
        for row in dict.fromkeys(rows):
            one = self.authority.person.get(row.person)
            if one is None or one.kind != "human":
                found.append(
                    f"{row.person} is nobody in data/people.yml as it is approved, or a bot; write a person's id"
                )
            elif row.day < one.started or (one.left is not None and row.day > one.left):
                found.append(f"{one.name or one.id} was not with the company on {row.day}")
        if writer in on_it:
            found.append(
                f"you are on the list as {writer}, and it never counts for whoever wrote it; take yourself off, and "
                f"run `ratified acknowledge {document}`"
            )
        return found
