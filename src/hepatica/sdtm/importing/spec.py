"""The import map: which column of which file becomes which variable.

    import: 1
    study: NCT07120750
    tables:
      - file: visits.xlsx
        sheet: Labs
        subject: Patient ID
        missing: ["", "NA", "[Not Available]"]
        records:
          - {variable: platelets, value: PLT, unit: {is: 10*9/L}, date: {column: Date, format: "%d/%m/%Y"}}
          - {variable: auto, value: ALT, unit: {column: ALT unit}, high: ALT ULN, date: Date}
          - variable: death
            when: {Status: [Dead]}
            day: {column: OS days, first: 0}

A part of a record (`value`, `unit`, `date`, …) is given by a column's name, or by a mapping: `{column: …}` with
`codes`, `format`, `first`, `pattern`, `split`, or `{is: …}` for a constant. `unit: unknown` says that nobody knows the
unit: the value is kept and marked, never guessed. What a map does not say is not imported.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from hepatica.errors import HepaticaError

PARTS: Final = (
    "value", "code", "unit", "low", "high", "date", "start", "day", "start_day", "end", "end_day",
    "occurred", "status", "route", "site", "detail", "grade",
)  # fmt: skip
"""What a record of a variable can be given; `date` and `day` are other words for `start` and `start_day`."""

UNKNOWN: Final = "unknown"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Part(_Model):
    """Where one part of a record comes from: a column (with how to read it) or a constant (`is`).

    codes: text in the file -> what it means ("" for nothing). otherwise: what every text not in `codes` means.
    format: of a date, as in strptime; without one dates are ISO 8601. first: of a study-day column, the number it gives
    the first day (0 or 1). pattern: the first group of this regular expression is the value. split: one record for each
    piece between these.
    whole: drop the ".0" of whole numbers, which other tools add to columns with gaps.
    """

    column: str | None = None
    constant: str | None = Field(default=None, alias="is")
    codes: dict[str, str] | None = None
    otherwise: str | None = None
    format: str | None = None
    first: Literal[0, 1] | None = None
    pattern: str | None = None
    split: str | None = None
    whole: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> Part:
        if (self.column is None) == (self.constant is None):
            raise ValueError("give exactly one of `column` and `is`")
        return self


def _part(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _unit(value: Any) -> Any:
    return {"is": UNKNOWN} if value == UNKNOWN else _part(value)


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


PartLike = Annotated[Part, BeforeValidator(_part)]
UnitLike = Annotated[Part, BeforeValidator(_unit)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class Doubt(_Model):
    """Numbers outside these limits are kept, with the reason why they must not be used (--DOUBT)."""

    outside: tuple[Decimal, Decimal]
    because: str


class Record(_Model):
    """One kind of record made from each row of a table: a variable with its parts, or a domain with its columns.

    when: column -> texts it must have one of; `given`: columns that must not be missing. columns: SDTM columns by name.
    """

    variable: str | None = None
    domain: str | None = None
    when: dict[str, Texts] = Field(default_factory=dict)
    unless: dict[str, Texts] = Field(default_factory=dict)
    given: Texts = ()
    columns: dict[str, PartLike] = Field(default_factory=dict)
    doubt: Doubt | None = None
    value: PartLike | None = None
    code: PartLike | None = None
    unit: UnitLike | None = None
    low: PartLike | None = None
    high: PartLike | None = None
    date: PartLike | None = None
    start: PartLike | None = None
    day: PartLike | None = None
    start_day: PartLike | None = None
    end: PartLike | None = None
    end_day: PartLike | None = None
    occurred: PartLike | None = None
    status: PartLike | None = None
    route: PartLike | None = None
    site: PartLike | None = None
    detail: PartLike | None = None
    grade: PartLike | None = None

    @model_validator(mode="after")
    def _variable_or_domain(self) -> Record:
        if (self.variable is None) == (self.domain is None):
            raise ValueError("give exactly one of `variable` and `domain`")
        if self.domain is not None and self.parts():
            raise ValueError("a record of a domain is given by `columns` alone")
        return self

    def parts(self) -> dict[str, Part]:
        """The parts that are given, `date` and `day` under the names `start` and `start_day`."""
        names = {"date": "start", "day": "start_day"}
        return {names.get(name, name): part for name in PARTS if (part := getattr(self, name)) is not None}


class Samples(_Model):
    """Which columns of a matrix are samples, and of whom.

    pattern: regular expression on the column's name (or, for files of one sample, on the file's name) with a group
    named `subject`. keep: further named group -> texts it must have one of; samples that have another are left out.
    """

    pattern: str
    keep: dict[str, Texts] = Field(default_factory=dict)
    from_: Literal["column", "file name"] = Field(default="column", alias="from")


class Matrix(_Model):
    """An expression matrix: genes in rows, samples in columns; becomes GF, one row for each gene and sample.

    gene: column of gene symbols (or identifiers; rows without one are left out). identifier: column kept in GFSPID.
    genes: only these (default: all). test: GFTESTCD. name: GFTEST. value: the column of a file of one sample.
    sum_to: also give the standard result as the value's share of its sample's total times this (1000000 for TPM), over
    all genes of the file, in `standard_unit`.
    """

    gene: str
    identifier: str | None = None
    value: str | None = None
    samples: Samples
    genes: tuple[str, ...] | None = None
    test: str
    name: str = Field(max_length=40)
    unit: str = ""
    sum_to: float | None = None
    standard_unit: str = ""
    method: str = ""


class Table(_Model):
    """One file, or all that match a name with `*`, or one sheet of a workbook, and what is made of it.

    header: number of the line with the column names; 0 where there is none (columns are then called "1", "2", …).
    """

    file: str
    sheet: str | None = None
    encoding: str = "utf-8-sig"
    separator: str | None = None
    header: int = Field(default=1, ge=0)
    missing: tuple[str, ...] = ("",)
    subject: PartLike | None = None
    records: tuple[Record, ...] = ()
    matrix: Matrix | None = None

    @model_validator(mode="after")
    def _one_layout(self) -> Table:
        if bool(self.records) == (self.matrix is not None):
            raise ValueError("give either `records` or `matrix`")
        if self.records and (self.subject is None or self.subject.column is None):
            raise ValueError("say in `subject` which column identifies the subject")
        return self


class ImportMap(_Model):
    """A whole import map."""

    format: Literal[1] = Field(alias="import")
    study: str
    note: str = ""
    tables: tuple[Table, ...] = Field(min_length=1)


def load_map(path: Path) -> ImportMap:
    """Read an import map; raises HepaticaError with file, line and column of the first thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = YAML(typ="rt").load(text)
    except OSError as error:
        raise HepaticaError(
            f"cannot read the import map ({error.strerror})", where=str(path), do="check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise HepaticaError("the import map is not UTF-8 text", where=str(path), do="save it as UTF-8") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path} line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        raise HepaticaError(f"the import map is not YAML: {error.problem}", where=where, do="mend the line") from error
    if not isinstance(tree, dict):
        raise HepaticaError("the import map is empty or no mapping", where=str(path), do="begin it with `import: 1`")
    try:
        return ImportMap.model_validate(YAML(typ="safe", pure=True).load(text))
    except ValidationError as error:
        first = error.errors()[0]
        location = _place(tree, first["loc"])
        words = ".".join(str(step) for step in first["loc"])
        raise HepaticaError(
            f"{words or 'the map'}: {first['msg'].removeprefix('Value error, ')}",
            where=f"{path} line {location[0]}, column {location[1]}",
            do="see `hepatica import --help` and the manual for what a map can say",
        ) from error


def _place(tree: Any, steps: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column from 1 of the deepest part of the map the steps lead to."""
    line, column = 0, 0
    for step in steps:
        places = getattr(getattr(tree, "lc", None), "data", None)
        if places is None or not isinstance(tree, dict | list):
            break
        try:
            line, column = places[step][:2]
            tree = tree[step]  # type: ignore[index]
        except (KeyError, IndexError):
            break
    return line + 1, column + 1
