"""A Python program: counter.py N MILLISECONDS FILE END counts 1..N on standard output and into FILE."""

import sys
import time

total, milliseconds, name, end = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
with open(name, "w", buffering=1) as file:
    for number in range(1, total + 1):
        print(number, flush=True)
        print(number, file=file)
        time.sleep(milliseconds / 1000)
sys.exit(end)
