"""Bad records of endpoints: each is named, kept out and listed, and the subject's other endpoints stand.

Lenvatinib and sintilimab begin together on day 0 (NCT07100236). Every subject besides has a scan on day 56, progresses on day
112 and dies on day 300, unless the line says otherwise; `beside` is what another endpoint of the same subject still says.
"""

from __future__ import annotations

import polars as pl
from tests.spec.endpoint_tables import SHORT, lines, rows_of, spelt
from tests.spec.subjects import Case, study_of, tables

from hepatica.endpoints import derive
from hepatica.sdtm.examine import examine
from hepatica.vocabulary import load

STUDY = "NCT07100236"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC=0 ENDTC=180",
    "LB TESTCD=AFP ORRES=400 ORRESU=ng/mL DTC=-5",
    "PR CAT=IMAGING DECOD=mri STATUS=adequate STDTC=-5",
    "PR CAT=IMAGING DECOD=mri STATUS=adequate STDTC=56",
    "CE CAT=PROGRESSION STDTC=112",
    "DS DECOD=DEATH STDTC=300",
)
REGIMEN = "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC={} ENDTC={}"

BAD = """
what                                  | records                                               | endpoint   | says                                             | kept out       | beside
progression before treatment          | without CE ; progression -9                           | ttp        | disease progression 9 days before time zero does not count |      | os: event on day 301: death
death without a day                   | without DS ; DS DECOD=DEATH                           | os         | death is recorded without a day                  |                | ttp: event on day 113: disease progression
death of a known month                | without DS ; death 2026-12                            | os         | recorded only as between 2026-12-01 and 2026-12-31 |              | ttp: event on day 113: disease progression
death on an impossible date           | without DS ; death 2026-02-30                         | os         | a record of death cannot be used                 | death DS       | ttp: event on day 113: disease progression
progression on an impossible date     | without CE ; progression 2026-13-01                   | ttp        | a record of disease progression cannot be used   | progression CE | os: event on day 301: death
text among numbers                    | LB TESTCD=AFP ORRES=haemolysed ORRESU=ng/mL DTC=56    | afp_change | the value cannot be used                         | afp LB         | os: event on day 301: death
an impossible unit                    | LB TESTCD=AFP ORRES=40 ORRESU=mm DTC=56               | afp_change | the value cannot be used                         | afp LB         | os: event on day 301: death
a value no laboratory can have        | LB TESTCD=AFP ORRES=-40 ORRESU=ng/mL DTC=56           | afp_change | the value cannot be used                         | afp LB         | os: event on day 301: death
a value recorded twice                | LB TESTCD=AFP ORRES=40 ORRESU=ng/mL DTC=56 ; LB TESTCD=AFP ORRES=40 ORRESU=ng/mL DTC=56 | afp_change | the same value is recorded a second time | | os: event on day 301: death
two values of one day                 | LB TESTCD=AFP ORRES=40 ORRESU=ng/mL DTC=56 ; LB TESTCD=AFP ORRES=4 ORRESU=ng/mL DTC=56 | afp_change | two values of that day disagree | | os: event on day 301: death
a death recorded twice                | death 300                                             | os         | event on day 301: death                          |                | ttp: event on day 113: disease progression
two deaths on different days          | death 290                                             | os         | event on day 291: death                          |                | ttp: event on day 113: disease progression
treatment ends before it begins: no day zero | without EX ; regimen 0:-9 | os | time zero «first dose of targeted + ICI treatment» has no known day | antitumour_treatment EX | ttp: time zero «first dose of targeted + ICI treatment» has no known day
"""  # noqa: E501


def sentences(frames: dict[str, pl.DataFrame], endpoint: str, subject: str) -> str:
    """Everything that is said of a subject's endpoint."""
    rows = rows_of(frames, STUDY, endpoint).filter(pl.col("USUBJID") == subject)
    return " / ".join(rows["REASON"])


def test_a_bad_record_is_named_kept_out_and_listed_and_the_other_endpoints_stand() -> None:
    table = lines(BAD)
    subjects = [
        Case(number, line["what"], "", "", spelt(line["records"], {**SHORT, "regimen": REGIMEN}))
        for number, line in enumerate(table)
    ]
    data = tables(STUDY, BASE, subjects)
    whole = study_of(STUDY).model_copy(update={"analyses": (), "populations": {}, "baseline": ()})
    frames = derive(whole, data, facts=examine(data, load()).facts)
    listed = {
        subject: f"{variable} {domain}"
        for subject, variable, domain in frames["kept_out"].select("USUBJID", "VARIABLE", "SRCDOM").iter_rows()
    }
    for number, line in enumerate(table):
        subject = f"S{number:03}"
        assert line["says"] in sentences(frames, line["endpoint"], subject), line["what"]
        assert listed.get(subject, "") == line["kept out"], line["what"]
        other, _, said = line["beside"].partition(": ")
        assert sentences(frames, other, subject) == said, line["what"]
