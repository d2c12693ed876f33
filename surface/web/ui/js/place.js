// Place: a form with data-geo is sent with where the phone is. If the phone will not say, the form is sent all
// the same with the reason in geo_error; the server then offers the door code or the site's desk.

const LONGEST_WAIT_MS = 8000;

export function fillPlace(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.geo === undefined || form.dataset.geoDone) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.geoBusy) return;
    form.dataset.geoBusy = "1";
    const submitter = event.submitter;
    say(form, form.dataset.geoWait);
    locate().then((found) => {
      Object.entries(found).forEach(([name, value]) => put(form, name, value));
      form.dataset.geoDone = "1";
      form.requestSubmit(submitter || undefined);
    });
  }, true);
}

function locate() {
  if (!navigator.geolocation) return Promise.resolve({ geo_error: "unsupported" });
  return new Promise((done) => navigator.geolocation.getCurrentPosition(
    ({ coords }) => done({
      lat: coords.latitude.toFixed(6),
      lng: coords.longitude.toFixed(6),
      accuracy: Math.round(coords.accuracy),
    }),
    (error) => done({ geo_error: ["", "denied", "unavailable", "timeout"][error.code] || "unavailable" }),
    { enableHighAccuracy: true, timeout: LONGEST_WAIT_MS, maximumAge: 30000 },
  ));
}

function put(form, name, value) {
  const input = form.elements.namedItem(name);
  if (input) input.value = value;
}

function say(form, sentence) {
  const place = form.querySelector("[data-geo-status]");
  if (place && sentence) place.textContent = sentence;
}
