"""The words: variables, units, code lists and method names, as data files with small loaders."""

from hepatica.vocabulary.errors import UnitError, UnknownWordError
from hepatica.vocabulary.load import load
from hepatica.vocabulary.reading import Written
from hepatica.vocabulary.vocabulary import Vocabulary
from hepatica.vocabulary.words import Conversion, Field, Home, Label, Measured, Variable

__all__ = [
    "Conversion",
    "Field",
    "Home",
    "Label",
    "Measured",
    "UnitError",
    "UnknownWordError",
    "Variable",
    "Vocabulary",
    "Written",
    "load",
]
