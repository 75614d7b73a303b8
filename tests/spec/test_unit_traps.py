"""Units, censored results and slips: what a laboratory's way of writing must and must not do to a number.

Each row is one trap. Conversions are exact, so results are compared as fractions, never as floats.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hepatica.errors import HepaticaError
from hepatica.vocabulary import UnitError, load

VOC = load()


def rows(table: str) -> list[Any]:
    """The rows of a table as test parameters, each called by its first cell; that cell is not a parameter."""
    heading, *lines = [line for line in table.splitlines() if line.strip()]
    found = []
    for line in lines:
        trap, *cells = [cell.strip() for cell in line.split("|")]
        assert len(cells) == heading.count("|"), f"not as many cells as the heading has: {line}"
        found.append(pytest.param(*cells, id=trap))
    return found


CONVERTED = """
trap                                           | variable            | value   | from              | to         | result
haemoglobin: 9.0 g/dL is the 90 g/L of study B | haemoglobin         | 9.0     | g/dL              | g/L        | 90
haemoglobin: 8.9 g/dL is one short of it       | haemoglobin         | 8.9     | g/dL              | g/L        | 89
counts: 10*3/uL is 10*9/L                      | platelets           | 75      | 10*3/uL           | 10*9/L     | 75
counts: 150000 per microlitre                  | platelets           | 150000  | /uL               | 10*9/L     | 150
creatinine: mg/dL                              | creatinine          | 1.5     | mg/dL             | umol/L     | 132.63
creatinine: mmol/L is plain arithmetic         | creatinine          | 0.1     | mmol/L            | umol/L     | 100
creatinine: back again                         | creatinine          | 132.63  | umol/L            | mg/dL      | 1.5
bilirubin: 2 mg/dL                             | bilirubin_total     | 2       | mg/dL             | umol/L     | 34.2
bilirubin: 3.0 mg/dL converts to more than 51  | bilirubin_total     | 3.0     | mg/dL             | umol/L     | 51.3
albumin: g/dL                                  | albumin             | 2.8     | g/dL              | g/L        | 28
glucose: mmol/L to mg/dL, not the other way    | glucose_fasting     | 10      | mmol/L            | mg/dL      | 180.2
calcium: 12 mg/dL                              | calcium_total       | 12      | mg/dL             | mmol/L     | 2.994
AFP: 200 ug/L is exactly 200 ng/mL             | afp                 | 200     | ug/L              | ng/mL      | 200
PIVKA-II: mAU/mL is AU/L                       | pivka_ii            | 0.04    | [arb'U]/mL        | [arb'U]/L  | 40
HBV DNA: IU per litre                          | hbv_dna             | 2000000 | [IU]/L            | [IU]/mL    | 2000
HBsAg: mIU/mL                                  | hbsag_quantitative  | 50      | m[IU]/mL          | [IU]/mL    | 0.05
diameter: 5 cm is not above 50 mm              | tumour_diameter_max | 5       | cm                | mm         | 50
diameter: 5.1 cm                               | tumour_diameter_max | 5.1     | cm                | mm         | 51
urine protein: per day is per 24 hours         | urine_protein_24h   | 1.0     | g/d               | g/(24.h)   | 1
urine protein: mg                              | urine_protein_24h   | 990     | mg/(24.h)         | g/(24.h)   | 0.99
ejection fraction: a declared fraction         | lvef                | 0.55    | 1                 | %          | 55
enzymes: microkatal                            | alt                 | 1       | ukat/L            | U/L        | 60
blood cells: 7.5 mL of blood                   | ctc_count           | 15      | {cells}/(7500.uL) | {cells}/mL | 2
age: months                                    | age                 | 216     | mo                | a          | 18
"""


@pytest.mark.parametrize(("variable", "value", "given", "wanted", "result"), rows(CONVERTED))
def test_value_converts_exactly(variable: str, value: str, given: str, wanted: str, result: str) -> None:
    conversion = VOC.conversion(variable, given, wanted)
    assert not conversion.log10
    assert Fraction(value) * conversion.factor == Fraction(result)


REFUSED = """
trap                                                | variable             | from             | to
HBV DNA: copies are not international units         | hbv_dna              | {copies}/mL      | [IU]/mL
HBV DNA: a log of copies neither                    | hbv_dna              | {Log_copies}/mL  | [IU]/mL
HBV DNA: a value is not turned into a logarithm     | hbv_dna              | [IU]/mL          | {Log_IU}/mL
filtration: mL/min is not indexed to body surface   | egfr                 | mL/min           | mL/min/{1.73_m2}
filtration: nor the other way round                 | egfr_absolute        | mL/min/{1.73_m2} | mL/min
clearance is not filtration indexed to surface      | creatinine_clearance | mL/min/{1.73_m2} | mL/min
AFP: IU/mL is not ng/mL                             | afp                  | [IU]/mL          | ng/mL
PIVKA-II: arbitrary units are no international ones | pivka_ii             | [IU]/L           | [arb'U]/L
enzymes: U is not an international unit             | alt                  | [IU]/L           | U/L
tissue: millilitres are not grams                   | specimen_mass        | mL               | g
cells: a count of cells is not a count of anything  | ctc_count            | {copies}/mL      | {cells}/mL
scores: points are no percentage                    | pdl1_cps             | %                | {score}
albumin: another analyte's factor is not borrowed   | prothrombin_activity | mg/dL            | %
a molar mass is known for its own analyte only      | protein_level        | umol/L           | g/L
a unit nobody knows                                 | afp                  | ng/mL/x          | ng/mL
UCUM has no decimal numbers                         | ctc_count            | {cells}/(7.5.mL) | {cells}/mL
"""


@pytest.mark.parametrize(("variable", "given", "wanted"), rows(REFUSED))
def test_other_kind_of_quantity_never_converts(variable: str, given: str, wanted: str) -> None:
    with pytest.raises(UnitError):
        VOC.conversion(variable, given, wanted)


def test_copies_convert_only_where_the_assay_is_named() -> None:
    conversion = VOC.conversion("hbv_dna", "{copies}/mL", "[IU]/mL", assay="roche_cobas_taqman_hbv_v2")
    assert Fraction(11640) * conversion.factor == 2000
    with pytest.raises(UnitError, match="roche_cobas_taqman_hbv_v2"):
        VOC.conversion("hbv_dna", "{copies}/mL", "[IU]/mL")
    with pytest.raises(UnitError, match="roche_cobas_taqman_hbv_v2"):
        VOC.conversion("hbv_dna", "{copies}/mL", "[IU]/mL", assay="roche_cobas_taqman_hbv_v3")


def test_assay_factor_is_not_lent_to_another_variable() -> None:
    with pytest.raises(UnitError, match="does not measure"):
        VOC.conversion("hcv_rna_quantitative", "{copies}/mL", "[IU]/mL", assay="roche_cobas_taqman_hbv_v2")


def test_log10_unit_says_that_ten_to_the_power_comes_first() -> None:
    conversion = VOC.conversion("hbv_dna", "{Log_IU}/mL", "[IU]/mL")
    assert conversion.log10
    assert conversion.factor == 1
    assert VOC.conversion("hbv_dna", "{Log_IU}/mL", "[IU]/L").factor == 1000


READ = """
trap                                  | variable           | written          | comparator | number | unit
lost superscript                      | neutrophils        | 1.5 × 109 / L    |            | 1.5    | 10*9/L
superscript                           | neutrophils        | ≥1.5 × 10⁹/L     | >=         | 1.5    | 10*9/L
caret                                 | platelets          | 75 x10^9/L       |            | 75     | 10*9/L
asterisk                              | platelets          | 75*10^9/L        |            | 75     | 10*9/L
UCUM                                  | platelets          | 75 10*9/L        |            | 75     | 10*9/L
giga per litre is no gram per litre   | platelets          | 75 G/L           |            | 75     | 10*9/L
thousand per microlitre               | platelets          | 75 K/µL          |            | 75     | 10*3/uL
thousands parted by a comma           | platelets          | 150,000/uL       |            | 150000 | /uL
micro sign                            | creatinine         | 88 µmol/L        |            | 88     | umol/L
Greek mu                              | creatinine         | 88 μmol/L        |            | 88     | umol/L
small letters                         | haemoglobin        | 9.0 g/dl         |            | 9.0    | g/dL
no unit written                       | haemoglobin        | 9.0              |            | 9.0    |
below a limit                         | hbv_dna            | <20 IU/mL        | <          | 20     | [IU]/mL
below a limit, full width             | hbsag_quantitative | ＜０．０５ IU/mL      | <          | 0.05   | [IU]/mL
below a limit, in Chinese             | hbv_dna            | 小于20 IU/mL       | <          | 20     | [IU]/mL
above the range of the assay          | hbsag_quantitative | > 250 IU/mL      | >          | 250    | [IU]/mL
power of ten with international units | hbv_dna            | 5.0 × 10^5 IU/mL |            | 5.0E+5 | [IU]/mL
power of ten, superscript lost        | hbv_dna            | 5.0 × 105 IU/mL  |            | 5.0E+5 | [IU]/mL
exponent                              | hbv_dna            | 1.2E+4 IU/mL     |            | 1.2E+4 | [IU]/mL
logarithm                             | hbv_dna            | 3.30 log10 IU/mL |            | 3.30   | {Log_IU}/mL
copies stay copies                    | hbv_dna            | 11640 拷贝/mL      |            | 11640  | {copies}/mL
enzymes are written in IU             | alt                | 120 IU/L         |            | 120    | U/L
milli arbitrary units                 | pivka_ii           | 40 mAU/mL        |            | 40     | [arb'U]/L
body surface                          | egfr               | 60 mL/min/1.73m² |            | 60     | mL/min/{1.73_m2}
mercury                               | systolic_pressure  | 140mmHg          |            | 140    | mm[Hg]
day and night                         | urine_protein_24h  | 0.99 g/24h       |            | 0.99   | g/(24.h)
percentage                            | lvef               | 55%              |            | 55     | %
full width percentage                 | lvef               | 55％              |            | 55     | %
grams of tissue                       | specimen_mass      | 3 克              |            | 3      | g
ratio without a unit                  | inr                | 1.5 INR          |            | 1.5    | {INR}
"""


@pytest.mark.parametrize(("variable", "written", "comparator", "number", "unit"), rows(READ))
def test_written_result_is_read(variable: str, written: str, comparator: str, number: str, unit: str) -> None:
    found = VOC.read_quantity(written, variable)
    assert (found.comparator, str(found.number), found.unit or "") == (comparator, number, unit)


UNREADABLE = """
trap                                 | variable           | written       | says
a multiple of the limit is no result | creatinine         | 1.5×ULN       | multiple of a reference limit
the same in Chinese                  | creatinine         | 1.5倍正常值上限     | multiple of a reference limit
a range is no result                 | creatinine         | 60-110 umol/L | is a range
a decimal comma may be a thousand    | creatinine         | 1,5 mg/dL     | decimal comma
millilitres of tissue                | specimen_mass      | 3 mL          | not measured in mL
giga per litre of haemoglobin        | haemoglobin        | 90 G/L        | not measured in 10*9/L
unindexed filtration                 | egfr               | 60 mL/min     | not measured in mL/min
unknown unit                         | creatinine         | 88 umol/K     | 'umol/K' is not known
words                                | platelets          | normal        | is no result
nothing                              | platelets          |               | is no result
no limit agreed for this assay       | hbsag_quantitative | TND           | gives no limit
dipstick step that does not exist    | urine_protein      | 7+            | is no step
"""


@pytest.mark.parametrize(("variable", "written", "says"), rows(UNREADABLE))
def test_what_is_no_single_result_is_refused_with_a_reason(variable: str, written: str, says: str) -> None:
    with pytest.raises(HepaticaError) as refused:
        VOC.read_quantity(written, variable)
    assert says in refused.value.what
    assert refused.value.do


NOT_DETECTED = """
trap                          | written                        | comparator | number | unit    | detected
target not detected           | Target not detected            | <          | 10     | [IU]/mL | no
abbreviated                   | TND                            | <          | 10     | [IU]/mL | no
in Chinese                    | 未检出                            | <          | 10     | [IU]/mL | no
with the assay's limit        | <20 IU/mL, target not detected | <          | 10     | [IU]/mL | no
detected below the limit      | <20 IU/mL detected             | <          | 20     | [IU]/mL | yes
below the limit, nothing said | <20 IU/mL                      | <          | 20     | [IU]/mL | unsaid
"""


@pytest.mark.parametrize(("written", "comparator", "number", "unit", "detected"), rows(NOT_DETECTED))
def test_target_not_detected_is_below_10_but_detected_below_20_is_only_below_20(
    written: str, comparator: str, number: str, unit: str, detected: str
) -> None:
    found = VOC.read_quantity(written, "hbv_dna")
    said = {True: "yes", False: "no", None: "unsaid"}[found.detected]
    assert (found.comparator, str(found.number), found.unit, said) == (comparator, number, unit, detected)


DIPSTICK = """
trap             | written | step
minus            | −       | 0
hyphen           | -       | 0
neg              | neg     | 0
in Chinese       | 阴性      | 0
trace            | trace   | 0.5
plus-minus       | ±       | 0.5
typed plus-minus | +-      | 0.5
one plus         | +       | 1
1+               | 1+      | 1
two pluses       | ++      | 2
2+               | 2+      | 2
full width       | ＋＋      | 2
three pluses     | +++     | 3
"""


@pytest.mark.parametrize(("written", "step"), rows(DIPSTICK))
def test_dipstick_is_read_as_an_ordered_step(written: str, step: str) -> None:
    assert str(VOC.read_quantity(written, "urine_protein").number) == step
    assert VOC.code("urine_protein", written) == step


@pytest.mark.parametrize(("written", "nyha_class"), [("Ⅲ", "3"), ("Ⅳ", "4"), ("III", "3"), ("Ⅲ级", "3"), ("Ⅱ级", "2")])
def test_roman_numerals_are_read_whatever_their_code_points(written: str, nyha_class: str) -> None:
    assert VOC.code("nyha", written) == nyha_class
    assert str(VOC.read_quantity(written, "nyha").number) == nyha_class


IMPLAUSIBLE = """
trap                                     | variable            | value  | unit    | proposes
haemoglobin in g/L labelled g/dL         | haemoglobin         | 90     | g/dL    | 90 g/L
haemoglobin in g/dL labelled g/L         | haemoglobin         | 9.0    | g/L     | 9 g/dL
haemoglobin of 130 g/L entered as g/dL   | haemoglobin         | 130    | g/dL    | 130 g/L
ejection fraction as a fraction          | lvef                | 0.55   | %       | 55 %
creatinine in mg/dL labelled umol/L      | creatinine          | 1.1    | umol/L  | 1.1 mg/dL
bilirubin in mg/dL labelled umol/L       | bilirubin_total     | 0.6    | umol/L  | 0.6 mg/dL
albumin in g/dL labelled g/L             | albumin             | 3.5    | g/L     | 3.5 g/dL
platelets per microlitre labelled 10*9/L | platelets           | 150000 | 10*9/L  | 150000 /uL
diameter ten times too large             | tumour_diameter_max | 500    | mm      | 50 mm
ten-fold slip of a clotting time         | aptt                | 300    | s       | 30 s
hundred-fold slip of a score             | child_pugh.score    | 700    | {score} | 7 {score}
thousand-fold slip of a weight           | weight              | 65000  | kg      | 65000 g
pressure in kPa labelled mmHg            | systolic_pressure   | 18     | mm[Hg]  | 18 kPa
fasting glucose in mg/dL labelled mmol/L | glucose_fasting     | 180    | mmol/L  | 180 mg/dL
"""


@pytest.mark.parametrize(("variable", "value", "unit", "proposes"), rows(IMPLAUSIBLE))
def test_slip_is_a_range_error_that_proposes_what_was_meant(
    variable: str, value: str, unit: str, proposes: str
) -> None:
    problem = VOC.check_range(variable, value, unit)
    assert problem is not None
    assert f"{variable} " in problem
    assert proposes in problem


PLAUSIBLE = """
fact                                  | variable           | value | unit
lowest haemoglobin study C admits     | haemoglobin        | 9.0   | g/dL
the same in g/L                       | haemoglobin        | 90    | g/L
end of the range counts               | haemoglobin        | 250   | g/L
other end                             | haemoglobin        | 3     | g/dL
ejection fraction in percent          | lvef               | 55    | %
ejection fraction declared a fraction | lvef               | 0.55  | 1
creatinine in mg/dL                   | creatinine         | 1.5   | mg/dL
logarithm of a viral load             | hbv_dna            | 3.30  | {Log_IU}/mL
undetectable surface antigen          | hbsag_quantitative | 0.05  | [IU]/mL
"""


@pytest.mark.parametrize(("variable", "value", "unit"), rows(PLAUSIBLE))
def test_plausible_value_passes(variable: str, value: str, unit: str) -> None:
    assert VOC.check_range(variable, value, unit) is None


def test_logarithm_of_a_viral_load_beyond_the_assay_is_a_range_error() -> None:
    assert VOC.check_range("hbv_dna", "2000", "{Log_IU}/mL") is not None


def test_value_nothing_explains_is_still_a_range_error() -> None:
    problem = VOC.check_range("life_expectancy", "-5", "mo")
    assert problem is not None
    assert "would be plausible" not in problem


def test_ionised_calcium_is_another_analyte_than_total_calcium() -> None:
    assert VOC.check_range("calcium_total", "1.5", "mmol/L") is None
    assert VOC.check_range("calcium_ionised", "12", "mg/dL") is None
    assert VOC["calcium_total"].home != VOC["calcium_ionised"].home
    assert VOC.find("calcium") == "calcium_total"
    assert VOC.find("离子钙") == "calcium_ionised"


def test_ps_and_ecog_are_one_variable() -> None:
    assert VOC.find("PS") == VOC.find("ECOG") == VOC.find("PS评分") == "ecog"


def test_iu_per_litre_is_ambiguous_until_the_variable_is_named() -> None:
    assert VOC.unit("IU/L", "ast") == "U/L"
    assert VOC.unit("IU/L", "hbv_dna") == "[IU]/L"
    with pytest.raises(UnitError, match=r"U/L or \[IU\]/L"):
        VOC.unit("IU/L")
