"""The map: the auditor's rooms."""

from starlette.routing import BaseRoute, Route

from marac.oversight.pages import (
    alerts,
    asking,
    cases,
    export,
    flows,
    ledger,
    opened,
    openings,
    questions,
    record,
    sample_items,
    samples,
    who_saw,
)
from marac.web.endpoint import deed, page

routes: list[BaseRoute] = [
    Route("/ledger", page(ledger.show_ledger), name="ledger"),
    Route("/ledger/flows", page(flows.show_flows), name="ledger.flows"),
    Route("/ledger/export", page(export.show_export), name="ledger.export"),
    Route("/ledger/cases", page(cases.show_cases), name="ledger.cases"),
    Route("/ledger/cases/{case_id:uuid}", page(cases.show_case), name="ledger.case"),
    Route("/ledger/{item_id:uuid}", page(who_saw.show_who_saw), name="ledger.line"),
    Route("/openings", page(openings.show_openings), name="openings"),
    Route("/openings", deed(openings.open_one), methods=["POST"], name="openings.open"),
    Route("/openings/{opening_id:uuid}", page(openings.show_opening), name="opening"),
    Route("/openings/{opening_id:uuid}/end", deed(openings.end), methods=["POST"], name="opening.end"),
    Route("/openings/{opening_id:uuid}/read", page(opened.show_opened), name="opening.read"),
    Route("/alerts", page(alerts.show_alerts), name="alerts"),
    Route("/alerts", deed(alerts.raise_one), methods=["POST"], name="alerts.raise"),
    Route("/alerts/{alert_id:uuid}", page(alerts.show_alert), name="alert"),
    Route("/alerts/{alert_id:uuid}", deed(alerts.settle), methods=["POST"], name="alert.settle"),
    Route("/samples", page(samples.show_samples), name="samples"),
    Route("/samples", deed(samples.draw_one), methods=["POST"], name="samples.draw"),
    Route("/samples/{sample_id:uuid}", page(samples.show_sample), name="sample"),
    Route("/samples/{sample_id:uuid}/{entry_id:uuid}", page(sample_items.show_sample_item), name="sample.item"),
    Route(
        "/samples/{sample_id:uuid}/{entry_id:uuid}", deed(sample_items.judge_one), methods=["POST"], name="sample.judge"
    ),
    Route("/questions", page(questions.show_questions), name="questions"),
    Route("/questions", deed(asking.ask_one), methods=["POST"], name="questions.ask"),
    Route("/questions/new", page(asking.show_ask), name="questions.new"),
    Route("/questions/{question_id:uuid}", page(questions.show_question), name="question"),
    Route("/questions/{question_id:uuid}/answer", deed(questions.answer), methods=["POST"], name="question.answer"),
    Route("/questions/{question_id:uuid}/close", deed(questions.close), methods=["POST"], name="question.close"),
    Route("/checkpoints", page(record.show_checkpoints), name="checkpoints"),
    Route("/checkpoints/{checkpoint_id:uuid}", page(record.show_text), name="checkpoints.text"),
    Route(
        "/checkpoints/{checkpoint_id:uuid}/received",
        deed(record.receive_checkpoint),
        methods=["POST"],
        name="checkpoints.receive",
    ),
    Route("/record", page(record.show_pack), name="record.pack"),
]
