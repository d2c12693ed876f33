// Forms: one press is one submission, and after an error the reader starts at the summary.
// The idempotency key in the form is the real guard; this one spares the reader the doubt.

export function guardForms(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("[type=submit]");
    // Later, so that the pressed button's own name and value are still sent.
    setTimeout(() => mark(button, true));
  });

  // Coming back with the browser's arrow shows the old page with its locked form.
  window.addEventListener("pageshow", () => unlock(root));
  root.addEventListener("htmx:after:request", () => unlock(root));
  root.addEventListener("htmx:finally:request", () => unlock(root));

  const summary = root.getElementById("error-summary");
  if (summary) summary.focus();

  root.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.dataset.auto !== undefined) form.requestSubmit();
  });

  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  root.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
}

function mark(button, busy) {
  if (!button) return;
  if (busy) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.busy = "1";
  } else {
    button.removeAttribute("aria-disabled");
    delete button.dataset.busy;
  }
}

function unlock(root) {
  root.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[data-busy]").forEach((button) => mark(button, false));
  });
}
