// What stands behind the "#" of the address: an anchor, and what was chosen, so that it can be sent: #whatif?feature=…&segment=…
const address = (() => {
  "use strict";
  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }
  function read() {
    const [anchor, ...query] = location.hash.slice(1).split("?");
    return { anchor: decoded(anchor), chosen: new URLSearchParams(query.join("?")) };
  }
  // No entry in the history: a slider moves often.
  function write(anchor, chosen) {
    const query = chosen.toString();
    try {
      history.replaceState(null, "", `#${encodeURIComponent(anchor)}${query && `?${query}`}`);
    } catch { /* some viewers of attachments allow no address of its own */ }
  }
  return Object.freeze({ read, write });
})();
