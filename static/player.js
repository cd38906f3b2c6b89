// Puts YouTube's player in the place of the poster when it is asked for; before that click nothing is asked of YouTube.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-player]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const frame = document.createElement("iframe");
  frame.className = "poster";
  frame.title = link.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = link.dataset.player;
  document.querySelector(".video-head .poster").replaceWith(frame);
  frame.focus();
  event.preventDefault();
});
