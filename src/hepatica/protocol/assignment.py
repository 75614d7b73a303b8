"""How a subject gets a group: six methods, each with its own slots, told apart by `method`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.written import ConditionText, DurationText, PointText, RuleText


class Arm(Section):
    """A group of the study."""

    bare = "label"
    label: Text
    planned: Annotated[int, Field(ge=0)] | None = None
    """Planned number of subjects; left out where the record gives none."""
    drugs: tuple[str, ...] = ()
    """Drugs or drug classes of the vocabulary."""
    description: Text | None = None


class AsTreated(Section):
    """The group is the treatment in fact begun within `grace` of `from`; fixed then, whatever follows."""

    method: Literal["as treated"]
    origin: Annotated[PointText, Field(alias="from")]
    grace: DurationText
    """A subject is at risk in the group only from `from` + `grace` (no immortal time)."""
    arms: dict[Name, ConditionText]
    after_switch: Literal["keep", "censor"] = "keep"
    """A later change of treatment: the group is kept and the change reported, or follow-up is censored."""
    confounders: tuple[str, ...] = ()
    """Variables that may have driven the choice of treatment."""


class Genes(Section):
    """The genes of a classifier: named, or learnt from labelled samples."""

    bare = "names"
    names: tuple[str, ...] = ()
    learn: Annotated[int, Field(ge=1)] | None = None
    """How many genes to learn."""
    labels: str | None = None
    """The coded variable whose classes are learnt."""
    selection: Literal["anova"] | None = None
    """How genes are chosen: largest one-way analysis-of-variance F between the classes."""

    @model_validator(mode="after")
    def _one_way(self) -> Genes:
        if bool(self.names) == (self.learn is not None):
            raise ValueError("give the genes by name, or say how many to learn; not both")
        if self.learn is not None and (self.labels is None or self.selection is None):
            raise ValueError("genes to be learnt need `labels` and `selection`")
        return self


class Threshold(Section):
    """The least similarity to the nearest class: a number, or what samples with shuffled genes seldom reach."""

    bare = "value"
    value: float | None = None
    permutation: Annotated[float, Field(gt=0, lt=1)] | None = None
    """The similarity that only 1 - this share of samples with shuffled genes reach with their nearest class."""
    seed: int = 1
    """Of the shuffling."""

    @model_validator(mode="after")
    def _one_way(self) -> Threshold:
        if (self.value is None) == (self.permutation is None):
            raise ValueError("give the threshold as a number, or as permutation: 0.95; not both")
        return self


class ClassifiedByExpression(Section):
    """The group is the class a tumour's expression is nearest to, or `reject` where it is near none."""

    method: Literal["classified by expression"]
    origin: Annotated[PointText | None, Field(alias="from")] = None
    """The specimen that is classified."""
    genes: Genes
    transform: Literal["rank normal", "log2", "z score", "none"]
    """Applied to each gene over the learning samples before classes are learnt or called."""
    classifier: Literal["nearest centroid", "hierarchical clustering"]
    similarity: Literal["correlation", "cosine", "euclidean"]
    threshold: Threshold
    """A sample less similar than this to every class matches none."""
    measure: str | None = None
    """Which measurement of expression is used (its GFTESTCD); needed where the data hold several."""
    labels: dict[str, Name] = Field(default_factory=dict)
    """Class of the classifier to arm."""
    reject: Name
    """The arm of samples that match no class."""
    version: str
    freeze: bool = True
    """A call is never changed by subjects who come later."""
    label_status: Text | None = None
    """What these labels are and are not; printed beside every result that uses them."""


class Randomised(Section):
    """The group is drawn by lot."""

    method: Literal["randomised"]
    origin: Annotated[PointText, Field(alias="from")]
    ratio: dict[Name, Annotated[int, Field(ge=1)]]
    strata: tuple[str, ...] = ()
    blocks: tuple[Annotated[int, Field(ge=1)], ...] = ()
    seed: int | None = None


class Fallback(Section):
    """What a subject gets who does not pass the gate."""

    arm: Name
    drugs: tuple[str, ...] = ()


class RankedWithFallback(Section):
    """The group is whether a test could rank the candidate drugs in time; the drug is the best of them."""

    method: Literal["ranked with fallback"]
    gate: RuleText
    """The test result can be used."""
    by: PointText
    """The test must have passed by this day."""
    candidates: tuple[str, ...]
    metrics: tuple[Literal["ic50", "auc"], ...]
    """Scores that rank the drugs, the first first."""
    arm: Name
    """The arm of subjects with a ranking."""
    fallback: Fallback


class DateCohort(Section):
    """A cohort: subjects whose day lies between two dates, ends included."""

    start: date | None = None
    end: date | None = None


class CohortByDate(Section):
    """The group is when the subject entered."""

    method: Literal["cohort by date"]
    origin: Annotated[PointText, Field(alias="from")]
    cohorts: dict[Name, DateCohort]


class ModelStrata(Section):
    """The group is the risk stratum that a locked model gives."""

    method: Literal["model strata"]
    variable: str
    """The predicted score, a variable of the vocabulary."""
    model: str
    """Content hash of the locked model, or its name until it is locked."""
    thresholds: tuple[float, ...]
    """Cut-offs, ascending; a score equal to a cut-off lies above it."""
    strata: tuple[Name, ...]
    """Arms from the lowest score to the highest: one more than there are thresholds."""

    @model_validator(mode="after")
    def _counted(self) -> ModelStrata:
        if len(self.strata) != len(self.thresholds) + 1:
            raise ValueError("there must be one stratum more than thresholds")
        if list(self.thresholds) != sorted(set(self.thresholds)):
            raise ValueError("thresholds must ascend")
        return self


Assignment = Annotated[
    AsTreated | ClassifiedByExpression | Randomised | RankedWithFallback | CohortByDate | ModelStrata,
    Field(discriminator="method"),
]
