// The browser's arithmetic in node: one JSON question a line, one JSON answer a line. See tests/browser_clock.py.
"use strict";
const readline = require("node:readline");
for (const file of process.argv.slice(2)) require(file);

const { answer } = require("./clock_answer.js");
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
});
