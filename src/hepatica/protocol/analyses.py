"""Analyses of a study file: which endpoint, in whom, grouped by what, by which methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.written import RuleText, TermText

Method = Literal[
    "kaplan_meier",
    "log_rank",
    "stratified_log_rank",
    "cox",
    "cumulative_incidence",
    "gray",
    "fine_gray",
    "restricted_mean",
    "proportion",
    "proportion_exact",
    "proportion_wilson",
    "risk_difference",
    "chi_square",
    "fisher",
    "t_test",
    "anova",
    "mann_whitney",
    "kruskal_wallis",
    "descriptive",
    "incidence_table",
    "incidence_rate",
    "linear_mixed_model",
]
Model = Literal["cox", "linear_mixed_model", "logistic"]


class Analysis(Section):
    """One analysis: an endpoint, a population, a grouping, and methods or a model."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")] = ""
    """Names the results. Left out, it is made of the endpoint, the grouping and the model: `os.by_arm`."""
    label: Text | None = None
    endpoint: Name
    population: Name | None = None
    """A population of this study; everyone where it is left out."""
    by: str | None = None
    """`arm`, or a coded variable of the subject (`icluster_tcga`)."""
    methods: tuple[Method, ...] = ()
    model: Model | None = None
    terms: tuple[TermText, ...] = ()
    """Terms of the model: `arm`, variables, `log10(variable)`."""
    strata: tuple[str, ...] = ()
    conf_type: Literal["log", "log-log", "plain"] = "log"
    """Scale of the survival curve's limits."""
    level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    reference: str | None = None
    """The group that the others are compared with; the first where it is left out."""
    alpha: Annotated[float, Field(gt=0, lt=1)] | None = None
    role: Literal["primary", "secondary", "exploratory", "sensitivity"] = "secondary"
    sensitivity_of: str | None = None
    """The analysis that this one checks."""
    excluding: RuleText | None = None
    """Subjects for whom this rule holds are left out."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        """Make an id of the endpoint, the grouping and the model where none is given."""
        if not isinstance(data, Mapping) or "id" in data or "endpoint" not in data:
            return data
        parts = [str(data["endpoint"]), f"by_{data['by']}" if data.get("by") else "", str(data.get("model") or "")]
        return {"id": ".".join(part for part in parts if part), **data}
