"""What ``qa.retrieval.learn_words`` learns from translated text, step by step."""
