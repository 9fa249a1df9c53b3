// One piece of the page: shows HTML that Python wrote, and tells Python which of its controls was used.

// Makes an element like another, touching only what differs: focus, scrolling and open lists stay where they are.
function liken(old, wanted) {
  if (old.nodeType !== wanted.nodeType || old.nodeName !== wanted.nodeName) return old.replaceWith(wanted);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  const kept = ["data-typing", ...(/^(DETAILS|DIALOG)$/.test(old.nodeName) ? ["open"] : [])];
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.nodeName === "INPUT" && !old.matches("[data-typing], [type=radio]")) {
    if (old.type === "checkbox") old.checked = wanted.hasAttribute("checked");
    else if (old.value !== wanted.value) old.value = wanted.value;
  }
  const before = [...old.childNodes], after = [...wanted.childNodes];
  after.forEach((child, i) => (before[i] ? liken(before[i], child) : old.append(child)));
  before.slice(after.length).forEach((child) => child.remove());
}

// Writes a slider's number as Python does: 7 000 000 €, 40 %.
function written(input) {
  const { unit, lang } = input.dataset;
  let [whole, part] = String(+input.value).split(".");
  whole = whole.replace(/\B(?=(\d{3})+$)/g, lang === "en" ? "," : "\u202f");
  const number = part ? whole + (lang === "en" ? "." : ",") + part : whole;
  if (unit === "euros") return lang === "en" ? "€" + number : number + "\u202f€";
  return unit === "share" ? number + (lang === "en" ? "%" : "\u202f%") : number;
}

const key = (control) => [control.dataset.do, control.dataset.id || "", control.type].join(" ");
const found = (box, wanted) => [...box.querySelectorAll("[data-do]")].find((control) => key(control).startsWith(wanted));

export function render({ model, view }) {
  const whole = document.createElement("div"), box = document.createElement("div"), banner = document.createElement("p");
  whole.append(box);
  banner.className = "lost";
  banner.setAttribute("role", "alert");
  let held = false;
  const tell = (control, value = "") => model.send_msg({ do: control.dataset.do, id: control.dataset.id || "", value });
  const draw = () => {
    if (held) return; // a slider that is being dragged is not moved under the hand
    const active = box.getRootNode().activeElement;
    const at = active && box.contains(active) && active.dataset.do ? key(active) : null;
    const wanted = document.createElement("div");
    wanted.innerHTML = model.html;
    if (!wanted.querySelector("dialog")) box.querySelector("dialog")?.close(); // which gives the focus back
    liken(box, wanted);
    const dialog = box.querySelector("dialog"), opened = box.querySelector("[data-focus]");
    if (dialog && !dialog.open) dialog.showModal();
    else if (opened && opened !== active && !opened.closest("section").contains(active)) opened.focus();
    else if (at && key(box.getRootNode().activeElement || box) !== at) keep(at);
  };
  const keep = (at) => { // what had the focus is drawn anew elsewhere, or is gone
    const control = found(box, at), place = box.querySelector("[data-place], [data-focus]");
    if (control) control.focus();
    else if (box.contains(box.getRootNode().activeElement)) return; // another control stands there now
    else if (place) place.focus();
    else document.dispatchEvent(new CustomEvent("allocator-go", { detail: { what: "decision", block: "nearest" } }));
  };
  const release = () => {
    if (!held) return;
    held = false;
    setTimeout(draw);
  };
  const shown = (slider) => {
    const field = [...box.querySelectorAll("input[type=text]")].find((f) => f.dataset.id === slider.dataset.id);
    if (field) field.value = written(slider);
    slider.setAttribute("aria-valuetext", written(slider));
  };
  box.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-do]");
    if (!pressed || pressed.disabled) return;
    if (pressed.dataset.do === "go") document.dispatchEvent(new CustomEvent("allocator-go", { detail: { what: pressed.dataset.id, block: "start" } }));
    else tell(pressed);
  });
  box.addEventListener("input", ({ target }) => {
    if (target.type === "range") shown(target);
    else if (/^text/.test(target.type)) target.setAttribute("data-typing", "");
  });
  box.addEventListener("change", ({ target }) => {
    if (!target.dataset.do) return; // a field of a dialog is told with the rest of it
    if (!target.dataset.do) return;
    target.removeAttribute("data-typing");
    tell(target, target.type === "checkbox" ? (target.checked ? "on" : "off") : target.value);
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    tell(event.target, JSON.stringify(Object.fromEntries(new FormData(event.target))));
  });
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    model.send_msg({ do: "dismiss", id: "", value: "" });
  }, true);
  box.addEventListener("pointerdown", ({ target }) => (held = target.type === "range"));
  window.addEventListener("pointerup", release);
  window.addEventListener("pointercancel", release);
  box.addEventListener("keydown", (event) => {
    const { target } = event;
    if (target.type === "range" && /^Page(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      target[event.key === "PageUp" ? "stepUp" : "stepDown"](10);
      for (const kind of ["input", "change"]) target.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (target.type === "text" && event.key === "Escape") {
      target.removeAttribute("data-typing");
      target.value = target.defaultValue;
    }
  });
  const keys = (event) => {
    const typed = event.composedPath()[0];
    if (!(event.ctrlKey || event.metaKey) || (/^(INPUT|TEXTAREA)$/.test(typed.tagName || "") && /text/.test(typed.type))) return;
    const what = { z: "undo", y: "redo" }[event.key];
    if (!what) return;
    event.preventDefault();
    model.send_msg({ do: what, id: "", value: "" });
  };
  const escape = (event) => {
    const within = event.composedPath();
    if (event.key !== "Escape" || !box.querySelector("[data-escape]")) return;
    if (!within.some((at) => at.nodeName === "DIALOG") && within[0].type !== "text") model.send_msg({ do: "close", id: "", value: "" });
  };
  const go = ({ detail }) => {
    const place = box.querySelector(`[data-place="${detail.what}"]`);
    if (!place) return;
    place.scrollIntoView({ block: detail.block });
    place.focus({ preventScroll: true });
  };
  const leaving = (event) => {
    if (model.unsaved) event.preventDefault();
  };
  const owns = () => {
    if (model.lang) document.documentElement.lang = model.lang;
  };
  const lost = () => {
    if (model.lost) whole.prepend(banner);
    banner.textContent = model.lost;
    whole.style.paddingTop = `${banner.offsetHeight}px`; // what it would cover moves down
    box.querySelectorAll("button, input, select, textarea").forEach((control) => (control.disabled = true));
  };
  const regained = () => {
    banner.remove();
    whole.style.paddingTop = "";
    draw();
  };
  view.model.document?.on_event("connection_lost", lost);
  view.model.document?.on_event("client_reconnected", regained);
  const heard = [[document, "allocator-go", go], [document, "keydown", escape]];
  if (model.lang) heard.push([document, "keydown", keys], [window, "beforeunload", leaving]);
  heard.forEach(([where, what, done]) => where.addEventListener(what, done));
  model.on("html", draw);
  model.on("lang", owns);
  model.on("focus_on", () => model.focus_on && found(box, model.focus_on)?.focus());
  model.on("msg:custom", ({ name, base64 }) => {
    const link = document.createElement("a");
    link.href = `data:application/octet-stream;base64,${base64}`;
    link.download = name;
    link.click();
  });
  model.on("remove", () => {
    heard.forEach(([where, what, done]) => where.removeEventListener(what, done));
    window.removeEventListener("pointerup", release);
    window.removeEventListener("pointercancel", release);
  });
  draw();
  owns();
  return whole;
}
