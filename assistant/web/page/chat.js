// Beside this page, by whatever name and through whatever proxy it was opened.
const address = new URL("ws", location.href);
address.protocol = address.protocol.replace("http", "ws");
address.search = address.hash = "";
document.getElementById("terminal").dataset.sessionWebsocketUrl = address.href;
// Whoever ends the chat may say why.
const why = document.getElementById("why");
window.WebSocket = class extends WebSocket {
  constructor(...to) {
    super(...to);
    this.addEventListener("close", ({ reason, code }) => {
      if (code === 1009) reason = "The chat has ended: more was pasted at once than it can take.";
      if (reason) why.textContent = reason;
    });
  }
};
// A file to keep is fetched from here without a window of its own, which a browser might not open.
const open = window.open;
window.open = (url, ...how) => {
  const [, key] = /\/download\/(\w+)/.exec(url) ?? [];
  if (!key) return open.call(window, url, ...how);
  const link = document.createElement("a");
  link.href = "download/" + key;
  link.download = "";
  link.click();
};
// Keys go to the chat as soon as it is there, and to the button when it has ended.
document.querySelector("button").addEventListener("click", () => location.reload());
new MutationObserver(() => {
  const closed = document.body.classList.contains("-closed");
  document.querySelector(closed ? "button" : "body.-first-byte .xterm-helper-textarea")?.focus();
}).observe(document.body, { attributeFilter: ["class"] });
