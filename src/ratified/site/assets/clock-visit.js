// What was entered, kept for this visit: in the storage of the tab alone, which ends with it and is never sent. A page
// from a disk, and a browser that keeps nothing, work without.
"use strict";
{
  const site = new URL("..", document.currentScript?.src ?? location.href).pathname;
  const KEY = `ratified deadlines ${site}`; // several sites may share an origin
  const mayKeep = location.protocol.startsWith("http");

  /** What was kept; null for nothing, or nothing that reads as it was written. */
  const read = () => {
    try {
      const found = mayKeep ? JSON.parse(sessionStorage.getItem(KEY)) : null;
      return found && typeof found === "object" && !Array.isArray(found) ? found : null;
    } catch {
      return null;
    }
  };

  /** Keep it, or with null forget it. Whether the browser does. */
  const keep = (entered) => {
    if (!mayKeep) return false;
    try {
      if (entered) sessionStorage.setItem(KEY, JSON.stringify(entered));
      else sessionStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  };

  globalThis.ratifiedVisit = { keep, read };
}
