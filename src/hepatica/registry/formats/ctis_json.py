"""CTIS, the Clinical Trials Information System of the European Union: the JSON of one trial.

Three forms are read: what `https://euclinicaltrials.eu/ctis-public-api/retrieve/{number}` answers (since June 2024: everything
below "authorizedApplication"), the form before ("authorizedPartI" at the top), and either as the R package ctrdata keeps it,
with what the register's search says put beside it. The current answer was checked against clients of the interface that others
have published, not against the interface itself; of the designs with periods and arms ("periodDetails") no example was at hand,
so they are notes.

Texts are in English with translations beside them, each of which is a value with its language. Where the register writes a code
(phase 4), the value is what the code stands for ("Therapeutic exploratory (Phase II)") and its place is that of the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hepatica.registry.building import Building
from hepatica.registry.json_text import is_json, read_json
from hepatica.registry.mapping import All, Into, Mapper, Plan, To, Translated, code, text
from hepatica.registry.nested import Nested
from hepatica.registry.record import Record

FORMAT = "CTIS JSON"
REGISTER = "CTIS"

PHASES: Final = {
    "1": "Human pharmacology (Phase I) - First administration to humans",
    "2": "Human pharmacology (Phase I) - Bioequivalence study",
    "3": "Human pharmacology (Phase I) - Other",
    "4": "Therapeutic exploratory (Phase II)",
    "5": "Therapeutic confirmatory (Phase III)",
    "6": "Therapeutic use (Phase IV)",
    "7": "Phase I and Phase II (integrated) - First administration to humans",
    "8": "Phase I and Phase II (integrated) - Bioequivalence study",
    "9": "Phase I and Phase II (integrated) - Other",
    "10": "Phase II and Phase III (integrated)",
    "11": "Phase III and Phase IV (integrated)",
}
"""Codes of the register's own list, as clients of its search have published them; 4 and 6 were checked on records."""

STATUSES: Final = {
    "1": "Under evaluation", "2": "Authorised, recruitment pending", "3": "Authorised, recruiting", "4": "Ongoing, recruiting",
    "5": "Ongoing, recruitment ended", "6": "Temporarily halted", "7": "Suspended", "8": "Ended", "9": "Expired",
    "10": "Revoked", "11": "Not authorised", "12": "Cancelled", "13": "Withdrawn", "14": "Lapsed", "15": "Not valid",
    "16": "Authorised", "17": "Pending", "18": "No mapped status",
}  # fmt: skip
AGES: Final = {"1": "In utero", "2": "0-17 years", "3": "18-64 years", "4": "65+ years"}
WORDS, LANGUAGE = "attributeTranslation", "languageDescription"


def _in_all_languages(key: str, to: To) -> Plan:
    """A text and its translations."""
    return {key: To(to.name, "en", kind=to.kind), f"{key}Translations": Translated(to, WORDS, LANGUAGE)}


