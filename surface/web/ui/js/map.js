// Maps: draws the items of a list that is on the page anyway (the list is the map without scripts).
// <div class="tb-map" data-map="#list" hidden></div>; items carry data-lat and data-lng, optionally data-kind="area"
// for a district's name. With data-tiles a tile source is laid under it, with data-tiles-note its credit.
// Without one the points stand on a plain ground: a closed network has no tiles.

import L from "leaflet";

document.querySelectorAll("[data-map]").forEach((box) => {
  const items = document.querySelectorAll(`${box.dataset.map} [data-lat][data-lng]`);
  if (!items.length) return;
  box.hidden = false;
  draw(box, [...items]);
});

function draw(box, items) {
  const map = L.map(box, { zoomControl: true, attributionControl: Boolean(box.dataset.tiles), scrollWheelZoom: false });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.tilesNote || "", maxZoom: 19 }).addTo(map);

  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);

  const places = items.map((item) => {
    const at = L.latLng(Number(item.dataset.lat), Number(item.dataset.lng));
    (item.dataset.kind === "area" ? area(item, at) : point(item, at)).addTo(map);
    return at;
  });
  map.fitBounds(L.latLngBounds(places).pad(0.15), { maxZoom: 16 });
}

function area(item, at) {
  const icon = L.divIcon({ className: "tb-area", html: escape(name(item)), iconSize: [120, 24] });
  return L.marker(at, { icon, interactive: false, keyboard: false });
}

function point(item, at) {
  const kind = item.dataset.kind === "accent" ? " tb-dot--accent" : "";
  const icon = L.divIcon({ className: "", html: `<span class="tb-dot${kind}"></span>`, iconSize: [28, 28] });
  const marker = L.marker(at, { icon, title: name(item), alt: name(item) });
  const link = item.querySelector("a[href]");
  const words = document.createElement("div");
  words.textContent = name(item);
  if (link) {
    const go = document.createElement("a");
    go.href = link.href;
    go.textContent = name(item);
    words.replaceChildren(go);
  }
  return marker.bindPopup(words);
}

function name(item) {
  return item.dataset.name || item.textContent.trim();
}

function escape(words) {
  return words.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
