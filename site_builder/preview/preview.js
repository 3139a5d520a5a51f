// What the preview adds to a page: after a failed build, what is wrong with the site, in place of a page that
// is out of date; after a good one, the page again, or the page that was edited. livereload.js brings the news.
"use strict";

(() => {
  // The number of the build that this page is of.
  const BUILD = Number(new URL(document.currentScript.src).searchParams.get("build"));
  const STATE = "/.preview/state.json";
  const HOST = "site-builder-problems";
  const SCROLL = "site-builder-scroll";

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function problemItem(problem) {
    const item = element("li", { class: problem.severity });
    if (problem.path) {
      const place = `${problem.path}:${problem.line}:${problem.column}`;
      item.append(element("p", { class: "place" }, element("a", { href: problem.editor }, place)));
    }
    item.append(
      element("p", { class: "message" }, `${problem.severity === "warning" ? "Warning: " : ""}${problem.message}`),
    );
    if (problem.excerpt) {
      item.append(element("pre", {}, problem.excerpt));
    }
    if (problem.rule) {
      item.append(
        element("p", { class: "hint" }, problem.hint),
        element("p", { class: "rule" }, `Rule: ${problem.rule}`),
      );
    }
    return item;
  }

  function hide() {
    document.getElementById(HOST)?.remove();
  }

  function show(problems) {
    hide();
    const host = element("div", { id: HOST });
    const root = host.attachShadow({ mode: "open" });
    const errors = problems.filter((problem) => problem.severity === "error").length;
    const close = element("button", { type: "button" }, "Show the page as it was");
    close.addEventListener("click", hide);
    const dialog = element(
      "div",
      { role: "dialog", "aria-modal": "true", "aria-labelledby": "heading", tabindex: "-1" },
      element("h1", { id: "heading" }, errors === 1 ? "1 error in the site" : `${errors} errors in the site`),
      element("p", {}, "The pages are as the last good build left them. This goes away when the errors are fixed and saved."),
      element("ol", {}, ...problems.map(problemItem)),
      close,
    );
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        hide();
      } else if (event.key === "Tab") {
        const stops = [...root.querySelectorAll("a, button")];
        const last = event.shiftKey ? stops[0] : stops.at(-1);
        if (root.activeElement === last || (event.shiftKey && root.activeElement === dialog)) {
          (event.shiftKey ? stops.at(-1) : stops[0]).focus();
          event.preventDefault();
        }
      }
    });
    root.append(element("link", { rel: "stylesheet", href: "/.preview/preview.css" }), dialog);
    document.body.append(host);
    dialog.focus();
  }

  async function state() {
    const answer = await fetch(STATE);
    return answer.json();
  }

  async function update() {
    const { problems, follow } = await state();
    if (problems.length) {
      show(problems);
    } else if (follow && new URL(follow, window.location.href).pathname !== window.location.pathname) {
      window.location.assign(follow);
    } else {
      reload();
    }
  }

  // Browsers keep the place in a page that is loaded again, but not if that happens while it is loading.
  function reload() {
    sessionStorage.setItem(SCROLL, JSON.stringify([window.location.pathname, window.scrollX, window.scrollY]));
    history.scrollRestoration = "manual";
    window.location.reload();
  }

  function restoreScroll() {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(SCROLL) ?? "[]");
    sessionStorage.removeItem(SCROLL);
    history.scrollRestoration = "auto";
    if (path !== window.location.pathname) {
      return;
    }
    let reached = [0, 0];
    const restore = () => {
      if (window.scrollX === reached[0] && window.scrollY === reached[1]) { // the reader has not moved
        window.scrollTo({ left: x, top: y, behavior: "instant" });
        reached = [window.scrollX, window.scrollY];
      }
    };
    restore();
    window.addEventListener("load", restore, { once: true }); // before its pictures a page may be too short
  }

  class Preview {
    static identifier = "site-builder";
    static version = "1.0";

    reload(path) {
      if (path !== STATE) {
        return false; // a stylesheet, which livereload.js puts in the place of the old one
      }
      update();
      return true;
    }
  }

  restoreScroll();
  window.LiveReload?.addPlugin(Preview);
  // News from before the connection, and from while there was none, reached nobody.
  document.addEventListener("LiveReloadConnect", async () => {
    const { build, problems } = await state();
    if (build > BUILD || problems.length) {
      update();
    }
  });
})();
