/**
 * The parts of the documentation that are made from the code. `npm run docs` puts them
 * between their markers; a test fails where they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { doubtAfter, effectOf } from '../src/batching/merge.ts';
import { settings } from '../src/config/settings.ts';
import type { CommonErrorCategory, Failure } from '../src/domain/outcome.ts';
import { refusal } from '../src/tencent/classify.ts';
import { type ErrorCode, errorCodes } from '../src/tencent/error-codes.ts';
import { envExample } from './env-example.ts';
import { metricRows } from './metrics-table.ts';

/** When a type comes, and what a front end does then. */
interface Advice {
  readonly when: string;
  readonly do: string;
  /** Where no code of the table says it. */
  readonly retryable?: string;
}

const TELL_OPERATOR = 'Tell the operator.';

const adviceByKind = {
  InvalidInputError: {
    when: 'An id is not possible, or there are too many or too few. Nothing was sent.',
    do: 'Show `issues`: each has a `path` and a `message`.',
    retryable: 'no',
  },
  GroupNotFoundError: {
    when: 'There is no such group, or it was dissolved.',
    do: 'Check the id: it is case-sensitive.',
  },
  InvalidGroupIdError: {
    when: 'The vendor does not accept the group id.',
    do: 'Check that the id was copied whole.',
  },
  InsufficientPermissionsError: {
    when: 'Mostly: the group is no live group.',
    do: 'Choose a live group (AVChatRoom).',
  },
  InvalidParametersError: {
    when: 'The vendor refuses a parameter; a sixth administrator may be the reason.',
    do: 'Check the accounts and `remaining`; log `errorInfo`.',
  },
  SystemError: {
    when: 'The vendor had a system error.',
    do: 'Read the group again, then try again later.',
  },
  InvalidRequestCommandError: {
    when: 'The vendor did not accept the command.',
    do: 'Try again later; tell the operator if it stays.',
  },
  AppAdminNotLoggedInError: {
    when: 'The vendor refused the administrator account that this service uses.',
    do: TELL_OPERATOR,
  },
  UnknownApiError: {
    when: 'The vendor answered with a code that is not documented.',
    do: 'Read the group again; log `errorCode`.',
    retryable: 'no',
  },
  UpstreamUnavailableError: {
    when: 'The vendor gave no usable answer: see `reason`.',
    do: 'Look at `outcome` and `retryable`.',
    retryable: 'yes, but for an HTTP status other than 5xx and 429',
  },
  RateLimitedError: {
    when: 'More to send than fits the pace, or the queue is full.',
    do: 'Try again after `retryAfterMs`.',
    retryable: 'yes',
  },
  ForbiddenError: {
    when: 'The token lacks the scope, or is bound to other groups. Nothing was sent.',
    do: 'Ask for another token.',
    retryable: 'no',
  },
} satisfies Record<Exclude<Failure['kind'], 'CommonApiError'>, Advice>;

const adviceByCategory = {
  ACCOUNT: {
    when: 'An account or the app does not exist, or is blocked.',
    do: 'Check the accounts; else tell the operator.',
  },
  AUTHENTICATION: { when: "This service's signature was refused.", do: TELL_OPERATOR },
  BAD_REQUEST: {
    when: 'The vendor did not accept the form of the call.',
    do: 'Log `errorInfo`; tell the operator.',
  },
  INTERNAL: {
    when: 'The vendor had an internal error.',
    do: 'Read the group again, then try again later.',
  },
  PERMISSION: {
    when: "The app's setup or its webhook forbids it.",
    do: 'Check the accounts; else tell the operator.',
  },
  PLAN: { when: "The app's paid plan does not cover it.", do: TELL_OPERATOR },
  RATE_LIMIT: { when: 'The vendor is called too often.', do: 'Wait, then try again.' },
  TIMEOUT: {
    when: 'The vendor ran into a timeout.',
    do: 'Read the group again, then try again later.',
  },
} satisfies Record<CommonErrorCategory, Advice>;

/** One row for each type of the unions, common errors by category. */
function outcomesTable(): string {
  const kinds = Object.entries<Advice>(adviceByKind).map(([kind, advice]) => [
    `\`${kind}\``,
    advice.when,
    advice.retryable ?? retryableOf(kind),
    advice.do,
  ]);
  const categories = Object.entries<Advice>(adviceByCategory).map(([category, advice]) => [
    `\`CommonApiError\` ${category}`,
    advice.when,
    retryableOf(category),
    advice.do,
  ]);
  return table(['type', 'when', 'retryable', 'what to do'], [...kinds, ...categories]);
}

