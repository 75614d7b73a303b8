"""Tumour response: from the lesions that a reader measures to the response of each assessment and the best of all."""
