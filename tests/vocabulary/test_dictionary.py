"""Every line of the five studies' union data dictionary has its words, in the domain the dictionary names."""

from __future__ import annotations

import pytest

from hepatica.vocabulary import load

VOC = load()

DICTIONARY = """
identifiers                 | subject_id study_id site                                                   | DM
age and sex                 | birth_date age sex                                                         | DM
consent                     | informed_consent specimen_consent future_use_consent                       | DS
enrolment, randomisation    | enrolment randomisation assignment                                         | DS
arms                        | planned_arm actual_arm                                                     | DM
visits                      | visit                                                                      | SV
diagnosis                   | diagnosis                                                                  | MH
histology                   | histology histology_source grade mvi resection_margin bile_duct_invasion   | MI
stage                       | bclc child_pugh.score child_pugh.class ecog nyha                           | RS
life expectancy             | life_expectancy resectability                                              | FA
number of tumours           | tumour_count macrovascular_invasion tumour_thrombus n_stage m_stage        | TU
largest diameter            | tumour_diameter_max lesion_diameter lesion_viable_diameter lesion_short_axis | TR
capsule                     | tumour_capsule                                                             | MI
surgery and local treatment | surgery ablation radiotherapy local_treatment biopsy imaging               | PR
regimen lines               | antitumour_treatment                                                       | EX
cycles                      | treatment_cycle study_treatment                                            | EC
drugs besides               | prior_treatment concomitant_medication transfusion vaccination antiviral   | CM
history                     | medical_history other_malignancy allergy                                   | MH
heart                       | lvef                                                                       | CV
electrocardiogram           | ecg_finding                                                                | EG
vital signs                 | systolic_pressure diastolic_pressure weight height                         | VS
blood counts                | neutrophils platelets haemoglobin                                          | LB
kidney                      | creatinine creatinine_clearance egfr urine_protein urine_protein_24h       | LB
liver                       | alt ast alp bilirubin_total albumin                                        | LB
clotting                    | inr aptt prothrombin_time                                                  | LB
metabolism                  | glucose_fasting calcium_total calcium_corrected calcium_ionised            | LB
tumour markers              | afp pivka_ii                                                               | LB
virology                    | hbsag hbsag_quantitative hbv_dna hcv_rna anti_hcv hav_igm anti_hdv hev_igm | MB
pregnancy tests             | hcg_urine hcg_serum                                                        | LB
reproduction                | childbearing_potential contraception pregnancy_plan lactating pregnant     | RP
decompensation              | encephalopathy ascites                                                     | RS
effusion                    | pleural_effusion retinopathy                                               | FA
substances                  | substance_abuse                                                            | SU
other trials                | other_trial                                                                | DS
specimens                   | specimen wsi                                                               | BE
specimen quality            | specimen_mass specimen_volume rna_integrity dv200 tumour_cell_fraction     | BS
organoids                   | organoid_status organoid_passage organoid_culture_days drug_ic50 drug_auc  | BS
expression                  | gene_expression molecular_subtype icluster_tcga hoshida_subclass           | GF
cells                       | ctc_count ctc_ct ctc_positive pbmc_cd8_pd1                                 | CP
immunohistochemistry        | pdl1_tps pdl1_cps tcell_infiltration                                       | MI
imaging features            | arterial_enhancement washout enhancing_capsule threshold_growth            | TU
acquisition                 | slice_thickness field_strength                                             | TU
reading                     | lirads lirads_treatment_response response response_target new_lesion       | RS
recurrence and progression  | recurrence progression                                                     | CE
death                       | death                                                                      | DS
cause of death              | death_cause                                                                | DD
last contact                | last_contact                                                               | SS
adverse events              | adverse_event                                                              | AE
quality of life             | qlq_c30.item_1 qlq_c30.item_30 qlq_c30.global_health                       | QS
risk model                  | model_score model_stratum                                                  | FA
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in DICTIONARY.strip().splitlines()]


@pytest.mark.parametrize(("words", "domain"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_dictionary_line_has_its_words_in_its_domain(words: str, domain: str) -> None:
    assert {name: VOC[name].home.domain for name in words.split()} == dict.fromkeys(words.split(), domain)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("bclc", "0 A B C D"),
        ("child_pugh.class", "A B C"),
        ("ecog", "0 1 2 3 4 5"),
        ("mvi", "M0 M1 M2 present"),
        ("tumour_thrombus", "Vp0 Vp1 Vp2 Vp3 Vp4"),
        ("resection_margin", "R0 R1 R2 RX"),
        ("grade", "G1 G2 G3 G4"),
        ("urine_protein", "0 0.5 1 2 3 4"),
        ("hcg_urine", "positive negative inconclusive"),
        ("response", "CR PR SD NON_CR_NON_PD PD NE"),  # RECIST 1.1, table 2: disease that cannot be measured
        ("lirads", "LR_1 LR_2 LR_3 LR_4 LR_5 LR_M LR_TIV LR_NC"),
        ("lirads_treatment_response", "nonevaluable nonviable equivocal viable"),
        ("qlq_c30.item_28", "1 2 3 4"),
        ("qlq_c30.item_29", "1 2 3 4 5 6 7"),
    ],
)
def test_value_set_is_the_dictionary_s(name: str, codes: str) -> None:
    assert set(VOC[name].values) == set(codes.split())


def test_causality_has_the_six_terms_of_who_umc_and_two_words_that_are_none() -> None:
    """The WHO-UMC system has no "unrelated" and no "related"; records of trials do, and say something by it."""
    assert list(VOC["adverse_event"].fields["detail"].values) == [
        *("certain", "probable", "possible", "unlikely", "conditional", "unassessable"),
        *("unrelated", "related"),
    ]


@pytest.mark.parametrize(("name", "scale"), [("adverse_event", (1, 5)), ("medical_history", (0, 5))])
def test_grades_have_a_scale(name: str, scale: tuple[int, int]) -> None:
    assert VOC[name].fields["grade"].range == scale


def test_the_antivirals_of_study_d_are_known_by_their_short_names() -> None:
    short = {"ETV": "entecavir", "TDF": "tenofovir_disoproxil", "TAF": "tenofovir_alafenamide"}
    short |= {"TMF": "tenofovir_amibufenamide", "PEGIFN_A2B": "peginterferon_alfa_2b"}
    assert {name: VOC.code("antiviral", name) for name in short} == short
