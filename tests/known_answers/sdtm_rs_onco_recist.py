"""Eight subjects made by hand for the hard cases of RECIST 1.1, each read by three readers (pharmaverse sdtm_*_onco_recist)."""

from __future__ import annotations

from tests.known_answers.compared import Compared
from tests.known_answers.sdtm_rs_onco import answers, table

from hepatica.instruments.response.from_sdtm import first_days, lesions_from_sdtm, responses_from_sdtm
from hepatica.instruments.response.time_point import time_points


def comparisons() -> list[Compared]:
    """The overall response of each subject, reader and assessment, from the lesions."""
    tr = table("tr_onco_recist")
    lesions, _ = lesions_from_sdtm(table("tu_onco_recist"), tr)
    found, _ = time_points(lesions)
    given = responses_from_sdtm(table("rs_onco_recist"), first_days(tr))
    return [Compared("overall response, from lesions", answers(given, "overall"), answers(found, "overall"))]
