"""Who may do what: pure functions, viewer and facts in, verdict out.

Whether something may be *seen* is never asked here: what a viewer cannot see is not found (404)
before a policy is reached. A refusal is a sentence that a representative can read.
"""
