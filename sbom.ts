/** Prints a software bill of materials: what production installs, as CycloneDX. `npm run sbom --silent > sbom.json` */
import { execFileSync } from 'node:child_process';

interface Bom {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/** From the lock file, so that nothing has to be installed. */
const FLAGS = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];

/**
 * Not `npm sbom --omit=dev`: that leaves out whatever a development dependency needs as well, and so half of
 * production, graphql among it.
 */
function ofProduction(bom: Bom): Bom {
  const components = bom.components.filter(({ properties }) => !properties.some(isDevelopment));
  const dropped = new Set(bom.components.map(refOf));
  for (const component of components) dropped.delete(refOf(component));
  const dependencies = bom.dependencies
    .filter(({ ref }) => !dropped.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((it) => !dropped.has(it)) }));
  return { ...bom, components, dependencies };
}

const refOf = (component: Component) => component['bom-ref'];

const isDevelopment = ({ name }: Component['properties'][number]) =>
  name === 'cdx:npm:package:development';

const bom = execFileSync('npm', ['sbom', ...FLAGS], { encoding: 'utf8', maxBuffer: 2 ** 26 });
process.stdout.write(`${JSON.stringify(ofProduction(JSON.parse(bom)), null, 2)}\n`);
