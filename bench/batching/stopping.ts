import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Change, caller, changeMutation, isSuccess, typesOf } from './caller.ts';
import { exactly, type Figure } from './figure.ts';
import { now, sleep } from './now.ts';
import { startProcess } from './process.ts';
import { type Bench, times } from './scenario.ts';
import { settingsFor } from './service.ts';

const CALLERS = 20;
const CHANGES_A_REQUEST = 10;
const LOAD_MS = 2_000;
const HANGING_UP = 5;

/** What became of one caller's requests, in changes. */
interface Fate {
  accepted: number;
  succeeded: number;
  lastAnsweredAt: number;
}

/** A process that is told to stop while it has much to do answers all that it took. */
export async function stopping({ vendor }: Bench): Promise<Figure[]> {
  await vendor.begin(50);
  const { process, url } = await startProcess(settingsFor(vendor.url));
  const ended = once(process, 'exit');
  let isStopping = false;
  const callers = Promise.all(times(CALLERS, (index) => callUntil(url, index, () => isStopping)));
  await sleep(LOAD_MS);
  await Promise.all(times(HANGING_UP, (index) => callAndHangUp(url, index)));

  isStopping = true;
  process.kill('SIGTERM');
  const notReadyAt = await whenNotReady(url);
  const newcomer = caller(url);
  const { status } = await newcomer.post('{ __typename }');
  newcomer.close();
  const fates = await callers;
  const [exitCode] = await ended;
  const { changes } = await vendor.calls();

  const sum = (of: (fate: Fate) => number) => fates.reduce((total, fate) => total + of(fate), 0);
  const lastAnsweredAt = Math.max(...fates.map((fate) => fate.lastAnsweredAt));
  const groups = new Set(changes.map(({ groupId }) => groupId));
  const left = [...groups].filter((groupId) => groupId.startsWith('@TGS#left')).length;
  const accepted = sum((fate) => fate.accepted);
  const name = `SIGTERM under load (${CALLERS} callers)`;
  return [
    exactly(
      `${name}: changes answered of ${accepted} accepted`,
      sum((fate) => fate.succeeded),
      accepted,
    ),
    exactly('… groups the vendor was called for', groups.size - left, accepted),
    exactly(`… changes sent of ${HANGING_UP} callers that hung up`, left, HANGING_UP),
    exactly('… /ready before the last answer', notReadyAt < lastAnsweredAt ? '503' : 'late', '503'),
    exactly('… a new operation', String(status), '503'),
    exactly('… exit code', String(exitCode), '0'),
  ];
}

/** Request after request, each of groups of its own, until `isOver`. */
async function callUntil(url: string, index: number, isOver: () => boolean): Promise<Fate> {
  const { post, close } = caller(url);
  const fate: Fate = { accepted: 0, succeeded: 0, lastAnsweredAt: 0 };
  for (let round = 0; !isOver(); round += 1) {
    const changes = times(CHANGES_A_REQUEST, (change) =>
      changeOf(`@TGS#stop-${index}-${round}-${change}`),
    );
    // A connection that breaks is an acceptance without an answer.
    const answer = await post(changeMutation, { changes }).catch(() => undefined);
    if (answer?.status === 503) break;
    fate.accepted += changes.length;
    fate.succeeded += typesOf(answer?.data ?? null).filter(isSuccess).length;
    fate.lastAnsweredAt = now();
  }
  close();
  return fate;
}

async function callAndHangUp(url: string, index: number) {
  const body = JSON.stringify({
    query: changeMutation,
    variables: { changes: [changeOf(`@TGS#left-${index}`)] },
  });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const sent = request(`${url}/graphql`, { method: 'POST', headers }).end(body);
  sent.on('error', () => {});
  await sleep(100);
  sent.destroy();
}

/** @returns when /ready first said 503 */
async function whenNotReady(url: string): Promise<number> {
  for (;;) {
    const [response] = await once(request(`${url}/ready`).end(), 'response');
    await text(response);
    if (response.statusCode === 503) return now();
    await sleep(5);
  }
}

const changeOf = (groupId: string): Change => ({ action: 'SET', groupId, userIds: ['u1'] });
