import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { view } from './drawViews';
import { halls } from './halls';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** One text frame as a server sends it: no mask, and never longer than 65,535 bytes here. */
function frame(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]);
}

/** Opens the line of a draw, says how it stands, and keeps it open in silence. */
export function upgrade(request: IncomingMessage, socket: Duplex): void {
  const id = /^\/api\/draws\/(\w+)\/live$/.exec(request.url ?? '')?.[1];
  if (!id) return;
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${guid}`).digest('base64');
  socket.on('error', () => socket.destroy());
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(frame(JSON.stringify(halls[id] ?? view(id))));
}
