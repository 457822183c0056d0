// Where the navigation is a drawer, its sections open by keyboard: the theme follows Enter on a label that has the focus,
// but lets the focus come only to some. Escape shuts the drawer.
{
  const narrow = matchMedia("(max-width: 76.2344em)");
  const labels = document.querySelectorAll(".md-nav__item--section > label.md-nav__link, .md-nav .md-nav > label.md-nav__title");
  const drawer = document.getElementById("__drawer");

  const follow = () => {
    for (const label of labels) {
      if (narrow.matches) label.tabIndex = 0;
      else label.removeAttribute("tabindex");
    }
  };

  narrow.addEventListener("change", follow);
  follow();
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    document.querySelector(".md-header label[for='__drawer']").focus();
  });
}
