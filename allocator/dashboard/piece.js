// One piece of the page: shows HTML that Python wrote, and tells Python which of its buttons was pressed.
export function render({ model, el }) {
  const box = document.createElement("div");
  if (model.live) {
    box.setAttribute("role", "status");
    box.setAttribute("aria-live", "polite");
  }
  const button = (key) => [...box.querySelectorAll("[data-do]")].find((b) => b.dataset.do + " " + (b.dataset.id || "") === key);
  const draw = () => {
    const active = box.getRootNode().activeElement;
    const key = active && box.contains(active) && active.dataset.do ? active.dataset.do + " " + (active.dataset.id || "") : null;
    box.innerHTML = model.html;
    const opened = box.querySelector("[data-focus]");
    if (opened) opened.focus();
    else if (key) button(key)?.focus();
  };
  const page = () => {
    if (!model.lang) return;
    document.documentElement.lang = model.lang;
  };
  box.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed && !pressed.disabled) model.send_msg({ do: pressed.dataset.do, id: pressed.dataset.id || "" });
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.querySelector("[data-escape]")) model.send_msg({ do: "close", id: "" });
  });
  const keys = (event) => {
    const typed = event.composedPath()[0];
    if (!(event.ctrlKey || event.metaKey) || /^(INPUT|TEXTAREA)$/.test(typed.tagName || "")) return;
    const what = { z: "undo", y: "redo" }[event.key];
    if (what) {
      event.preventDefault();
      model.send_msg({ do: what, id: "" });
    }
  };
  if (model.lang) document.addEventListener("keydown", keys);
  model.on("html", draw);
  model.on("lang", page);
  model.on("focus_on", () => button(model.focus_on)?.focus());
  model.on("remove", () => document.removeEventListener("keydown", keys));
  draw();
  page();
  return box;
}
