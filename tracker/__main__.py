"""`python -m tracker` is the `acuse` command."""

import sys

from tracker.cli import main

sys.exit(main())
