"""Speed and memory, measured side by side in one run; nothing here is asserted in tests."""

from qa.threads import multiply_in_one_thread

# As the programs of the product do, before numpy is loaded.
multiply_in_one_thread()
