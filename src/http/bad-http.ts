import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { securityHeaders } from './security-headers.ts';

const statusByCode: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers what is no HTTP, or comes too slowly, in a few words, and ends the connection. */
export function answerBadHttp({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  const status = statusByCode[code] ?? 400;
  const text = `${STATUS_CODES[status]}\n`;
  const headers = {
    ...securityHeaders,
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(text.length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`, () =>
    socket.destroy(),
  );
}
