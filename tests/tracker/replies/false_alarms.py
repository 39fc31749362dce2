"""Count what the checks say of replies nobody labelled: `python -m tests.tracker.replies.false_alarms [--unread]`.

Reads the unlabelled replies of the folder `ACUSE_SAMPLES`. Each firing was read by a person and judged; the judgements
stand in `judged_firings.tsv` by a digest of the reply and the check, so that none of the texts is kept here.
`--unread` prints the firings nobody judged, with their digest and their quote, to be read and added.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from pathlib import Path

from tests.tracker.replies.evaluate import unlabelled
from tracker.replies.reading import classify

JUDGED = Path(__file__).parent / "judged_firings.tsv"
FEW = 20


def digest_of(text: str, check: str) -> str:
    """Names one check on one reply without telling its words."""
    return hashlib.sha256(f"{check}\0{' '.join(text.split())}".encode()).hexdigest()[:16]


def judgements() -> dict[str, str]:
    """Digest → `right`, `wrong` or `doubtful`."""
    rows = (line.split("\t") for line in JUDGED.read_text("utf-8").splitlines() if line)
    return {row[0]: row[1] for row in rows}


def main() -> int:
    """Print, per check: fired n, of them right, wrong, doubtful and unread."""
    folder = os.environ.get("ACUSE_SAMPLES")
    if not folder or not (Path(folder) / "reply_labels").is_dir():
        print("Set ACUSE_SAMPLES to the folder of samples: it must hold reply_labels.", file=sys.stderr)
        return 2
    told, fired = judgements(), Counter[tuple[str, str]]()
    texts = unlabelled(Path(folder))
    silent = 0
    for text in texts:
        checks = classify(text.split("\f")).checks
        silent += not checks
        for check in checks:
            digest = digest_of(text, check.check)
            verdict = told.get(digest, "unread")
            fired[check.check, verdict] += 1
            if verdict == "unread" and "--unread" in sys.argv[1:]:
                print(f"{digest}\t\t{check.check}\t{' '.join(check.quote.split())[:300]}")
    print(f"{len(texts)} unlabelled replies; {silent} on which no check fired")
    for name in sorted({name for name, _ in fired}):
        counts = {verdict: fired[name, verdict] for verdict in ("right", "wrong", "doubtful", "unread")}
        n = sum(counts.values())
        few = "  (n < 20)" if n < FEW else ""
        print(f"  {name:<34} fired {n:>3}: " + ", ".join(f"{word} {count}" for word, count in counts.items()) + few)
    return 0


if __name__ == "__main__":
    sys.exit(main())
