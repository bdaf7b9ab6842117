"""`python -m toolkit` is `reconcile`."""

from toolkit.cli import main

if __name__ == "__main__":
    main()
