import type { Plugin } from 'graphql-yoga';
import { badUserInput } from './bad-user-input.ts';

/** A web page may send other types to any site without asking: then whoever visits it would change things. */
const REQUEST_TYPE = 'application/json';

const answerable = /\*\/\*|application\/(?:\*|json|graphql-response\+json)/i;

/** Takes operations as JSON, and only where they can be answered: nothing refused here has taken effect. */
export const useJson: Plugin = {
  onRequestParse({ request, requestParser, setRequestParser, fetchAPI, endResponse }) {
    const refuse = (status: number, text: string) =>
      endResponse(new fetchAPI.Response(`${text}\n`, { status }));

    const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (request.method === 'POST' && type !== REQUEST_TYPE) {
      return refuse(415, `Send the operation as ${REQUEST_TYPE}.`);
    }
    const accept = request.headers.get('accept');
    if (accept && !answerable.test(accept)) {
      return refuse(406, 'The answer is application/json or application/graphql-response+json.');
    }
    if (requestParser === undefined) return;
    setRequestParser(async (request) => {
      try {
        return await requestParser(request);
      } catch (error) {
        // Variables in a URL are JSON within text: where they are none, the caller is to blame.
        if (error instanceof SyntaxError) throw badUserInput('The parameters are not valid JSON.');
        throw error;
      }
    });
  },
};
