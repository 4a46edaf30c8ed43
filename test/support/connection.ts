import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection on which a test says every byte itself. */
export interface Connection {
  send(text: string): void;
  /** Resolves with all that has come so far, once it holds `pattern`. */
  received(pattern: RegExp): Promise<string>;
  /** Resolves with all that has come, once the other side has ended the connection. */
  ended: Promise<string>;
  close(): void;
}

export async function connection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  // Whoever sends to a connection that was ended is told by an error.
  socket.on('error', () => {});
  const ended = once(socket, 'close').then(() => text);
  return {
    ended,
    send: (bytes) => void socket.write(bytes),
    async received(pattern) {
      while (!pattern.test(text)) await once(socket, 'data');
      return text;
    },
    close: () => void socket.destroy(),
  };
}
