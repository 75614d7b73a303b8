"""Whether a subject, or a line of its treatment, responded: the best response over its assessments, or the one at a visit.

Best response and confirmation: RECIST 1.1 (Eisenhauer 2009), sections 4.5 and 4.6, as `instruments.response.best_response`.
Whoever has no assessment that can be evaluated did not respond (all enrolled count), and the row says so.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.answers import answer_rows, decided, no_time_zero
from hepatica.endpoints.assessments import CODES, assessments
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.lines import UNSURE, first_of_each, lines_of
from hepatica.endpoints.occurrences import DEATH, occurrences
from hepatica.endpoints.read_tables import RESPONSE
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.value_at import reach
from hepatica.errors import HepaticaError
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.best_rules import BestRules
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import nominal_days
from hepatica.protocol.study import Study
from hepatica.rules.nodes import Anchor, Code, Comparison, EventPattern, Member, Node, Reading

OBJECTIVE: Final = {"CR", "PR"}
"""The responses that make an objective response."""


def is_response(endpoint: Endpoint) -> bool:
    """Whether an endpoint asks for the response of tumours (`response in {CR, PR}`)."""
    node = endpoint.state.node if endpoint.state else None
    return isinstance(node, Member | Comparison) and _subject(node) == RESPONSE


def response_rate(name: str, code: str, endpoint: Endpoint, evidence: Evidence, study: Study) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject (per `line`: one row a subject and line)."""
    wanted = _wanted(name, endpoint)
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin", "horizon")
    seen = assessments(endpoint, evidence, study)
    if endpoint.at is not None:
        return answer_rows(code, endpoint, evidence, _at_visit(endpoint, evidence, study, zero, seen, wanted))
    lines = lines_of(name, endpoint, evidence, study.schedule, zero)
    best = best_rows(endpoint, evidence, lines, seen)
    parameter = "CBOR" if endpoint.confirmed else "BOR"
    rows = lines.join(best.filter(pl.col("parameter") == parameter), on=["subject", "line"], how="left")
    if set(wanted) == OBJECTIVE:
        rows = _whichever(rows, best.filter(pl.col("parameter") == ("CRSP" if endpoint.confirmed else "RSP")))
    rows = rows.join(seen.select("subject", day="day", fact="fact"), on=["subject", "day"], how="left")
    yes = pl.col("value").is_in(wanted)
    rows = decided(
        rows,
        [
            *no_time_zero(endpoint),
            (pl.col("value").is_null(), "", pl.col("reason").fill_null("the response is not known")),
            (yes, "Y", pl.col("reason")),
        ],
        ("N", pl.col("reason")),
    )
    answered = pl.col("AVALC") == "Y"
    rows = rows.with_columns(day=pl.when(answered).then("day"), fact=pl.when(answered).then("fact"))
    if endpoint.per != "line":
        rows = rows.drop("line")
    return answer_rows(code, endpoint, evidence, rows)


def _whichever(rows: pl.DataFrame, responded: pl.DataFrame) -> pl.DataFrame:
    """Where the best response is unknown, but a response either way or none: the answer of `responded`, with its day.

    An unreadable assessment after a PR leaves open whether the best is PR or CR, not that there was a response.
    """
    known = responded.drop_nulls("value").select("subject", "line", own="value", own_day="day", own_reason="reason")
    rows = rows.join(known, on=["subject", "line"], how="left")
    settled = pl.col("value").is_null() & pl.col("own").is_not_null()
    either = pl.col("own").replace_strict({"Y": "PR", "N": "NE"}, return_dtype=pl.String)
    return rows.with_columns(
        value=pl.when(settled).then(either).otherwise("value"),
        day=pl.when(settled).then("own_day").otherwise("day"),
        reason=pl.when(settled).then("own_reason").otherwise("reason"),
    ).drop("own", "own_day", "own_reason")


