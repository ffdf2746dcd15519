"""Who floods in bench.flood: `python -m tests.bench.flooding ORDER` asks the sandbox's control API in step.

The order is JSON, {"address", "body", "per_second", "seconds"}, where "path" of the body tells what is done
again and again. What it says at the end is JSON, {"sent", "seconds"}.
"""

import asyncio
import json
import sys
from typing import Any

from tests.bench.load import fire, post
from tests.bench.waiting import later

STEP = 0.05
"""Seconds; what falls into one goes out together."""


async def flood(order: dict[str, Any]) -> dict[str, float]:
    body = order["body"]
    request = post(order["address"], f"/control/{body.pop('path')}", json.dumps(body).encode())
    loop = asyncio.get_running_loop()
    began, sent = loop.time(), 0
    while (passed := loop.time() - began) < order["seconds"]:
        due = round(min(passed + STEP, order["seconds"]) * order["per_second"]) - sent
        await fire(order["address"], [request] * due, 4)
        sent += due
        await later(max(began + sent / order["per_second"] - loop.time(), 0))
    return {"sent": sent, "seconds": loop.time() - began}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(flood(json.loads(sys.argv[1])))) + "\n")
