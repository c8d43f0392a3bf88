import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArrivingDocument } from './arriving-document';
import { principalOf } from './authentication';
import type { DocumentInJson } from './document-in-json';
import { HttpError } from './http-errors';

/** A document may take so much of a body, however it is written: well above what its letters are limited to. */
const DOCUMENT_BYTES_MAX = 200_000;
/** What a question may weigh with its variables, and a message over WebSocket; more is for those who write. */
export const QUESTION_BYTES_MAX = 2_000_000;
/** A body that is longer than that is made of variables: its document is known by the first piece that comes. */
const LONG_BODY_DOCUMENT_BYTES_MAX = 50_000;

/**
 * Looks at the body of a request to GraphQL while it arrives, and refuses at once what need not be read: many operations in
 * one, a document that is too long, a question that is too large. Answers why, where not even its beginning has to be read.
 */
export function watchBody(request: FastifyRequest, reply: FastifyReply): HttpError | null {
  const { raw } = request;
  // Any other body is read by nobody.
  if (request.method !== 'POST' || request.mediaType !== 'application/json') return null;
  const length = raw.headers['content-length'];
  if (Number(length) <= DOCUMENT_BYTES_MAX) return null;
  const isQuestion = principalOf(request).role === 'VIEWER';
  if (isQuestion && Number(length) > QUESTION_BYTES_MAX) return closing(reply, tooLarge());
  const watch = watchOf(Number(length ?? 0), isQuestion);
  const look = (chunk: Buffer): void => {
    const fault = watch(chunk);
    if (!fault) return;
    raw.off('data', look);
    // Nobody gathers it any more: it has been refused for something else.
    if (raw.listenerCount('error') === 0) return;
    // Whoever gathers the body hears of it as of a body that breaks off.
    raw.emit('error', closing(reply, fault));
    raw.pause();
  };
  raw.on('data', look);
  return null;
}

/** What has not come is not waited for. */
function closing(reply: FastifyReply, fault: HttpError): HttpError {
  void reply.header('connection', 'close');
  const { socket } = reply.request.raw;
  socket.destroySoon = () => closeUnread(socket);
  return fault;
}

/** So long a client that is still sending has to read why it need not. */
const ANSWER_READ_MS = 1_000;

/**
 * A connection that is closed while something has come that nobody read is reset, and the answer may be lost with it. So
 * nothing more is said and nothing more is read, and only then it is closed.
 */
function closeUnread(socket: Socket): void {
  socket.pause();
  socket.end();
  const timer = setTimeout(() => socket.destroy(), ANSWER_READ_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}

/** Says of each chunk of a body why it is the last one; null when the next may come. */
function watchOf(announced: number, isQuestion: boolean): (chunk: Buffer) => HttpError | null {
  const document = new ArrivingDocument(DOCUMENT_BYTES_MAX);
  let received = 0;
  const documentBytesMax = announced > QUESTION_BYTES_MAX ? LONG_BODY_DOCUMENT_BYTES_MAX : DOCUMENT_BYTES_MAX;
  let bytesMax = isQuestion ? QUESTION_BYTES_MAX : Infinity;
  return (chunk) => {
    received += chunk.length;
    const found = document.take(chunk);
    const fault = found && faultOf(found, documentBytesMax);
    if (fault) return fault;
    if (found?.state === 'COMPLETE' && !mayWrite(found.text)) bytesMax = QUESTION_BYTES_MAX;
    return Math.max(announced, received) > bytesMax ? tooLarge() : null;
  };
}

/** Whether a document, as it stands in JSON, has a mutation. In what is no JSON there is none. */
function mayWrite(json: string): boolean {
  try {
    // A new line is written with a letter there: it would be taken for one of the word behind it.
    return /\bmutation\b/.test(String(JSON.parse(`"${json}"`)));
  } catch {
    return false;
  }
}

/** What is wrong with how a body begins. */
function faultOf(found: DocumentInJson, bytesMax: number): HttpError | null {
  if (found.state === 'LIST') {
    return new HttpError(400, 'BAD_REQUEST', 'Operation batching disabled: send one operation in a request.');
  }
  const bytes = found.state === 'BEGUN' ? found.bytes : found.state === 'COMPLETE' ? found.text.length : 0;
  return bytes > bytesMax ? documentTooLong(bytesMax) : null;
}

const documentTooLong = (bytesMax: number): HttpError =>
  new HttpError(
    400,
    'LIMIT_EXCEEDED',
    `The query takes more than ${bytesMax} bytes, the limit in a body of this size: put values into variables.`,
  );

const tooLarge = (): HttpError =>
  new HttpError(
    413,
    'TOO_LARGE',
    `The question is larger than ${QUESTION_BYTES_MAX / 1_000_000} MB, the limit where nothing is written: ask in several requests.`,
  );
