// Beside this page, by whatever name and through whatever proxy it was opened.
const address = new URL("ws", location.href);
address.protocol = address.protocol.replace("http", "ws");
address.search = address.hash = "";
document.getElementById("terminal").dataset.sessionWebsocketUrl = address.href;
// The server hangs up on a larger frame.
const most = Number(document.getElementById("terminal").dataset.mostBytes);
const encoder = new TextEncoder();
window.WebSocket = class extends WebSocket {
  constructor(...to) {
    super(...to);
    // Whoever ends the chat may say why.
    this.addEventListener("close", ({ reason }) => {
      if (reason) document.getElementById("why").textContent = reason;
    });
  }
  send(frame) {
    if (encoder.encode(frame).length <= most) super.send(frame);
    else alert("That is more than the chat takes at once. Paste it in parts, or ask it as a batch: assistant batch FILE");
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
