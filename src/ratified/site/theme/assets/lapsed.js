// A page that nobody rebuilt must not go on saying "approved": after its last day (UTC) each verdict says that instead,
// and whatever the page counted and ticked is no longer green. A sheet of paper says on which day it was printed, as this
// device has it, since nothing can be put right on it later.
{
  const today = new Date().toISOString().slice(0, 10);
  for (const verdict of document.querySelectorAll("[data-r-until]")) {
    if (today > verdict.dataset.rUntil) {
      verdict.textContent = verdict.dataset.rLapsed;
      verdict.dataset.rOver = "";
    }
  }
  if (document.querySelector("[data-r-until][data-r-over]")) {
    document.documentElement.dataset.rOld = "";
    for (const sign of document.querySelectorAll(".r-home-sign")) sign.textContent = "▲";
    for (const verdict of document.querySelectorAll(".r-counts .r-verdict")) {
      verdict.append(" when built");
      verdict.dataset.rOver = "";
    }
  }

  const padded = (number) => String(number).padStart(2, "0");
  addEventListener("beforeprint", () => {
    const now = new Date();
    const day = `${now.getFullYear()}-${padded(now.getMonth() + 1)}-${padded(now.getDate())}`;
    document.documentElement.style.setProperty("--r-printed", `" · printed ${day}"`);
  });
}
