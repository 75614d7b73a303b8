"""The formats of registry records, one reader a file, with two functions: `fits(text)` and `read(text)`."""

from typing import Final

FORMATS: Final[tuple[str, ...]] = (
    "ctgov_json",
    "ctgov_full_studies",
    "ctgov_xml",
    "ctgov_xml_in_json",
    "literal_viewer",
    "explained_labels",
    "veeva",
    "chictr_labels",
    "ictrp_xml",
    "ictrp_csv",
    "chictr_html",
    "chictr_search",
    "euctr_text",
    "euctr_html",
    "euctr_json",
    "ctis_json",
    "isrctn_json",
    "isrctn_xml",
)
"""Names of the readers, in the order in which they are asked; no two fit the same text."""
