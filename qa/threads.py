"""How many threads a product of matrices is worked out with: one.

The matrices of a question are small: a second thread waits more than it works. Answering the sample
questions takes 140 ms instead of 160 at the median on two idle cores with half the processor time,
and half as long where another process is busy.
"""

from __future__ import annotations

import os


def multiply_in_one_thread() -> None:
    """Have numpy do so in this process, unless the environment says otherwise.

    To be called by programs before numpy is loaded. A library does not decide this for its host.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
