# What json makes of doc.json, for the case to compare with.
# SPDX-License-Identifier: Apache-2.0

import json, sys

with open("doc.json", encoding="utf-8") as file:
    text = json.dumps(json.load(file), ensure_ascii=False, separators=(",", ":"))
sys.stdout.buffer.write(text.encode() + b"\n")
