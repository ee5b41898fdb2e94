// What pages need beyond HTML: parts that stay fresh and say so when they cannot, rows of a form, focus on troubles.
"use strict";
(() => {
  const ours = (part) => part instanceof HTMLElement && part.hasAttribute("data-part");
  const away = (part, is) => {
    const after = part.nextElementSibling;
    const note = after !== null && after.matches("form") ? after.nextElementSibling : after;
    if (note !== null && note.classList.contains("part-away")) note.hidden = !is;
    const wait = part.querySelector("[data-wait]");
    if (wait !== null) wait.hidden = is;
  };
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Requested-With"] = "countynet";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && ours(event.detail.elt)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    if (!ours(part) || event.detail.xhr.status >= 300) return;
    away(part, false);
    const text = event.detail.xhr.responseText;
    // What has not changed is left alone: nobody's place in it, nor what a screen reader reads, is disturbed.
    if (part.shown === text) event.detail.shouldSwap = false;
    part.shown = text;
  });
  // What somebody may not see is no outage: it is said once, and not asked for again.
  const closed = (part) => {
    away(part, false);
    const told = document.createElement("p");
    told.className = "text-secondary";
    told.textContent = "无权查看。";
    part.replaceWith(told);
  };
  for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(trouble, (event) => {
      const part = event.detail.elt;
      if (!ours(part)) return;
      if (event.detail.xhr?.status === 403) closed(part);
      else away(part, true);
    });
  }
  // How many rows a group may have: data-most, or less where a choice says so (data-most-when="channel=visit:5").
  const most = (group) => {
    const [when, fewer] = (group.dataset.mostWhen ?? "").split(":");
    const [name, value] = when.split("=");
    const field = group.closest("form")?.elements.namedItem(name);
    return Number(fewer !== undefined && field?.value === value ? fewer : group.dataset.most);
  };
  const renumber = (group) => {
    group.querySelectorAll("[data-row]").forEach((row, index) => {
      row.querySelectorAll("[name]").forEach((field) => {
        field.name = field.name.replace(/\.\d+\./, `.${index}.`);
        const id = `f-${field.name.replaceAll(".", "-")}`;
        const label = row.querySelector(`label[for="${field.id}"]`);
        field.id = id;
        if (label !== null) label.htmlFor = id;
      });
      const heading = row.querySelector("[data-ordinal]");
      if (heading !== null) heading.textContent = String(index + 1);
    });
    const rows = group.querySelectorAll("[data-row]").length;
    const more = group.querySelector("[data-add]");
    if (more !== null) more.disabled = rows >= most(group);
    group.querySelectorAll("[data-remove]").forEach((button) => { button.disabled = rows < 2; });
  };
  const add = (group) => {
    const rows = group.querySelectorAll("[data-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    row.querySelectorAll("input").forEach((field) => {
      field.value = "";
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    });
    row.querySelectorAll(".invalid-feedback").forEach((told) => told.remove());
    rows[rows.length - 1].after(row);
    renumber(group);
    row.querySelector("input").focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const group = button === null ? null : button.closest("[data-rows]");
    if (button !== null && button.hasAttribute("data-print")) window.print();
    if (group === null) return;
    if (button.hasAttribute("data-add")) add(group);
    if (button.hasAttribute("data-remove")) {
      button.closest("[data-row]").remove();
      renumber(group);
      group.querySelector("[data-add]").focus();
    }
  });
  // A control with data-shows="name=value" is only there while that choice is made; without script it is always there.
  const showing = () => {
    document.querySelectorAll("[data-shows]").forEach((part) => {
      const [name, values] = part.dataset.shows.split("=");
      const form = part.closest("form");
      const field = form === null ? null : form.elements.namedItem(name);
      const value = field instanceof HTMLInputElement && field.type === "checkbox" ? String(field.checked) : field?.value;
      part.hidden = !values.split(",").includes(value ?? "");
      part.querySelectorAll("input, select, textarea").forEach((inner) => { inner.disabled = part.hidden; });
    });
  };
  document.addEventListener("change", () => {
    showing();
    document.querySelectorAll("[data-rows]").forEach(renumber);
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("scripted");
    document.querySelectorAll("[data-rows]").forEach(renumber);
    showing();
    const trouble = document.querySelector("[data-focus]");
    if (trouble !== null) trouble.focus();
  });
})();
