// A combobox over each search field: what is offered while one types, and what was searched for in this browser.
// What is offered follows https://www.w3.org/WAI/ARIA/apg/patterns/combobox/.
(() => {
  const KEY = "upswell-searches", MOST = 8, WAIT_MS = 120;

  const recent = () => { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; } };
  const keep = (list) => { try { localStorage.setItem(KEY, JSON.stringify(list)); } catch { /* private mode */ } };
  const remember = (text) => {
    if (text.trim()) keep([text.trim(), ...recent().filter((one) => one !== text.trim())].slice(0, MOST));
  };

  const option = (text, href) => {
    const li = document.createElement("li");
    li.setAttribute("role", "option");
    li.dataset.href = href;
    li.textContent = text;
    return li;
  };

  const address = (text) => `/search?q=${encodeURIComponent(text)}`;

  const combine = (input) => {
    const list = document.createElement("ul");
    list.id = `${input.id}-options`;
    list.className = "options";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    input.after(list);
    const attributes = { role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": "false" };
    Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
    let active = -1, timer, latest;

    const options = () => [...list.children];
    const choose = (index) => {
      active = index;
      options().forEach((one, number) => one.setAttribute("aria-selected", number === index));
      if (index < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    };
    const show = (isOpen) => {
      options().forEach((one, number) => { one.id = `${list.id}-${number}`; });
      list.hidden = !isOpen || !list.children.length;
      input.setAttribute("aria-expanded", !list.hidden);
      choose(-1);
    };
    const offerRecent = () => {
      list.replaceChildren(...recent().map((text) => option(text, address(text))));
      show(true);
    };
    const offer = async () => {
      latest?.abort();
      latest = new AbortController();
      const { signal } = latest;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { signal });
        const text = answer.ok ? await answer.text() : "";
        if (signal.aborted || document.activeElement !== input) return;
        list.innerHTML = text;
        show(true);
      } catch { /* a later one is on its way, or the site is not reached */ }
    };
    const go = (chosen) => {
      if (chosen.dataset.href.startsWith("/search?")) remember(chosen.textContent);
      location.assign(chosen.dataset.href);
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      latest?.abort();
      if (!input.value.trim()) return offerRecent();
      timer = setTimeout(offer, WAIT_MS);
    });
    input.addEventListener("focus", () => { if (!input.value.trim()) offerRecent(); });
    input.addEventListener("blur", () => { clearTimeout(timer); latest?.abort(); show(false); });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "ArrowDown" && !count) {
        if (input.value.trim()) offer(); else offerRecent();
      } else if (event.key === "ArrowDown") choose(active + 1 < count ? active + 1 : -1);
      else if (event.key === "ArrowUp" && count) choose(active < 0 ? count - 1 : active - 1);
      else if (event.key === "Enter" && active >= 0) go(options()[active]);
      else if (event.key === "Escape" && count) show(false);
      else return;
      event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) go(chosen);
    });
    input.form.addEventListener("submit", () => {
      clearTimeout(timer);
      latest?.abort();
      remember(input.value);
      show(false);
    });
  };

  // The searches of this browser on the page of search, before anything is asked.
  const list = () => {
    const place = document.querySelector("[data-recent]");
    if (!place) return;
    const lines = recent().map((text) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = address(text);
      link.textContent = text;
      line.append(link);
      return line;
    });
    place.querySelector("ul").replaceChildren(...lines);
    place.hidden = !lines.length;
    place.querySelector("[data-forget]").onclick = () => { keep([]); place.hidden = true; };
  };

  document.querySelectorAll("input[data-suggest]").forEach(combine);
  list();
  document.addEventListener("htmx:after:swap", list);
})();