def best_rows(endpoint: Endpoint, evidence: Evidence, lines: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """The best responses of each line: subject, line, parameter, value, day (absolute), reason.

    lines: the frame of `lines_of`. seen: see `assessments`.
    """
    patterns = tuple(p for each in endpoint.intercurrent if each.then == "censor before" for p in each.event.node)
    death = first_of_each(occurrences((EventPattern(DEATH),), evidence), lines)
    therapy = first_of_each(occurrences(patterns, evidence), lines)
    subjects = (
        lines.drop_nulls("origin")
        .join(death.select("subject", "line", death="day"), on=["subject", "line"], how="left")
        .join(therapy.select("subject", "line", therapy="day"), on=["subject", "line"], how="left")
        .select(
            "subject",
            line=pl.col("line").cast(pl.String),
            zero="origin",
            death="death",
            new_therapy=pl.col("therapy") - 1,
            last=pl.min_horizontal("horizon", "until"),
        )
    )
    rows = seen.join(subjects.select("subject", "line", "zero", "last"), on="subject")
    inside = (pl.col("day") > pl.col("zero")) & (pl.col("day") <= pl.col("last")).fill_null(True)
    rows = rows.filter(inside).select("subject", "line", "day", "overall")
    found, _ = best_response(rows, subjects, rules(endpoint))
    found = found.with_columns(pl.col("line").cast(pl.Int64)).join(
        lines.select("subject", "line", "unsure"), on=["subject", "line"], maintain_order="left"
    )
    open_ = pl.col("unsure").is_not_null() & (pl.col("parameter") != DEATH.upper())
    return found.select(
        "subject",
        "line",
        "parameter",
        value=pl.when(~open_).then("value"),
        day=pl.when(~open_).then("day"),
        reason=pl.when(open_).then(pl.lit(UNSURE)).otherwise("reason"),
    )


def rules(endpoint: Endpoint) -> BestRules:
    """How the endpoint's assessments make a best response: its confirmation's gap, else the defaults."""
    gap = endpoint.confirmed.gap if endpoint.confirmed else None
    return BestRules(confirmation=nominal_days(gap.node), unassessed="no") if gap else BestRules(unassessed="no")


def _at_visit(
    endpoint: Endpoint, evidence: Evidence, study: Study, zero: pl.DataFrame, seen: pl.DataFrame, wanted: list[str]
) -> pl.DataFrame:
    """The response nearest to a moment, within the window of the visit planned for it."""
    assert endpoint.at is not None
    moment = evidence.days({"~at": Anchor(point=endpoint.at.node)})
    moment = moment.select("subject", at=pl.when(pl.col("~at_lo") == pl.col("~at_hi")).then("~at_lo"))
    rows = zero.join(moment, on="subject", how="left")
    near = seen.join(rows.select("subject", "at", *reach(endpoint, study, RESPONSE)), on="subject")
    near = near.filter(pl.col("day").is_between("early", "late"))
    near = near.with_columns(away=(pl.col("day") - pl.col("at")).abs()).sort("away", "day")
    rows = rows.join(near.unique("subject", keep="first", maintain_order=True).drop("at"), on="subject", how="left")
    after = pl.col("day") - pl.col("origin") + 1
    rows = decided(
        rows,
        [
            *no_time_zero(endpoint),
            (pl.col("at").is_null(), "", pl.lit(f"the day of «{endpoint.at}» is not known")),
            (pl.col("day").is_null(), "N", pl.lit(f"no assessment at «{endpoint.at}»: counted as no response")),
            (pl.col("overall").is_null(), "", pl.col("why")),
            (pl.col("overall").is_in(wanted), "Y", pl.format("{} on day {}", "overall", after)),
        ],
        ("N", pl.format("{} on day {}", "overall", after)),
    )
    answered = pl.col("AVALC") == "Y"
    return rows.with_columns(day=pl.when(answered).then("day"), fact=pl.when(answered).then("fact"))


def _wanted(name: str, endpoint: Endpoint) -> list[str]:
    """The responses that count, as CDISC writes them. Raises HepaticaError for another rule about the response."""
    node = endpoint.state.node if endpoint.state else None
    items: list[object] = list(node.items) if isinstance(node, Member) and not node.negated else []
    if isinstance(node, Comparison) and node.operator == "=":
        items = [node.operand]
    codes = [item.name for item in items if isinstance(item, Code)]
    if not codes:
        raise HepaticaError(
            f"the state of {name} is «{endpoint.state}»",
            where=f"endpoints.{name}.state",
            do="write which responses count: `response in {CR, PR}`",
        )
    return [CODES.get(code, code) for code in codes]


def _subject(node: Node) -> str:
    subject = getattr(node, "subject", None)
    return subject.variable if isinstance(subject, Reading) else ""
