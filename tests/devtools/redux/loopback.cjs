// The server of the Redux DevTools listens on every address, whatever `--hostname` says: this keeps it to this machine.

const { Server } = require("node:net");

const { listen } = Server.prototype;

Server.prototype.listen = function (first, ...rest) {
  const called = rest.find((argument) => typeof argument === "function");
  if (typeof first === "number") return listen.call(this, { port: first, host: "127.0.0.1" }, called);
  if (first && typeof first === "object" && "port" in first) return listen.call(this, { ...first, host: "127.0.0.1" }, called);
  return listen.call(this, first, ...rest);
};
