import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from './authentication';
import { documentIn, type DocumentInJson } from './document-in-json';
import { HttpError } from './http-errors';

/** A document may take so much of a body, however it is written: well above what its letters are limited to. */
const DOCUMENT_BYTES_MAX = 200_000;
/** What a question may weigh with its variables, and a message over WebSocket; more is for those who write. */
export const QUESTION_BYTES_MAX = 2_000_000;

/**
 * Looks at the body of a request to GraphQL while it arrives, and refuses at once what need not be read: many operations in
 * one, a document that is too long, a question that is too large.
 */
export function watchBody(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  const length = raw.headers['content-length'];
  if (Number(length) <= DOCUMENT_BYTES_MAX) return;
  const watch = watchOf(Number(length ?? 0), principalOf(request).role === 'VIEWER');
  const look = (chunk: Buffer): void => {
    const fault = watch(chunk);
    if (!fault) return;
    raw.off('data', look);
    void reply.header('connection', 'close');
    // Whoever gathers the body hears of it as of a body that breaks off.
    raw.emit('error', fault);
    raw.pause();
  };
  raw.on('data', look);
}

/** Says of each chunk of a body why it is the last one; null when the next may come. */
function watchOf(announced: number, isQuestion: boolean): (chunk: Buffer) => HttpError | null {
  let begin: Buffer | null = Buffer.alloc(0);
  let received = 0;
  let bytesMax = isQuestion ? QUESTION_BYTES_MAX : Infinity;
  return (chunk) => {
    received += chunk.length;
    if (begin) {
      begin = Buffer.concat([begin, chunk]);
      const found = documentIn(begin);
      const fault = faultOf(found);
      if (fault) return fault;
      if (found.state === 'COMPLETE' && !/\bmutation\b/.test(found.text)) bytesMax = QUESTION_BYTES_MAX;
      // Variables may come first, and may be long: the document is then looked at when all of it is there.
      if (found.state === 'COMPLETE' || begin.length > 2 * DOCUMENT_BYTES_MAX) begin = null;
    }
    return Math.max(announced, received) > bytesMax ? tooLarge() : null;
  };
}

/** What is wrong with how a body begins. */
function faultOf(found: DocumentInJson): HttpError | null {
  if (found.state === 'LIST') {
    return new HttpError(400, 'BAD_REQUEST', 'Operation batching disabled: send one operation in a request.');
  }
  const bytes = found.state === 'BEGUN' ? found.bytes : found.state === 'COMPLETE' ? found.text.length : 0;
  return bytes > DOCUMENT_BYTES_MAX ? documentTooLong() : null;
}

const documentTooLong = (): HttpError =>
  new HttpError(
    400,
    'LIMIT_EXCEEDED',
    `The query takes more than ${DOCUMENT_BYTES_MAX} bytes, the limit: put values into variables.`,
  );

const tooLarge = (): HttpError =>
  new HttpError(
    413,
    'TOO_LARGE',
    `The question is larger than ${QUESTION_BYTES_MAX / 1_000_000} MB, the limit where nothing is written: ask in several requests.`,
  );
