"""A worker process whose time is told to it, one moment a line; it does a pass at each and says what it did."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime

from tracker.setup import ready_backends
from tracker.worker import knock


def main() -> None:
    backends = ready_backends(os.environ)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(knock(backends, datetime.fromisoformat(line.strip()))), flush=True)


if __name__ == "__main__":
    main()
