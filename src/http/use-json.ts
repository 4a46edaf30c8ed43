import { isUtf8 } from 'node:buffer';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { badUserInput } from './bad-user-input.ts';
import type { RequestContext } from './use-operation-log.ts';

/** A web page may send other types to any site without asking: then whoever visits it would change things. */
const REQUEST_TYPE = 'application/json';

const answerable = /\*\/\*|application\/(?:\*|json|graphql-response\+json)/i;

/** Takes operations as JSON, and only where they can be answered: nothing refused here has taken effect. */
export const useJson: Plugin<object, RequestContext> = {
  onRequestParse({
    request,
    serverContext,
    requestParser,
    setRequestParser,
    fetchAPI,
    endResponse,
  }) {
    const refuse = (status: number, text: string) =>
      endResponse(new fetchAPI.Response(`${text}\n`, { status }));

    const isPost = request.method === 'POST';
    const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (isPost && type !== REQUEST_TYPE) {
      return refuse(415, `Send the operation as ${REQUEST_TYPE}.`);
    }
    // A few bytes can unpack to very many.
    if (isPost && request.headers.get('content-encoding') !== null) {
      return refuse(415, 'Send the operation as it is, without a content-encoding.');
    }
    const accept = request.headers.get('accept');
    if (accept && !answerable.test(accept)) {
      return refuse(406, 'The answer is application/json or application/graphql-response+json.');
    }
    if (isPost) {
      setRequestParser(() => parametersIn(serverContext.body));
    } else if (requestParser) {
      // Variables in a URL are JSON within text.
      setRequestParser((request) => json('The parameters are', () => requestParser(request)));
    }
  },
};

/** The parameters of an operation, or an array of them. What they are like, Yoga checks. */
function parametersIn(body: Buffer): GraphQLParams | GraphQLParams[] {
  if (!isUtf8(body)) throw badUserInput('The body is not UTF-8.');
  const parameters: unknown = json('The body is', () => JSON.parse(body.toString()));
  if (isObject(parameters)) return parameters;
  throw badUserInput('The body is neither a JSON object nor an array of them.');
}

/** Where it is no JSON, the caller is to blame, and hears nothing of the parser's own. */
function json<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw badUserInput(`${what} not valid JSON.`);
    throw error;
  }
}

const isObject = (value: unknown): value is GraphQLParams | GraphQLParams[] =>
  typeof value === 'object' && value !== null;
