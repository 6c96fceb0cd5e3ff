// Runs the pinned storage emulator beneath a local host. Ctrl-C reaches every process of a terminal, and the host still
// writes while it stops: so the emulator ignores it, and ends when its standard input says "stop". It then saves what it
// holds, which it does not when it is killed. With --stop-with-parent the end of the input is as good as "stop".
const stopWithParent = process.argv.includes("--stop-with-parent");
process.argv = process.argv.filter((argument) => argument !== "--stop-with-parent");

const once = process.once.bind(process);
process.once = (event, listener) => (event === "SIGINT" ? process : once(event, listener));
process.on("SIGINT", () => {});

// Closing a server waits for connections over which nothing was sent yet, which the host, itself waiting for the end of this
// process, keeps for later use. The host says "stop" when it has nothing more to send, so none of its requests is cut off.
const { Server } = require("http");
const close = Server.prototype.close;
Server.prototype.close = function (closed) {
  close.call(this, closed);
  this.closeAllConnections();
  return this;
};

function stop() {
  process.stdin.destroy();
  if (!process.emit("SIGTERM")) {
    process.exit(0);
  }
}

process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => text.includes("stop") && stop());
process.stdin.on("end", () => stopWithParent && stop());
process.stdin.on("error", () => {});

require("azurite/dist/src/azurite.js");
