"""The fields of an ISRCTN record, which its XML and the JSON that is made from it name alike."""

from __future__ import annotations

from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.mapping import Into, Mapper, Plan, To, code, text
from hepatica.registry.nested import Nested
from hepatica.registry.record import Record

REGISTER = "ISRCTN"

_OUTCOME: Final[Plan] = {"variable": text("name"), "method": text("method"), "timepoints": text("time_frame")}
_DETAILS: Final[Plan] = {
    "address": text("address"),
    "city": text("address"),
    "state": text("address"),
    "country": text("address"),
    "zip": code("postcode"),
    "telephone": code("phone"),
    "email": code("email"),
}
TRIAL: Final[Plan] = {
    "@lastUpdated": code("date.updated"),
    "@version": code("version"),
    "isrctn": code("id"),
    "isrctn@dateAssigned": code("date.registered"),
    "trialDescription": {
        "title": text("title"),
        "scientificTitle": text("title.official"),
        "acronym": code("acronym"),
        "studyHypothesis": text("summary"),
        "plainEnglishSummary": text("description"),
        "primaryOutcome": Into("outcome", {}, role=len("primary"), alone="name"),
        "secondaryOutcome": Into("outcome", {}, role=len("secondary"), alone="name"),
        "primaryOutcomes": {"outcomeMeasure": Into("outcome", _OUTCOME, called="primary")},
        "secondaryOutcomes": {"outcomeMeasure": Into("outcome", _OUTCOME, called="secondary")},
        "trialWebsite": code("reference"),
        "ethicsApproval": text("ethics.committee"),
        "ethicsCommittees": {
            "ethicsCommittee": {
                "@approvalStatus": code("ethics.approved"),
                "@statusDate": code("ethics.date"),
                "committeeName": text("ethics.committee"),
                "committeeReference": code("ethics.number"),
            }
        },
    },
    "externalRefs": {
        "doi": code("other_id"),
        "eudraCTNumber": code("other_id"),
        "irasNumber": code("other_id"),
        "clinicalTrialsGovNumber": code("other_id"),
        "protocolSerialNumber": code("other_id"),
        "secondaryNumbers": {"secondaryNumber": code("other_id")},
    },
    "trialDesign": {
        "studyDesign": text("design"),
        "primaryStudyDesign": code("study_type"),
        "secondaryStudyDesign": text("design"),
        "trialTypes": {"trialType": code("purpose")},
        "interventionalTrialDesign": {
            "allocation": code("allocation"),
            "masking": code("masking"),
            "assignment": code("model"),
            "purposes": {"purpose": code("purpose")},
        },
        "overallStartDate": code("date.start"),
        "overallEndDate": code("date.completion"),
        "overallStatusOverride": code("status"),
        "reasonAbandoned": text("status.stop_reason"),
    },
    "participants": {
        "recruitmentCountries": {"country": text("country")},
        "trialCentres": {
            "trialCentre": Into(
                "site",
                {
                    "name": text("name"),
                    "city": text("city"),
                    "state": text("province"),
                    "country": text("country"),
                    "zip": code("postcode"),
                },
            )
        },
        "participantTypes": {"participantType": text("population")},
        "healthyVolunteersAllowed": code("healthy_volunteers"),
        "inclusion": To("eligibility", "en", kind="inclusion"),
        "exclusion": To("eligibility", "en", kind="exclusion"),
        "ageRange": code("age.group"),
        "lowerAgeLimit": code("age.minimum"),
        "upperAgeLimit": code("age.maximum"),
        "gender": code("sex"),
        "targetEnrolment": code("enrolment"),
        "totalFinalEnrolment": code("enrolment"),
        "recruitmentStart": code("date.recruitment_start"),
        "recruitmentEnd": code("date.recruitment_end"),
        "recruitmentStatusOverride": code("status"),
    },
    "conditions": {
        "condition": {
            "description": text("condition"),
            "diseaseClass1": text("condition.term"),
            "diseaseClass2": text("condition.term"),
        }
    },
    "interventions": {
        "intervention": Into(
            "intervention",
            {
                "description": text("description"),
                "interventionType": code("type"),
                "drugNames": text("name"),
                "phase": To("phase", outside=True),
            },
        )
    },
    "results": {
        "ipdSharingStatement": text("sharing.description"),
        "dataPolicies": {"dataPolicy": text("sharing")},
        "publicationDetails": text("reference"),
        "publicationStage": code("results"),
        "publicationPlan": text("results.public"),
        "intentToPublish": text("results.public"),
        "basicReport": text("results"),
        "plainEnglishReport": text("results"),
    },
    "outputs": {
        "output": {
            "@outputType": code("document"),
            "externalLink@url": code("document"),
            "description": text("document"),
        }
    },
    "miscellaneous": {"ipdSharingPlan": code("sharing")},
    "attachedFiles": {"attachedFile": {"name": code("document"), "description": text("document")}},
}
FULL_TRIAL: Final[Plan] = {
    "trial": TRIAL,
    "contact": Into(
        "contact",
        {
            "title": code("name"),
            "forename": code("name"),
            "surname": code("name"),
            "contactTypes": {"contactType": code("role")},
            "contactDetails": _DETAILS,
        },
    ),
    "sponsor": {
        "organisation": text("sponsor"),
        "sponsorType": code("sponsor.class"),
        "commercialStatus": code("sponsor.class"),
    },
    "funder": {"name": text("funding")},
}
"""A trial with the people and organisations it names."""


def isrctn_record(data: Nested, plan: Plan, source: str, format_: str) -> Record:
    """The record that a trial, as nested data, tells; its number is written without "ISRCTN" there."""
    building = Building(source, format_, REGISTER)
    Mapper(building, data).add(plan)
    number = building.first("id")
    return building.done(f"ISRCTN{number}" if number else "")
