// Reading aloud: a button with data-read="#id" speaks the text of that element, or plays data-read-audio when
// the phone has no voice. The button stays hidden where neither is possible.

const RATE = 0.9; // a little slower than talk, for people who hear less well

export function readAloud(root) {
  const voice = "speechSynthesis" in window;
  let playing = null;

  root.querySelectorAll("[data-read]").forEach((button) => {
    button.hidden = !(voice || button.dataset.readAudio);
  });

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read]");
    if (!button) return;
    const again = playing && playing.button === button;
    if (playing) playing.stop();
    if (!again) playing = start(button, voice, () => { playing = null; });
  });

  window.addEventListener("pagehide", () => { if (playing) playing.stop(); });
}

function start(button, voice, ended) {
  const end = () => {
    button.setAttribute("aria-pressed", "false");
    ended();
  };
  button.setAttribute("aria-pressed", "true");
  if (button.dataset.readAudio) {
    const audio = new Audio(button.dataset.readAudio);
    audio.addEventListener("ended", end);
    audio.play().catch(end);
    return { button, stop: () => { audio.pause(); end(); } };
  }
  if (!voice) return null;
  const words = sentences(document.querySelector(button.dataset.read));
  const say = new SpeechSynthesisUtterance(words);
  say.lang = document.documentElement.lang;
  say.rate = RATE;
  say.addEventListener("end", end);
  say.addEventListener("error", end);
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(say);
  return { button, stop: () => { window.speechSynthesis.cancel(); end(); } };
}

// Blocks become sentences, so the voice rests between a label and the next one; buttons are not text.
function sentences(element) {
  if (!element) return "";
  const copy = element.cloneNode(true);
  copy.querySelectorAll("button, form, script, [aria-hidden=true], [data-read-skip]").forEach((part) => part.remove());
  const stop = document.documentElement.lang.startsWith("zh") ? "。" : ". ";
  copy.querySelectorAll("h1, h2, h3, p, li, dt, dd, tr, section, div, a").forEach((part) => part.append(stop));
  return copy.textContent.replace(/\s+/g, " ").replace(/([。.！？!?，,])(\s*[。.])+/g, "$1");
}
