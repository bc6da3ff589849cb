"""The reader: a pre-trained encoder that is taught where in a passage an answer stands."""
