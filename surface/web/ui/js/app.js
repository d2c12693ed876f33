// Everything here only shortens the way: each page works without it.

import htmx from "htmx.org";
import { guardForms } from "./forms.js";
import { fillPlace } from "./place.js";
import { readAloud } from "./read.js";
import { display } from "./display.js";

window.htmx = htmx;

guardForms(document);
fillPlace(document);
readAloud(document);
display(document);

if ("serviceWorker" in navigator && document.documentElement.dataset.worker) {
  navigator.serviceWorker.register(document.documentElement.dataset.worker).catch(() => {
    // Without the worker pages are only a little slower.
  });
}
