"""``python -m training NAME --data DIR``."""

from training.cli import main

if __name__ == "__main__":
    main()
