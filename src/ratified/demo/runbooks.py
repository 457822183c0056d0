"""Where the starter's runbooks are, by number."""

from __future__ import annotations

RB = {
    1: "runbooks/RB-01-compromised-credentials.md",
    2: "runbooks/RB-02-ransomware.md",
    3: "runbooks/RB-03-data-exfiltration.md",
    4: "runbooks/RB-04-leaked-secret.md",
    5: "runbooks/RB-05-outage.md",
    6: "runbooks/RB-06-vendor-breach.md",
    7: "runbooks/RB-07-insider.md",
    8: "runbooks/RB-08-lost-device.md",
    9: "runbooks/RB-09-exploited-vulnerability.md",
    10: "runbooks/RB-10-misdirected-data.md",
}
