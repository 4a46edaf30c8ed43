import type { Clock } from '../policy/clock.ts';
import type { Command } from '../tencent/wire.ts';
import { type Answer, isAnswer, type Reply, refused } from './answer.ts';
import { type Body, checkGroupId, checkModification, parseBody } from './check-body.ts';
import { type App, checkUrl } from './check-url.ts';
import { sandboxGroups } from './groups.ts';
import { slidingSecond } from './sliding-second.ts';
import { specialReply } from './special-groups.ts';

export interface HttpCall {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
}

/** The vendor's documented limit for each command. */
const MAX_CALLS_PER_SECOND = 200;

/** The vendor's API apart from its transport: one call in, what it gets back. */
export function sandboxApi(app: App, clock: Clock): (call: HttpCall) => Reply {
  const groups = sandboxGroups();
  const mayPass = {
    modify_admin: slidingSecond(MAX_CALLS_PER_SECOND, clock),
    get_admin_list: slidingSecond(MAX_CALLS_PER_SECOND, clock),
  } satisfies Record<Command, () => boolean>;

  function run(command: Command, body: Body): Answer {
    if (!mayPass[command]()) return refused(60007);
    const groupId = checkGroupId(body);
    if (isAnswer(groupId)) return groupId;
    if (command === 'get_admin_list') return groups.listAdmins(groupId);
    const modification = checkModification(body);
    if (isAnswer(modification)) return modification;
    return groups.modifyAdmins(groupId, modification.action, modification.accounts);
  }

  return ({ method, url, body }) => {
    const command = checkUrl(method, url, app, clock.now());
    if (isAnswer(command)) return answered(command);
    const parsed = parseBody(body);
    if (isAnswer(parsed)) return answered(parsed);
    // Before the limit is looked at, so that special groups use up nothing of it.
    return specialReply(parsed.GroupId) ?? answered(run(command, parsed));
  };
}

const answered = (answer: Answer): Reply => ({ kind: 'answer', answer });
