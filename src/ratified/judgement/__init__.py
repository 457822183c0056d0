"""Where book, verdicts and findings meet."""

from ratified.judgement.answer import answer
from ratified.judgement.judge import PLAIN, Question, judge, judge_tree
from ratified.judgement.judgement import Judgement

__all__ = ["PLAIN", "Judgement", "Question", "answer", "judge", "judge_tree"]
