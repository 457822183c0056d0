// A page that nobody rebuilt must not go on saying "approved": after its last day (UTC) each verdict says that instead,
// and whatever the page counted and ticked is no longer green.
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
}
