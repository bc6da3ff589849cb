"""The small static model of the embedding tests."""

from tests.embedding.conftest import small_folder, small_matrix, small_tokenizer

__all__ = ["small_folder", "small_matrix", "small_tokenizer"]
