"""Whether the wording of an action says what will be done."""

import re

# Each question is asked when its pattern is found (domain.md 5, "good action statement lint").
VAGUE: tuple[tuple[str, str], ...] = (
    (r"consider(s|ed|ing)?|consideration", "What will be done, once it has been considered?"),
    (r"(?<!electronic )(?<!alcohol )(?<!tag )(?<!gps )monitoring|monitors?", "Who checks what, how often, until when?"),
    (r"(be|being|remain|stay|keep|made|make|raise) (\w+ ){0,3}aware(ness)?", "Who will be told what, and by whom?"),
    (r"(be|stay) (mindful|alert|vigilant)|bear in mind", "What will be done differently?"),
    (r"liaise[sd]?|liaising|liaison with", "Who will be told or asked what?"),
    (r"discuss(es|ed|ing)?", "What is to come out of it: who will do what?"),
    (r"keep(ing)? (an |a close )?(eye|watch)( on)?", "Who checks what, how often, until when?"),
    (r"keep(ing)? (\w+ ){0,3}under review|keep (\w+ )?(informed|updated|posted)", "Who does what, on which date?"),
    (r"look(ing)? (in ?to|at)|explor(e|es|ing)|think about", "What will be done, and what will show it?"),
    (r"(try|trying|attempt|aim|hope|endeavour) to", "What will be done, and what counts as done?"),
    (r"follow(ing)? (it |this |that )?up$|touch base|check in with|catch up with", "What will be asked or told?"),
    (r"(as|if|when|where) (appropriate|necessary|needed|required|possible)", "Who decides that, and by when?"),
    (r"ongoing|continue to|carry on|on-going", "What new thing will be done, and by when?"),
    (
        r"((offer|provide|give) )?support( to)?( the| her| his| their)?( victim| client| family| children)?\.?$",
        "Which support, by whom, how often?",
    ),
    (r"engage with|encourag(e|es|ing)", "Who will do what to bring that about?"),
    (r"ensure|make sure", "What will be done so that it is so?"),
    (r"await|wait for|wait and see", "What is done meanwhile, and what if nothing comes?"),
)

_VAGUE = tuple((re.compile(rf"\b(?:{pattern})(?![\w-])", re.IGNORECASE), question) for pattern, question in VAGUE)

VERBS = frozenset(
    """
    accept accompany add adjourn advise agree allocate amend appeal apply appoint approve arrange arrest ask assess
    assign attend ban bar block book brief bring build call cancel carry change charge check circulate close collect
    complete conduct confirm contact convene copy create deliver disable disclose do drive email end enforce enrol
    escalate escort evict exchange exclude execute extend fill find fit fix flag fund get give hand help hide hold
    identify inform inspect install instruct interview invite investigate issue join leave let lift limit list locate
    lock log make mark meet move name notify obtain offer open order organise pass pay persuade phone place plan post
    prepare present preserve prioritise prosecute protect provide pursue put raise reallocate recall record recover
    refer register release relet remand remove renew repair replace reply report request rehouse reset resettle review
    revoke ring save scan schedule search secure seek seize send serve set share show sign speak stage start stop submit
    supervise supply support suspend sweep take talk teach tell terminate test text trace track train transfer transport
    treat undertake unlock update upgrade use vary verify visit withdraw withhold write
    """.split()
)

# "Police to fingerprint the letter": a word after these is taken for a verb, unless it only points or belongs.
_TO = re.compile(r"\b(?:to|will|must|shall)\s+([a-z]+)", re.IGNORECASE)
NOT_VERBS = frozenset("the a an her his their its our this that these those be have not all any both each".split())

NOTHING = "What will be done?"
NO_VERB = "What will be done? Start with a verb, such as “fit”, “tell” or “apply for”."


def vague(wording: str) -> str | None:
    """The question to ask when a wording does not say what will be done; None when it does.

    It is a question, not a refusal: whoever sets the action may keep their words.
    """
    if not wording.strip():
        return NOTHING
    for pattern, question in _VAGUE:
        found = pattern.search(wording)
        if found:
            return f"“{found.group(0).strip()}” is not something that can be ticked off. {question}"
    return None if _has_verb(wording) else NO_VERB


def _has_verb(wording: str) -> bool:
    if not VERBS.isdisjoint(re.findall(r"[a-z]+", wording.lower())):
        return True
    return any(word.lower() not in NOT_VERBS for word in _TO.findall(wording))
