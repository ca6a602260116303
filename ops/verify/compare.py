#!/usr/bin/env python3
"""Judge many files at once, so that two verifiers can be compared.

    python3 compare.py corpus DIR         every NAME.vdraw in DIR with NAME.anchor.txt: one line `NAME VERDICT` each
    python3 compare.py flip FILE ANCHOR   FILE with each byte changed once (its lowest bit): `N rejected of M`

Exit code 0; 1 when a changed file is not rejected or cannot be judged, 2 for wrong use.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from verify import WrongUse, printable, read_file, verify_bytes

WORKERS = 2
PIECE = 512                                            # positions that a worker takes at a time


def read_anchor(name):
    return read_file(name).decode("utf-8", "surrogateescape")


def corpus(folder):
    try:
        names = [os.fsencode(name) for name in os.listdir(folder)]
    except OSError:
        raise WrongUse(f"cannot read {folder}") from None
    for name in sorted(name.removesuffix(b".vdraw") for name in names if name.endswith(b".vdraw")):
        path = os.path.join(os.fsencode(folder), name)
        verdict, _, _ = verify_bytes(read_file(path + b".vdraw"), read_anchor(path + b".anchor.txt"))
        print(printable(name.decode("utf-8", "replace")), verdict, flush=True)
    return 0


def not_rejected(data, chain, start):
    """The positions of a piece, with what was said instead, where a changed byte is not refused."""
    faults = []
    for at in range(start, min(start + PIECE, len(data))):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
        try:
            verdict = verify_bytes(changed, chain)[0]
        except Exception as error:                     # a verifier that fails has not refused the file
            verdict = repr(error)
        if not verdict.startswith("rejected: "):
            faults.append((at, verdict))
    return faults


def flip(file, anchor):
    data, chain = read_file(file), read_anchor(anchor)
    faults = []
    with ProcessPoolExecutor(WORKERS) as workers:
        for found in workers.map(partial(not_rejected, data, chain), range(0, len(data), PIECE)):
            faults += found
    for at, verdict in faults:
        print(f"byte {at}: {printable(verdict)}", file=sys.stderr)
    print(f"{len(data) - len(faults)} rejected of {len(data)}")
    return 1 if faults else 0


def main(arguments):
    match arguments:
        case ["corpus", folder]:
            return corpus(folder)
        case ["flip", file, anchor]:
            return flip(file, anchor)
    raise WrongUse("usage: compare.py corpus DIR, or compare.py flip FILE ANCHOR")


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except WrongUse as wrong:
        print(printable(str(wrong)), file=sys.stderr)
        code = 2
    sys.exit(code)