function retryableOf(kindOrCategory: string): string {
  const rows = errorCodes.filter(({ type }) => nameOf(type) === kindOrCategory);
  const exceptions = rows.filter((row) => !isRetryable(row));
  if (exceptions.length === rows.length) return 'no';
  if (exceptions.length === 0) return 'yes';
  return `yes, but for ${exceptions.map(({ code }) => code).join(', ')}`;
}

const nameOf = (type: ErrorCode['type']) => ('category' in type ? type.category : type.kind);

/** One row for each code the vendor documents, and one for all others. */
function codesTable(): string {
  const rows = errorCodes.map((row) => [
    String(row.code),
    'category' in row.type ? `\`${row.type.kind}\` ${row.type.category}` : `\`${row.type.kind}\``,
    isRetryable(row) ? 'yes' : 'no',
    outcomeOf(row),
    row.meaning,
  ]);
  const header = ['code', 'type (category)', 'retryable', 'outcome of a failed change', 'meaning'];
  const other = [
    'any other',
    '`UnknownApiError`',
    'no',
    'UNKNOWN',
    'The code is not documented for this endpoint.',
  ];
  const renewed = errorCodes.filter(({ repeat }) => repeat === 'new-usersig');
  const note = `Tried once more with a new UserSig, where the service signs them, before a caller hears of it: ${listOf(renewed)}.`;
  return `${table(header, [...rows, other])}\n\n${note}`;
}

const listOf = (rows: readonly ErrorCode[]) => rows.map(({ code }) => code).join(', ');

const isRetryable = ({ code }: ErrorCode) => refusal({ code, info: '' }).failure.retryable;

/** Of a change whose one attempt ended so. */
function outcomeOf({ applied }: ErrorCode): string {
  const after = (accounts: number) =>
    effectOf(doubtAfter('no', applied, { accounts, alone: true }));
  const [one, several] = [after(1), after(2)];
  return one === several ? one : `${one}; ${several} with several accounts`;
}

const metricsTable = async () => table(['name', 'type', 'labels', 'meaning'], await metricRows());

/** One row for each setting. */
function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    `\`${name}\`${'secret' in setting ? ` or \`${name}_FILE\`` : ''}`,
    'default' in setting && setting.default ? `\`${setting.default}\`` : '',
    setting.meaning,
  ]);
  return table(['name', 'default', 'meaning'], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A file, the markers in it, and what belongs between them. */
export const generated = [
  { file: 'README.md', marker: 'outcomes', content: outcomesTable },
  { file: 'README.md', marker: 'settings', content: settingsTable },
  { file: 'README.md', marker: 'sample', content: sample },
  { file: 'docs/outcomes.md', marker: 'codes', content: codesTable },
  { file: 'docs/operations.md', marker: 'metrics', content: metricsTable },
] as const;

/** Files that are made as a whole. */
export const generatedFiles = [{ file: '.env.example', content: envExample }] as const;

/** The sample as it is compiled and tested. */
function sample(): string {
  const source = readFileSync(new URL('sample.ts', import.meta.url), 'utf8');
  return `\`\`\`ts\n${source}\`\`\``;
}

/** What stands between `<!-- marker -->` and `<!-- /marker -->`. Throws where they are not there. */
export function between(text: string, marker: string): string {
  return split(text, marker).inside.trim();
}

function replaced(text: string, marker: string, content: string): string {
  const { before, after } = split(text, marker);
  return `${before}\n\n${content}\n\n${after}`;
}

function split(text: string, marker: string) {
  const opening = `<!-- ${marker} -->`;
  const start = text.indexOf(opening) + opening.length;
  const end = text.indexOf(`<!-- /${marker} -->`);
  if (start < opening.length || end < start) throw new Error(`The markers of ${marker} are lost.`);
  return { before: text.slice(0, start), inside: text.slice(start, end), after: text.slice(end) };
}

const root = (file: string) => new URL(`../${file}`, import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === '--write') {
  for (const { file, marker, content } of generated) {
    const text = readFileSync(root(file), 'utf8');
    writeFileSync(root(file), replaced(text, marker, await content()));
  }
  for (const { file, content } of generatedFiles) writeFileSync(root(file), content());
}
