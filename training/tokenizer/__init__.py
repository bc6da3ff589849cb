"""The byte-level BPE that counts tokens."""
