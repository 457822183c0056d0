// What was entered, kept for this visit: in the storage of the tab alone, which ends with it and is never sent. A page
// from a disk, and a browser that keeps nothing, work without.
"use strict";
if (!globalThis.ratifiedVisit) { // two scripts of a page may bring it
  const site = new URL("..", document.currentScript?.src ?? location.href).pathname; // several may share an origin
  const mayKeep = location.protocol.startsWith("http");

  /** A place by name, the same on every page of the site: `read` and `keep` what stands there. */
  globalThis.ratifiedVisit = (name) => {
    const key = `ratified ${name} ${site}`;

    /** What was kept; null for nothing, or nothing that reads as it was written. */
    const read = () => {
      try {
        const found = mayKeep ? JSON.parse(sessionStorage.getItem(key)) : null;
        return found && typeof found === "object" && !Array.isArray(found) ? found : null;
      } catch {
        return null;
      }
    };

    /** Keep it, or with null forget it. Whether the browser does. */
    const keep = (entered) => {
      if (!mayKeep) return false;
      try {
        if (entered) sessionStorage.setItem(key, JSON.stringify(entered));
        else sessionStorage.removeItem(key);
        return true;
      } catch {
        return false;
      }
    };

    return { keep, read };
  };
}
