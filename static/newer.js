// Asks for newer lists only while somebody looks: no request leaves a hidden page.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.target.id === "newer") event.preventDefault();
});
