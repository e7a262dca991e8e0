"""Families of RNAs: their profiles, and the search that finds them in an RNA. The room that knows HMMER."""
