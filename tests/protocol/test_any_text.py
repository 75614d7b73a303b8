"""Whatever a study file holds, it is a study or one clear error, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.protocol import StudyError, load_study

SCRAPS = st.sampled_from(
    ["", "null", "[]", "{}", "-1", "1e9", "yes", '""', "{a: 1}", "[1, 2]", "新", "\t", "'", "a: b", "99 zz"]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_study_with_any_part_replaced_is_a_study_or_an_error_with_its_place(small: str, data: st.DataObject) -> None:
    parts = list(re.finditer(r"[\w.]+", small))
    part = data.draw(st.sampled_from(parts))
    text = small[: part.start()] + data.draw(SCRAPS) + small[part.end() :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(text, encoding="utf-8")
        error = fault(path)
    if error is not None:
        assert isinstance(error, StudyError)
        assert error.file == "any.yaml"
        assert 1 <= error.line <= text.count("\n") + 2
        assert error.column >= 1
        assert error.what


def fault(path: Path) -> HepaticaError | None:
    """The error of a study file, None where it is valid."""
    try:
        load_study(path)
    except HepaticaError as error:
        return error
    return None
