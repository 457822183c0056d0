#!/bin/sh
# holidays 0.109: the holidays of Australia as a whole are not all holidays in each of its states. Of 2026 it lists no Boxing
# Day for Tasmania, so neither of the two calendars is the stricter one for every count.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check holidays==0.109
cat > "$folder/see.py" <<'PY'
from importlib.metadata import version

from holidays import country_holidays

whole = country_holidays("AU", years=2026)
print("holidays", version("holidays"))
for state in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"):
    here = country_holidays("AU", subdiv=state, years=2026)
    print(state, [f"{day} {name}" for day, name in sorted(whole.items()) if day not in here])
PY
cd "$folder"
./venv/bin/python see.py | tee seen
diff - seen <<'EXPECTED'
holidays 0.109
ACT []
NSW []
NT []
QLD []
SA []
TAS ['2026-12-26 Boxing Day']
VIC []
WA []
EXPECTED
