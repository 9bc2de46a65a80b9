// While the page is being read: what is folded away in the end is not laid out before, and charts have their places already.
(() => {
  "use strict";
  const { classList } = document.documentElement;
  classList.add("reading");
  classList.toggle("drawn", typeof DecompressionStream !== "undefined" && typeof IntersectionObserver !== "undefined");
  addEventListener("DOMContentLoaded", () => classList.remove("reading"));
})();
