// Letter size at once: the four buttons of the display form change the page before the answer arrives.
// And the desk's menu, open without scripts, is folded on a narrow screen.

export function display(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    const size = event.submitter && event.submitter.name === "text" ? event.submitter.value : "";
    if (form.dataset.display === undefined || !size) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form));
    data.set("text", size);
    fetch(form.action, { method: "POST", body: data, redirect: "manual", credentials: "same-origin" })
      .catch(() => form.submit());
    document.documentElement.dataset.text = size;
    form.querySelectorAll("[name=text]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === size));
    });
  }, true);

  const narrow = window.matchMedia("(max-width: 991px)");
  const fold = () => root.querySelectorAll("details[data-menu]").forEach((menu) => { menu.open = !narrow.matches; });
  fold();
  narrow.addEventListener?.("change", fold);
}
