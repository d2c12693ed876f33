"""How many answers of which sort a run got. Fails when fewer operations than asked for ever succeeded, so that a run that
only met closed doors is not taken for a good one."""

import collections
import json
import pathlib
import sys

answers = collections.defaultdict(collections.Counter)
for report in pathlib.Path(sys.argv[1]).glob("*.ndjson"):
    for line in report.open():
        event = json.loads(line)
        recorder = event.get("ScenarioFinished", {}).get("recorder")
        for interaction in (recorder or {}).get("interactions", {}).values():
            response = interaction.get("response")
            answers[recorder["label"]][response["status_code"] // 100 if response else 0] += 1
total = sum(answers.values(), collections.Counter())
print("  " + ", ".join(f"{n} × {sort}xx" for sort, n in sorted(total.items())))
never = sorted(label for label, sorts in answers.items() if not sorts[2])
well = len(answers) - len(never)
print(f"  {well} of {len(answers)} operations succeeded at least once")
if well < int(sys.argv[2]):
    print(f"  fewer than {sys.argv[2]}; these never did:", *never, sep="\n    ")
    sys.exit(1)
