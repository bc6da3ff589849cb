"""``python -m qa``."""

from qa.threads import multiply_in_one_thread

if __name__ == "__main__":
    multiply_in_one_thread()
    from qa.cli import main

    main()
