"""Import maps: files of a hospital or a public data set to SDTM, with every value's cell recorded."""

from hepatica.sdtm.importing.importer import import_and_check, import_files
from hepatica.sdtm.importing.spec import ImportMap, load_map

__all__ = ["ImportMap", "import_and_check", "import_files", "load_map"]
