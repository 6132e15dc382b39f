"""The rows of the auditor's rooms: openings of content, samples, questions and alerts."""

from marac.oversight.models.alerts import Alert
from marac.oversight.models.openings import Opening, OpeningTold
from marac.oversight.models.questions import Question
from marac.oversight.models.samples import Sample, SampleItem

__all__ = ["Alert", "Opening", "OpeningTold", "Question", "Sample", "SampleItem"]
