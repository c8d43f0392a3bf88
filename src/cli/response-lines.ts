import { CommandError } from './command-error';
import { RequestError } from './request-error';

/** The lines of an answer of NDJSON as they come. Throws RequestError for a refusal, CommandError for what is no answer of Underpin. */
export async function* linesOf(base: string, response: Response): AsyncGenerator<string> {
  if (response.status !== 200 || !/ndjson/.test(response.headers.get('content-type') ?? '')) {
    throw refusal(base, response.status, await response.text());
  }
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const part = await reader?.read().catch(() => {
      throw new CommandError(`The connection to ${base} was lost.`);
    });
    if (part === undefined || part.done) break;
    const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

function refusal(base: string, status: number, text: string): CommandError {
  try {
    const { errors } = JSON.parse(text) as {
      errors: readonly { message: string; extensions: { code: string; retryable: boolean } }[];
    };
    const [first] = errors;
    if (first)
      return new RequestError(
        `${first.message} (${first.extensions.code})`,
        first.extensions.code,
        first.extensions.retryable,
      );
  } catch {
    // Something else than Underpin answers.
  }
  const hint =
    status === 401 || status === 403 ? 'Set UNDERPIN_TOKEN.' : 'Does UNDERPIN_URL lead to an Underpin server?';
  return new CommandError(`${base} answers with HTTP ${status} and no changes. ${hint}`);
}
