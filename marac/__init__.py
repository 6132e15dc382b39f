"""The MARAC platform.

Read upwards: vocabulary (the words), policy (the rules), store (the record), web (the kit),
cases (the file), agencies and actions (its two hands), agenda (the meeting), oversight
(the auditor's rooms), app (the roof).
"""
