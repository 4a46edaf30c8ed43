/** A Dockerfile's instructions, as far as this project's needs them. */
export type Instruction =
  | { readonly name: 'RUN'; readonly command: string }
  | {
      readonly name: 'COPY';
      readonly from?: string;
      readonly sources: readonly string[];
      readonly target: string;
    }
  | { readonly name: 'ENV'; readonly variable: string; readonly value: string }
  | { readonly name: 'WORKDIR' | 'USER' | 'LABEL' | 'EXPOSE' | 'ARG'; readonly value: string }
  | { readonly name: 'CMD' | 'HEALTHCHECK'; readonly command: readonly string[] };

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The stages in their order. Throws where something stands that it does not know. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  const defaults: Record<string, string> = {};
  for (const line of lines) {
    const [, name = '', rest = ''] = line.match(/^([A-Z]+)\s+(.*)$/) ?? [];
    const stage = stages.at(-1);
    if (name === 'FROM') {
      const [image = '', , stageName] = rest.split(/\s+/);
      const resolved = image.replace(/\$\{(\w+)\}/g, (_, argument) => defaults[argument] ?? '');
      stages.push({ image: resolved, name: stageName, instructions: [] });
    } else if (stage) {
      stage.instructions.push(instruction(name, rest.trim()));
    } else {
      const [argument = '', value = ''] = rest.split('=', 2);
      defaults[argument] = value;
    }
  }
  return stages;
}

function instruction(name: string, rest: string): Instruction {
  switch (name) {
    case 'RUN':
      return { name, command: rest };
    case 'COPY': {
      const [, from, paths = ''] = rest.match(/^(?:--from=(\S+)\s+)?(.*)$/) ?? [];
      const sources = paths.split(/\s+/);
      const target = sources.pop() ?? '';
      return { name, ...(from !== undefined && { from }), sources, target };
    }
    case 'ENV': {
      const [variable = '', value = ''] = rest.split('=', 2);
      return { name, variable, value };
    }
    case 'HEALTHCHECK':
      return { name, command: execForm(rest.slice(rest.indexOf('CMD') + 'CMD'.length)) };
    case 'CMD':
      return { name, command: execForm(rest) };
    case 'WORKDIR':
    case 'USER':
    case 'LABEL':
    case 'EXPOSE':
    case 'ARG':
      return { name, value: rest };
    default:
      throw new Error(`What is ${name} ${rest}?`);
  }
}

/** With a shell in between, signals would end there. */
function execForm(text: string): string[] {
  const words: unknown = JSON.parse(text);
  if (!Array.isArray(words)) throw new Error(`${text} is not in the exec form.`);
  return words.map(String);
}
