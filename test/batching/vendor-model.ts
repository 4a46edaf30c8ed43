import { type AdminsChange, type GroupId, MAX_ADMINS } from '../../src/domain/admins-change.ts';
import type { CallFailure, CallResult, Departure, Vendor } from '../../src/domain/call.ts';
import type { Clock } from '../../src/policy/clock.ts';
import { badStatus, refusal, silence, unreadable } from '../../src/tencent/classify.ts';

/** What goes wrong with one call, besides what its accounts bring about. */
export type Fault =
  | 'none'
  | 'refused'
  | 'reset before'
  | 'reset after'
  | 'late'
  | 'timeout'
  | '502 before'
  | '502 after'
  | 'garbage after'
  | '10002 before'
  | '10002 after'
  | 'frequency';

/** Whether a call that fails for one account is applied for the others. */
export type Atomicity = 'whole or not at all' | 'part';

export interface ModelOptions {
  readonly atomicity: Atomicity;
  /** One for each call, over and over. */
  readonly faults: readonly Fault[];
  /** Milliseconds, one for each call, over and over. */
  readonly latencies: readonly number[];
  /** How long it takes until there is a connection: milliseconds, one for each call, over and over. */
  readonly connecting: readonly number[];
  readonly timeoutMs: number;
}

export interface ModelCall extends AdminsChange {
  readonly sentAt: number;
  /** When it took effect, and for whom. */
  appliedAt: number | undefined;
  applied: readonly string[];
}

/** What a group holds after `change`, or the code that refuses it. */
export function applyTo(
  admins: ReadonlySet<string>,
  { action, userIds }: Pick<AdminsChange, 'action' | 'userIds'>,
  atomicity: Atomicity,
): { admins: Set<string>; code: number } {
  const next = new Set(admins);
  let code = 0;
  for (const userId of userIds) {
    if (userId.startsWith('bad')) code ||= 10019;
    else if (action === 'REMOVE') next.delete(userId);
    else if (next.size < MAX_ADMINS || next.has(userId)) next.add(userId);
    else code ||= 10004;
  }
  return code !== 0 && atomicity === 'whole or not at all'
    ? { admins: new Set(admins), code }
    : { admins: next, code };
}

/** A vendor in memory, on a clock of the test's. */
export function vendorModel(clock: Clock, options: ModelOptions) {
  const groups = new Map<GroupId, ReadonlySet<string>>();
  const calls: ModelCall[] = [];
  const readsSentAt: number[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  const nth = <Item>(items: readonly Item[], index: number) => items[index % items.length] as Item;
  const failed = (failure: CallFailure) => ({ ok: false, ...failure }) as const;
  const adminsOf = (groupId: GroupId) => groups.get(groupId) ?? new Set<string>();

  function apply(call: ModelCall): number {
    const before = adminsOf(call.groupId);
    const { admins, code } = applyTo(before, call, options.atomicity);
    groups.set(call.groupId, admins);
    call.appliedAt = clock.now();
    const isWhole = code === 0 || options.atomicity === 'part';
    call.applied = call.userIds.filter(
      (id) => isWhole && !id.startsWith('bad') && admins.has(id) === (call.action === 'SET'),
    );
    return code;
  }

  async function answer(call: ModelCall): Promise<CallResult<null>> {
    const fault = nth(options.faults, calls.length - 1);
    const latency = nth(options.latencies, calls.length - 1);
    if (fault === 'refused')
      return failed(silence({ kind: 'no-answer', reason: 'CONNECTION', sent: false }));
    if (fault === 'late' || fault === 'timeout') {
      if (fault === 'late') clock.after(Math.min(2_999, latency * 30), () => apply(call));
      await wait(options.timeoutMs);
      return failed(silence({ kind: 'no-answer', reason: 'TIMEOUT', sent: true }));
    }
    await wait(latency / 2);
    const isApplied = !fault.endsWith('before') && fault !== 'frequency';
    const code = isApplied ? apply(call) : 0;
    await wait(latency / 2);
    switch (fault) {
      case 'none':
        return code === 0 ? { ok: true, value: null } : failed(refusal({ code, info: '' }));
      case 'reset before':
      case 'reset after':
        return failed(silence({ kind: 'no-answer', reason: 'CONNECTION', sent: true }));
      case '502 before':
      case '502 after':
        return failed(badStatus(502));
      case 'garbage after':
        return failed(unreadable());
      case '10002 before':
      case '10002 after':
        return failed(refusal({ code: 10002, info: '' }));
      case 'frequency':
        return failed(refusal({ code: 60007, info: '' }));
    }
  }

  let begun = 0;
  /** @returns false where the time was up before it could leave */
  async function leaves(departure: Departure): Promise<boolean> {
    await wait(nth(options.connecting, begun++));
    while (!departure.leave()) if (!(await departure.another(options.timeoutMs))) return false;
    return true;
  }
  const neverLeft = failed(silence({ kind: 'no-answer', reason: 'CONNECTION', sent: false }));

  const vendor: Vendor = {
    async modifyAdmins(change, departure) {
      if (!(await leaves(departure))) return neverLeft;
      const call: ModelCall = { ...change, sentAt: clock.now(), appliedAt: undefined, applied: [] };
      calls.push(call);
      return answer(call);
    },
    async listAdmins(groupId, departure) {
      if (!(await leaves(departure))) return neverLeft;
      readsSentAt.push(clock.now());
      const latency = nth(options.latencies, readsSentAt.length);
      await wait(latency / 2);
      const admins = [...adminsOf(groupId)];
      await wait(latency / 2);
      return {
        ok: true,
        value: admins.map((userId) => ({ userId, nickname: null, avatarUrl: null })),
      };
    },
  };
  return { vendor, calls, readsSentAt, adminsOf };
}
