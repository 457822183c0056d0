// A page that nobody rebuilt must not go on saying "approved": after its last day (UTC) each verdict says that instead.
{
  const today = new Date().toISOString().slice(0, 10);
  for (const verdict of document.querySelectorAll("[data-r-until]")) {
    if (today > verdict.dataset.rUntil) {
      verdict.textContent = verdict.dataset.rLapsed;
      verdict.dataset.rOver = "";
    }
  }
}
