import { type Setting, settings } from '../src/config/settings.ts';

/** The first that fits. */
const groups = [
  { title: "The vendor's app", names: /^TENCENT_/ },
  { title: 'Who may call', names: /^(AUTH|CORS)_/ },
  { title: 'Where it listens', names: /^(HOST|PORT|METRICS_PORT)$/ },
  { title: 'Pace, patience and bounds', names: /^(UPSTREAM|REQUEST|MAX|REDIS)_/ },
  { title: 'Running it', names: /./ },
] as const;

const groupOf = (name: string) => groups.find(({ names }) => names.test(name));

/**
 * An environment in which every setting is at its default: what has one is commented out, and so are secrets, which are given in
 * one of two ways; the rest is blank. */
export function envExample(): string {
  const parts = groups.map((group) => {
    const members = Object.entries<Setting>(settings).filter(([name]) => groupOf(name) === group);
    return [`# --- ${group.title}`, ...members.map(entry)].join('\n\n');
  });
  const head = [
    '# Copy this to .env and fill in what is missing. A blank value counts as not given.',
    '# Made from the code by `npm run docs`: change the settings there, not here.',
  ];
  return `${[head.join('\n'), ...parts].join('\n\n')}\n`;
}

function entry([name, setting]: [string, Setting]): string {
  const lines = [`# ${setting.meaning.replaceAll('`', '')}`];
  if (setting.secret) lines.push(`# ${name}=`, `# ${name}_FILE=`);
  else if (setting.default) lines.push(`# ${name}=${setting.default}`);
  else lines.push(`${name}=`);
  return lines.join('\n');
}
