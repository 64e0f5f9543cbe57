"""interrupt.py SIGNAL COMMAND... FIFO: the signal once COMMAND has its temporary file."""
# SPDX-License-Identifier: Apache-2.0

import os
import signal
import subprocess
import sys
import time

number = signal.Signals["SIG" + sys.argv[1]]
command = sys.argv[2:]
running = subprocess.Popen(command)
writer = os.open(command[-1], os.O_WRONLY)  # waits until the command has opened it
os.write(writer, b"[1] [2")
deadline = time.monotonic() + 20
while not any(".krait-" in name for name in os.listdir(".")):
    if time.monotonic() > deadline:
        sys.exit("no temporary file")
    time.sleep(0.01)
running.send_signal(number)
print("status", running.wait(20))
