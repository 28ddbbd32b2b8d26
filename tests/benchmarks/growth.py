"""Fit so many phrases, ask, and print what it cost: ``python -m tests.benchmarks.growth 10000``."""

from __future__ import annotations

import json
import resource
import sys
import time

from assistant.matching import IntentMatcher
from tests.benchmarks.measuring import cpu_costs
from tests.benchmarks.phrases import questions, recombined

# A matcher that needs much more than it may is stopped before it takes the machine.
_MOST_BYTES = 8 * 2**30


def main() -> None:
    """Print one JSON object: seconds to fit, median milliseconds a question, peak megabytes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    count = int(sys.argv[1])
    start = time.process_time()
    matcher = IntentMatcher.fit(recombined(count))
    fitted = time.process_time() - start
    (costs,) = cpu_costs(questions(210), matcher.rank)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"fit_s": fitted, "ms": costs.median, "peak_mb": peak}))


if __name__ == "__main__":
    main()
