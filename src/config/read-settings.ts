import { type Setting, type SettingValues, settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

export interface SettingsRead {
  /** Of use only where there are no problems. */
  readonly values: SettingValues;
  readonly problems: string[];
}

/** Each setting by itself: given (blank counts as not given), from a file, or by default. */
export function readSettings(environment: Environment, readFile: ReadFile): SettingsRead {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    const written =
      (setting.secret ? secret(name, environment, readFile, problems) : environment[name]) ||
      setting.default;
    if (written === undefined) continue;
    const parsed = setting.kind.safeParse(written);
    if (parsed.success) {
      values[name] = parsed.data;
    } else {
      const shown = mayHoldSecret(setting, written) ? '' : `, not ${JSON.stringify(written)}`;
      problems.push(`${name} ${parsed.error.issues[0]?.message}${shown}.`);
    }
  }
  return { values: values as SettingValues, problems };
}

/** A URL may hold a credential as well: its user, or a parameter. */
const mayHoldSecret = ({ secret }: Setting, written: string) => secret || /[@?#]/.test(written);

/** A secret stands in the environment itself or in the file that `NAME_FILE` names. */
function secret(
  name: string,
  environment: Environment,
  readFile: ReadFile,
  problems: string[],
): string | undefined {
  const path = environment[`${name}_FILE`];
  if (!path) return environment[name];
  if (environment[name]) {
    problems.push(`${name} and ${name}_FILE are both set: keep one.`);
    return undefined;
  }
  try {
    const content = readFile(path).trim();
    if (content === '') problems.push(`${name}_FILE names a file that is empty.`);
    return content;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    problems.push(`${name}_FILE names a file that cannot be read${reason}.`);
    return undefined;
  }
}
