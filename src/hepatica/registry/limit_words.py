"""What the analytes of eligibility criteria are called in registers, beyond the names of the vocabulary."""

from __future__ import annotations

from typing import Final

ANALYTES: Final = frozenset(
    {
        "platelets",
        "neutrophils",
        "leukocytes",
        "lymphocytes",
        "haemoglobin",
        "creatinine",
        "creatinine_clearance",
        "egfr",
        "urea",
        "alt",
        "ast",
        "alp",
        "ggt",
        "bilirubin_total",
        "bilirubin_direct",
        "albumin",
        "inr",
        "aptt",
        "prothrombin_time",
        "prothrombin_activity",
        "glucose_fasting",
        "calcium_total",
        "calcium_corrected",
        "calcium_ionised",
        "urine_protein_24h",
        "tsh",
        "afp",
        "pivka_ii",
        "hbsag_quantitative",
        "hbv_dna",
        "hcv_rna_quantitative",
        "lvef",
        "qtcf",
        "systolic_pressure",
        "diastolic_pressure",
        "heart_rate",
        "weight",
        "bmi",
        "age",
        "life_expectancy",
        "ecog",
        "nyha",
        "child_pugh.score",
    }
)
"""Variables a limit is read for: those whose names are not everyday words."""

AMBIGUOUS: Final = frozenset({"ef", "pt", "hr", "ht", "wt", "ca", "cr", "tp", "脉搏", "血糖", "尿蛋白"})
"""Synonyms, folded, that mean something else too often."""

FURTHER: Final = {
    "platelets": "platelet|thrombocyte count|platelets count|platelet counts|blood platelets|血小板数|PLT计数",
    "neutrophils": "neutrophil|neutrophil count|absolute neutrophils count|absolute neutrophil counts|neutrophils count"
    "|absolute neutrophil|absolute neutrophils|absolute count of neutrophils|absolute granulocyte count"
    "|中性粒细胞绝对计数|绝对中性粒细胞计数|中性粒细胞绝对值计数|中性粒细胞数",
    "leukocytes": "white blood cell|white blood cell count|white blood cells count|leukocyte|leukocyte count|WBC count"
    "|leucocyte count|white blood count|total leukocyte count|白细胞总数|白细胞数",
    "lymphocytes": "lymphocyte|absolute lymphocyte count|ALC|淋巴细胞绝对计数",
    "haemoglobin": "hemoglobin level|haemoglobin level|hemoglobin concentration",
    "creatinine": "serum creatinine|plasma creatinine|creatinine level|serum creatinine level|serum creatinine levels"
    "|血清肌酐水平|血清肌酐值",
    "creatinine_clearance": "creatinine clearance|creatinine clearance rate|calculated creatinine clearance"
    "|clearance of creatinine"
    "|estimated creatinine clearance|CLcr|肌酐清除率",
    "egfr": "estimated glomerular filtration rate|glomerular filtration rate|estimated GFR|肾小球滤过率估算值",
    "alt": "alanine aminotransferase|alanine amino transferase|alanine transferase|SGPT|GPT|丙氨酸转氨酶|丙氨酸氨基转换酶",
    "ast": "aspartate aminotransferase|aspartate amino transferase|aspartic aminotransferase|aspartate transferase|SGOT"
    "|天冬氨酸氨基转移酶|天门冬氨酸转氨酶|天冬氨酸转氨酶",
    "alp": "alkaline phosphatase|alkaline phosphatase level",
    "bilirubin_total": "total serum bilirubin|serum total bilirubin|TBil|TB|T-BIL|bilirubin level"
    "|total bilirubin level|total bilirubin levels"
    "|serum bilirubin level|血清总胆红素|血清胆红素|血总胆红素",
    "albumin": "serum albumin level|血清白蛋白水平|人血白蛋白",
    "inr": "international normalized ratio|international normalised ratio|prothrombin time international normalized ratio"
    "|international standardized ratio|international standard ratio|国际标准化比|凝血酶原时间国际标准化比值",
    "aptt": "activated partial thromboplastin time|partial thromboplastin time|活化部分凝血酶原时间",
    "prothrombin_time": "prothrombin time",
    "calcium_corrected": "corrected serum calcium|albumin-corrected calcium|albumin-corrected serum calcium|校正血清钙",
    "urine_protein_24h": "24-hour urine protein|24 hour urine protein|24h urine protein|24-hour urine protein quantification"
    "|24 hours urine protein|urine protein in 24 hours|24-hour urinary protein|24小时尿蛋白量|24h尿蛋白定量|24h尿蛋白",
    "lvef": "left ventricular ejection fraction|cardiac ejection fraction|左心室射血分数",
    "qtcf": "QTcF interval",
    "systolic_pressure": "systolic pressure|systolic BP|收缩压",
    "diastolic_pressure": "diastolic pressure|diastolic BP|舒张压",
    "age": "ages|aged|years of age|patients aged|patient age|age of patients|年龄",
    "life_expectancy": "life expectancy|expected survival time|expected survival period|expected lifetime"
    "|estimated life expectancy"
    "|predicted survival|anticipated life expectancy|estimated survival|estimated survival time|survival expectancy"
    "|expected lifespan|预计生存时间|预期生存期|预计生存|预期生存时间|预期寿命",
    "ecog": "ECOG performance status|ECOG score|ECOG performance status score|ECOG PS score|ECOG-PS|ECOG scores"
    "|ECOG performance score"
    "|Eastern Cooperative Oncology Group performance status|Eastern Cooperative Oncology Group performance status score"
    "|Eastern Cooperative Oncology Group|ECOG评分|ECOG体力评分|ECOG体力状态评分|ECOG体力状况评分|体力状况ECOG评分"
    "|美国东部肿瘤协作组体能状态评分|ECOG PS评分",
    "child_pugh.score": "Child-Pugh scores|Child Pugh points|Child-Turcotte-Pugh score",
    "hbv_dna": "hepatitis B virus DNA|HBV DNA level|HBV DNA load|HBV DNA titer|HBV-DNA拷贝数|HBV DNA定量",
    "afp": "alpha fetoprotein|serum AFP|AFP level|serum AFP level|alpha-fetoprotein level|血清甲胎蛋白|血清AFP",
}
"""Spellings of registers, beyond those of the vocabulary."""
