"""Families of RNAs: their profiles, and the search that finds them in an RNA. The only room that knows HMMER."""

from .profiles import Family, load, save
from .search import MAX_EVALUE, FamilyHit, FamilySearch, with_family_pairs

__all__ = ["MAX_EVALUE", "Family", "FamilyHit", "FamilySearch", "load", "save", "with_family_pairs"]
