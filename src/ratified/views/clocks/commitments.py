"""What we promised: contract windows, commitments to each audience, and the policy's other limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.notices.duties import KINDS, duty_of
from ratified.policy.notices.obligations import contract_in_force
from ratified.views.clocks.notification_clocks import template_of
from ratified.views.escape import Safe, escape
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import capital, plain, stamp

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ContractRow:
    """One window of one contract. `in_force` is false before its first day and after its last."""

    contract: Safe
    window: Safe
    party: Safe
    kind: Safe
    runs: Safe
    contact: Safe
    owner: PageLink
    template: PageLink
    term: Safe
    in_force: bool


@dataclass(frozen=True)
class CommitmentRow:
    """What we allow ourselves at most for one audience."""

    id: Safe
    text: Safe
    runs: Safe
    audience: Safe
    owner: PageLink
    template: PageLink


@dataclass(frozen=True)
class LimitRow:
    """A limit of the policy that belongs to no severity."""

    id: Safe
    text: Safe
    value: Safe


def contract_windows(of: PageContext) -> tuple[ContractRow, ...]:
    """Every window of every contract."""
    rows = []
    for contract in of.book.contracts.contracts:
        until = f"until {contract.until}" if contract.until else "open end"
        for found in contract.windows:
            duty = duty_of(of.book, found.id, contract.party)
            rows.append(
                ContractRow(
                    contract=escape(contract.id),
                    window=escape(found.id),
                    party=escape(contract.party),
                    kind=escape(capital(KINDS[found.kind])),
                    runs=escape(f"{found.within or 'no time set'} from {stamp(found.starts)}"),
                    contact=escape(found.contact or "no contact"),
                    owner=of.role(duty.owner) if duty.owner else NO_LINK,
                    template=template_of(of, found.id),
                    term=escape(f"{contract.from_}, {until}"),
                    in_force=contract_in_force(contract, of.as_of),
                )
            )
    return tuple(rows)


def commitments_table(of: PageContext) -> tuple[CommitmentRow, ...]:
    """What the policy promises each audience."""
    return tuple(
        CommitmentRow(
            escape(found.id),
            escape(found.text),
            escape(f"{found.within} from {stamp(found.starts)}"),
            escape(capital(plain(found.audience))),
            of.role(found.owner),
            template_of(of, found.id),
        )
        for found in of.book.notifications.commitments
    )


def limits_table(of: PageContext) -> tuple[LimitRow, ...]:
    """Every limit, in the order of the file."""
    return tuple(
        LimitRow(escape(limit.id), escape(limit.text), escape(limit.within or limit.count or 0))
        for limit in of.book.limits.limits
    )
