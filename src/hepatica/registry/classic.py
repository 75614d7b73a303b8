"""ClinicalTrials.gov's classic record ("clinical_study"), in which it spoke until 2024, as a plan of its elements.

Its texts are wrapped at about a hundred columns; `clean` takes the wrapping out and leaves paragraphs and lists.
"""

from __future__ import annotations

import re
from typing import Final

from hepatica.registry.mapping import All, Into, Plan, code, text
from hepatica.registry.markup import resolved
from hepatica.registry.passage import Passage

_BREAK: Final = re.compile(r"&#x[dD];[ ]?|\r\n?")
_WRAPPED: Final = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)(?![-*•][ \t]|\d{1,2}[.)][ \t])")


def clean(passage: Passage) -> Passage:
    """A text of a classic record without the breaks that only wrap its lines, and without entities left in it."""
    words = passage.rewritten(_BREAK, lambda _: "\n")
    return resolved(words.rewritten(_WRAPPED, lambda _: " "))


_OUTCOME: Final[Plan] = {
    "measure": text("name"),
    "time_frame": text("time_frame"),
    "description": text("description"),
}
_PERSON: Final[Plan] = {
    "first_name": text("name"),
    "middle_name": text("name"),
    "last_name": text("name"),
    "degrees": text("name"),
    "role": text("role"),
    "affiliation": text("affiliation"),
    "phone": code("phone"),
    "phone_ext": code("phone"),
    "email": code("email"),
}
_AT_SITE: Final[Plan] = {name: text("contact") for name in _PERSON}

CLASSIC: Final[Plan] = {
    "required_header": {"url": code("url")},
    "id_info": {
        "nct_id": code("id"),
        "nct_alias": code("other_id"),
        "org_study_id": code("other_id"),
        "secondary_id": code("other_id"),
    },
    "brief_title": text("title"),
    "acronym": text("acronym"),
    "official_title": text("title.official"),
    "sponsors": {
        "lead_sponsor": {"agency": text("sponsor"), "agency_class": code("sponsor.class")},
        "collaborator": {"agency": text("collaborator"), "agency_class": code("collaborator.class")},
    },
    "source": text("organisation"),
    "oversight_info": {
        "authority": text("oversight"),
        "has_dmc": code("dmc"),
        "is_fda_regulated_drug": code("oversight"),
        "is_fda_regulated_device": code("oversight"),
    },
    "is_fda_regulated": code("oversight"),
    "is_section_801": code("oversight"),
    "brief_summary": {"textblock": text("summary")},
    "detailed_description": {"textblock": text("description")},
    "overall_status": code("status"),
    "why_stopped": text("status.stop_reason"),
    "start_date": code("date.start"),
    "start_date@type": code("date.start.type"),
    "completion_date": code("date.completion"),
    "completion_date@type": code("date.completion.type"),
    "primary_completion_date": code("date.primary_completion"),
    "primary_completion_date@type": code("date.primary_completion.type"),
    "verification_date": code("date.verified"),
    "firstreceived_date": code("date.registered"),
    "study_first_submitted": code("date.registered"),
    "study_first_posted": code("date.posted"),
    "lastchanged_date": code("date.updated"),
    "last_update_submitted": code("date.update_submitted"),
    "last_update_posted": code("date.updated"),
    "firstreceived_results_date": code("date.results"),
    "results_first_submitted": code("date.results"),
    "phase": code("phase"),
    "study_type": code("study_type"),
    "study_design": text("design"),
    "study_design_info": {
        "allocation": text("allocation"),
        "intervention_model": text("model"),
        "intervention_model_description": text("design"),
        "observational_model": text("model"),
        "time_perspective": text("time_perspective"),
        "primary_purpose": text("purpose"),
        "masking": text("masking"),
        "masking_description": text("masking.description"),
    },
    "target_duration": code("follow_up"),
    "primary_outcome": Into("outcome", _OUTCOME, role=len("primary")),
    "secondary_outcome": Into("outcome", _OUTCOME, role=len("secondary")),
    "other_outcome": Into("outcome", _OUTCOME, role=len("other")),
    "number_of_arms": code("arm.count"),
    "number_of_groups": code("arm.count"),
    "enrollment": code("enrolment"),
    "enrollment@type": code("enrolment.type"),
    "condition": text("condition"),
    "keyword": text("keyword"),
    "arm_group": Into(
        "arm", {"arm_group_label": text("name"), "arm_group_type": text("type"), "description": text("description")}
    ),
    "intervention": Into(
        "intervention",
        {
            "intervention_type": text("type"),
            "intervention_name": text("name"),
            "description": text("description"),
            "arm_group_label": text("arm"),
            "other_name": text("other_name"),
        },
    ),
    "biospec_retention": text("biospecimen"),
    "biospec_descr": {"textblock": text("biospecimen")},
    "eligibility": {
        "study_pop": {"textblock": text("population")},
        "sampling_method": text("sampling_method"),
        "criteria": {"textblock": text("eligibility")},
        "gender": code("sex"),
        "minimum_age": code("age.minimum"),
        "maximum_age": code("age.maximum"),
        "healthy_volunteers": text("healthy_volunteers"),
    },
    "overall_official": Into("contact", _PERSON),
    "overall_contact": Into("contact", _PERSON),
    "overall_contact_backup": Into("contact", _PERSON),
    "location": Into(
        "site",
        {
            "facility": {
                "name": text("name"),
                "address": {
                    "city": text("city"),
                    "state": text("province"),
                    "zip": code("postcode"),
                    "country": text("country"),
                },
            },
            "status": text("status"),
            "contact": _AT_SITE,
            "contact_backup": _AT_SITE,
            "investigator": _AT_SITE,
        },
    ),
    "location_countries": {"country": text("country")},
    "link": {"url": code("reference"), "description": text("reference")},
    "reference": {"citation": text("reference"), "PMID": code("reference")},
    "results_reference": {"citation": text("reference"), "PMID": code("reference")},
    "responsible_party": {
        "responsible_party_type": text("responsible_party"),
        "investigator_full_name": text("responsible_party"),
        "investigator_title": text("responsible_party"),
        "investigator_affiliation": text("responsible_party"),
        "name_title": text("responsible_party"),
        "organization": text("responsible_party"),
    },
    "condition_browse": {"mesh_term": text("condition.term")},
    "patient_data": {
        "sharing_ipd": code("sharing"),
        "ipd_description": text("sharing.description"),
        "ipd_info_type": text("sharing.information"),
        "ipd_time_frame": text("sharing.time"),
        "ipd_access_criteria": text("sharing.access"),
        "ipd_url": code("sharing.url"),
    },
    "study_docs": {
        "study_doc": {"doc_type": text("document"), "doc_url": code("document"), "doc_id": code("document")}
    },
    "provided_document_section": {
        "provided_document": {
            "document_type": text("document"),
            "document_date": code("document"),
            "document_url": code("document"),
        }
    },
    "clinical_results": All("results"),
}
