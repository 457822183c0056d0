"""The faults that `ratified demo --break NAME` leaves in, one each, on top of a story that is green."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.demo import (
    faults_of_approval,
    faults_of_content,
    faults_of_evidence,
    faults_of_pages,
    faults_of_periods,
    faults_of_records,
    faults_of_site,
)

if TYPE_CHECKING:
    from ratified.demo.fault import DemoFault

FAULTS: tuple[DemoFault, ...] = (
    *faults_of_approval.FAULTS,
    *faults_of_content.FAULTS,
    *faults_of_records.FAULTS,
    *faults_of_evidence.FAULTS,
    *faults_of_periods.FAULTS,
    *faults_of_site.FAULTS,
    *faults_of_pages.FAULTS,
)
"""Every fault, those of who approved what first."""
