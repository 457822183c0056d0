"""Where book and findings meet; verdicts join them here when git is read."""

from ratified.judgement.judge import Judgement, judge

__all__ = ["Judgement", "judge"]