_ORGANISATION: Final[Plan] = {"name": text("affiliation")}
_CONTACT: Final[Plan] = {
    "type": code("role"),
    "functionalName": code("name"),
    "functionalEmailAddress": code("email"),
    "telephone": code("phone"),
    "organisation": _ORGANISATION,
}
_SPONSOR: Final[Plan] = {
    "organisation": {"name": text("sponsor"), "type": code("sponsor.class")},
    "commercial": code("sponsor.class"),
    "publicContacts": Into("contact", _CONTACT),
    "scientificContacts": Into("contact", _CONTACT),
}
_PRODUCT: Final[Plan] = {
    "productName": text("name"),
    "jsonActiveSubstanceNames": text("other_name"),
    "sponsorProductCodeEdit": code("code"),
    "evCode": code("code"),
    "pharmaceuticalFormDisplay": text("description"),
    "routes": text("description"),
    "doseUom": code("description"),
    "maxDailyDoseAmount": code("description"),
    "doseUomTotal": code("description"),
    "maxTotalDoseAmount": code("description"),
    "productDictionaryInfo": {
        "prodName": text("other_name"),
        "activeSubstanceName": text("other_name"),
        "atcCode": code("code"),
        "euSubstNumber": code("code"),
    },
}
_OUTCOME: Final[Plan] = _in_all_languages("endPoint", To("name"))
_INFORMATION: Final[Plan] = {
    "trialCategory": {"trialPhase": To("phase", codes=PHASES)},
    "medicalCondition": {
        "partIMedicalConditions": _in_all_languages("medicalCondition", To("condition")),
        "meddraConditionTerms": {"termName": code("condition.term"), "classificationCode": code("condition.code")},
    },
    "trialObjective": {
        **_in_all_languages("mainObjective", To("summary")),
        "secondaryObjectives": _in_all_languages("secondaryObjective", To("summary")),
    },
    "eligibilityCriteria": {
        "principalInclusionCriteria": _in_all_languages(
            "principalInclusionCriteria", To("eligibility", kind="inclusion")
        ),
        "principalExclusionCriteria": _in_all_languages(
            "principalExclusionCriteria", To("eligibility", kind="exclusion")
        ),
    },
    "endPoint": {
        "primaryEndPoints": Into("outcome", _OUTCOME, role=len("primary")),
        "secondaryEndPoints": Into("outcome", _OUTCOME, role=len("secondary")),
    },
    "trialDuration": {
        "estimatedRecruitmentStartDate": code("date.recruitment_start"),
        "estimatedEndDate": code("date.completion"),
        "estimatedGlobalEndDate": code("date.completion"),
    },
    "sourceOfMonetarySupport": {"organisationName": text("funding")},
    "populationOfTrialSubjects": {
        "ageRanges": {"ageRangeCategory": To("age.group", codes=AGES)},
        "clinicalTrialGroups": {"name": text("population")},
        "isFemaleSubjects": To("sex", codes={"true": "Female"}),
        "isMaleSubjects": To("sex", codes={"true": "Male"}),
    },
    "individualParticipantDataSharingStatement": All("sharing.description"),
}
_NUMBER: Final[Plan] = {"number": code("other_id")}
_PART_I: Final[Plan] = {
    "products": Into("intervention", _PRODUCT),
    "rowCountriesInfo": {"name": text("country")},
    "sponsors": _SPONSOR,
    "therapeuticAreas": {"name": code("keyword")},
    "trialDetails": {
        "clinicalTrialIdentifiers": {
            **_in_all_languages("fullTitle", To("title.official")),
            **_in_all_languages("publicTitle", To("title")),
            "shortTitle": text("acronym"),
            "secondaryIdentifyingNumbers": {
                "nctNumber": _NUMBER,
                "isrctnNumber": _NUMBER,
                "whoUniversalTrialNumber": _NUMBER,
                "additionalRegistries": _NUMBER,
            },
        },
        "trialInformation": _INFORMATION,
        "references": All("reference"),
        "pubmedCode": code("reference"),
        "pubmedUrl": code("reference"),
    },
}
_PARTS_II: Final[Plan] = {
    "trialSites": Into(
        "site",
        {
            "organisationAddressInfo": {
                "organisation": {"name": text("name")},
                "address": {"city": text("city"), "postcode": code("postcode"), "countryName": text("country")},
            },
            "departmentName": text("contact"),
            "personInfo": {
                "firstName": code("contact"),
                "lastName": code("contact"),
                "telephone": code("contact"),
                "email": code("contact"),
            },
        },
    )
}
_STATE: Final[Plan] = {"mscName": text("country")}
PLAN: Final[Plan] = {
    "ctNumber": code("id"),
    "ctStatus": To("status", codes=STATUSES),
    "startDateEU": code("date.start"),
    "lastUpdated": code("date.updated"),
    "submissionDate": code("date.registered"),
    "title": text("title.official"),
    "shortTitle": text("acronym"),
    "trialPhase": code("phase"),
    "ageGroup": code("age.group"),
    "gender": code("sex"),
    "sponsorType": code("sponsor.class"),
    "totalNumberEnrolled": code("enrolment"),
    "therapeuticAreas": code("keyword"),
    "authorizedApplication": {
        "authorizedPartI": _PART_I,
        "authorizedPartsII": _PARTS_II,
        "memberStatesConcerned": _STATE,
        "eudraCt": {"eudraCtCode": code("other_id")},
    },
    "authorizedPartI": _PART_I,
    "authorizedPartsII": _PARTS_II,
    "memberStatesConcerned": _STATE,
    "eudraCtInfo": {"eudraCtCode": code("other_id")},
    "documents": {"title": text("document"), "documentTypeLabel": code("document")},
    "results": All("results"),
}


def fits(text: str) -> bool:
    """Whether a text is JSON of this register: only its trials have a "ctNumber" and an authorised part I."""
    return is_json(text) and '"ctNumber"' in text and '"authorizedPartI"' in text


def read(text: str) -> Iterator[Record]:
    """The record of a trial, or of each in a list."""
    yield from (_record(text, trial) for trial in read_json(text).objects())


def _record(source: str, trial: Nested) -> Record:
    building = Building(source, FORMAT, REGISTER)
    Mapper(building, trial).add(PLAN)
    if "totalNumberEnrolled" not in trial.value and (states := _subjects(trial.value)):
        building.note(f"the number of subjects is given by member state only: {', '.join(states)}")
    return building.done()


def _subjects(trial: dict[str, Any]) -> list[str]:
    """Each member state with its number of subjects."""
    application = trial.get("authorizedApplication", trial)
    states = application.get("authorizedPartsII") if isinstance(application, dict) else None
    return [
        f"{_name(state.get('mscInfo'))} {state['recruitmentSubjectCount']}"
        for state in (states if isinstance(states, list) else ())
        if isinstance(state, dict) and state.get("recruitmentSubjectCount") not in (None, "")
    ]


def _name(state: Any) -> str:
    return str(state.get("mscName", "?")) if isinstance(state, dict) else "?"
