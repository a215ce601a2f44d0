// A WebSocket server (RFC 6455) as small as the page's tests need: text frames, ping and close.

import { createHash } from "node:crypto";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Answers the handshake on a raw socket, and calls `onText` with each message. */
export function accept(request, socket, onText, onClose) {
  const key = request.headers["sec-websocket-key"];
  const answer = createHash("sha1").update(key + GUID).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${answer}\r\nSec-WebSocket-Protocol: atomata.v1\r\n\r\n`,
  );
  let rest = Buffer.alloc(0);
  let parts = [];
  socket.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    for (let frame; (frame = next(rest)); ) {
      rest = rest.subarray(frame.end);
      if (frame.opcode === 8) return socket.end(write(8, frame.payload));
      if (frame.opcode === 9) socket.write(write(10, frame.payload));
      if (frame.opcode > 2) continue;
      parts.push(frame.payload);
      if (!frame.final) continue;
      const text = Buffer.concat(parts).toString("utf8");
      parts = [];
      onText(text);
    }
  });
  socket.on("close", onClose);
  socket.on("error", () => socket.destroy());
  return (message) => socket.write(write(1, Buffer.from(JSON.stringify(message))));
}

/** The first whole frame of what was received. */
function next(data) {
  if (data.length < 2) return null;
  let length = data[1] & 127;
  let at = 2;
  if (length === 126) {
    if (data.length < 4) return null;
    length = data.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (data.length < 10) return null;
    length = Number(data.readBigUInt64BE(2));
    at = 10;
  }
  const mask = data.subarray(at, at + 4);
  const end = at + 4 + length;
  if (data.length < end) return null;
  const payload = Buffer.from(data.subarray(at + 4, end));
  for (let i = 0; i < payload.length; i += 1) payload[i] ^= mask[i % 4];
  return { final: data[0] >= 128, opcode: data[0] & 15, payload, end };
}

function write(opcode, payload) {
  let head;
  if (payload.length < 126) head = Buffer.from([128 | opcode, payload.length]);
  else if (payload.length < 65536) {
    head = Buffer.alloc(4);
    head.writeUInt16BE(payload.length, 2);
    head[1] = 126;
  } else {
    head = Buffer.alloc(10);
    head.writeBigUInt64BE(BigInt(payload.length), 2);
    head[1] = 127;
  }
  head[0] = 128 | opcode;
  return Buffer.concat([head, payload]);
}
