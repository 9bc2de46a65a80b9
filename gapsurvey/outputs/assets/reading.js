// While the page is being read: what is folded away in the end is not laid out before, and charts have their places already.
(() => {
  "use strict";
  const { classList } = document.documentElement;
  classList.add("reading");
  classList.toggle("drawn", typeof DecompressionStream !== "undefined" && typeof IntersectionObserver !== "undefined");
  addEventListener("DOMContentLoaded", () => classList.remove("reading"));
  // What has not been drawn is printed as tables: whoever draws it says so, after this.
  let drawn = false;
  addEventListener("beforeprint", () => { drawn = classList.contains("drawn"); classList.remove("drawn"); });
  addEventListener("afterprint", () => classList.toggle("drawn", drawn));
})();
