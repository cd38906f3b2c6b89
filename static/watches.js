// Tells the site that a member watches a video: its page was on screen for a while, or its player was asked for.
(() => {
  const VIEW_MS = 5000;
  const page = document.querySelector("[data-watches]");
  if (!page) return;
  const tell = (kind) =>
    fetch(page.dataset.watches, { method: "POST", body: new URLSearchParams({ kind }), keepalive: true }).catch(() => {});
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(() => { document.removeEventListener("visibilitychange", look); tell("view"); }, VIEW_MS);
  };
  document.addEventListener("visibilitychange", look);
  document.addEventListener("click", (event) => { if (event.target.closest("a[data-player]")) tell("play"); });
  look();
})();
