"""SDTM to ADaM: one file per family of endpoints, each a pure function on frames."""

from hepatica.endpoints.adsl import derive_adsl, flag
from hepatica.endpoints.derive import derive
from hepatica.endpoints.evidence import Evidence, gather
from hepatica.endpoints.parameters import parameter_codes

__all__ = ["Evidence", "derive", "derive_adsl", "flag", "gather", "parameter_codes"]
