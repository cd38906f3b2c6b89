// Tells the site which cards of a deck were on screen, and takes those away that left the deck with another.
(() => {
  const SEEN_MS = 1000, SEND_MS = 2000, HALF = 0.5;
  const deck = document.querySelector(".deck[data-seen]");
  if (!deck) return;
  const watched = new Set(), timers = new Map();
  let waiting = new Set(), sending;

  const send = async () => {
    clearTimeout(sending);
    sending = undefined;
    if (!waiting.size) return;
    const positions = [...waiting];
    waiting = new Set();
    const body = new URLSearchParams([["snapshot", deck.dataset.snapshot], ...positions.map((one) => ["positions", one])]);
    try {
      const answer = await fetch(deck.dataset.seen, { method: "POST", body, keepalive: true });
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
    } catch { positions.forEach((one) => waiting.add(one)); } // they go with the next ones
  };
  const note = (card) => {
    observer.unobserve(card);
    timers.delete(card);
    watched.delete(card);
    waiting.add(card.dataset.position);
    sending ??= setTimeout(send, SEND_MS);
  };
  const leave = (card) => { clearTimeout(timers.get(card)); timers.delete(card); };
  const observer = new IntersectionObserver((entries) => entries.forEach(({ target, intersectionRatio, intersectionRect }) => {
    const isSeen = intersectionRatio >= HALF || intersectionRect.height >= innerHeight * HALF;
    if (!isSeen || document.hidden) leave(target);
    else if (!timers.has(target)) timers.set(target, setTimeout(note, SEEN_MS, target));
  }), { threshold: [0, 0.25, HALF, 0.75, 1] });
  const known = new WeakSet();
  const watch = () => deck.querySelectorAll("[data-position]").forEach((card) => {
    if (known.has(card)) return;
    known.add(card);
    watched.add(card);
    observer.observe(card);
  });

  // What is said of a card may take others with it, until it is taken back.
  const clear = () => {
    const left = [...deck.querySelectorAll("[data-left]")].flatMap((one) => one.dataset.left.split(" "));
    deck.querySelectorAll("[data-video]").forEach((card) => {
      card.classList.toggle("left", left.includes(card.dataset.video) && !card.querySelector(".deck-said"));
    });
  };

  document.addEventListener("htmx:after:swap", () => { watch(); clear(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      watched.forEach(leave);
      send();
    } else watched.forEach((card) => { observer.unobserve(card); observer.observe(card); });
  });
  addEventListener("pagehide", send);
  watch();
})();
