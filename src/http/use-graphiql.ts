import { createHash } from 'node:crypto';
import type { GraphiQLOptions, Plugin } from 'graphql-yoga';

interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Shows GraphiQL to a browser, under a policy that lets the page do what GraphiQL does, and nothing else. */
export function useGraphiql(options: GraphiQLOptions): Plugin {
  let page: Promise<Page> | undefined;
  return {
    async onRequest({ request, fetchAPI, endResponse }) {
      const isBrowser = request.headers.get('accept')?.includes('text/html');
      if (request.method !== 'GET' || !isBrowser) return;
      page ??= pageOf(options);
      const { html, headers } = await page;
      endResponse(new fetchAPI.Response(html, { headers }));
    },
  };
}

/** Nine megabytes, so only where it is asked for, and once. */
async function pageOf(options: GraphiQLOptions): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL(options);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyOf(html),
  };
  return { html, headers };
}

/** Its one script by its hash; the styles that its editor writes as it goes; its workers, made by the script. */
function policyOf(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) =>
    createHash('sha256').update(script).digest('base64'),
  );
  return [
    "default-src 'none'",
    `script-src ${scripts.map((hash) => `'sha256-${hash}'`).join(' ')}`,
    "style-src 'unsafe-inline'",
    'worker-src blob:',
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
