const KEY = 'underpin:token';

/** Sends a request with a bearer token, or without one. */
type Send = (headers: Readonly<Record<string, string>>) => Promise<Response>;

/**
 * Sends a request as whoever signed in. When the server wants to know who asks, the page asks for a token, once for all
 * requests that wait for it, and sends them again. The token stays in this tab and goes nowhere but into the header.
 */
export async function signedIn(send: Send): Promise<Response> {
  for (;;) {
    const token = givenToken();
    const response = await send(asBearer(token));
    if (response.status !== 401) return response;
    if (!(await mayTryAgain(token, await reasonOf(response.clone())))) return response;
  }
}

/** The token of this tab; null before anybody signed in. */
export const givenToken = (): string | null => sessionStorage.getItem(KEY);

/** As a header over HTTP, as a connection parameter over WebSocket. */
export const asBearer = (token: string | null): Readonly<Record<string, string>> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

/**
 * After something was refused that went out with this token: true when there is another one now. It must not be asked
 * for before it is certain that nobody has given one meanwhile, so nothing may come between the two.
 */
export async function mayTryAgain(refused: string | null, reason: string): Promise<boolean> {
  // The server tells programs which header it wants; a person has a field for it.
  return givenToken() !== refused || (await askOnce(refused === null ? FIRST_TIME : reason)) !== null;
}

const FIRST_TIME =
  'This server wants to know who asks. Administrators make tokens; the first one comes from "underpin token create".';

let asking: Promise<string | null> | null = null;

function askOnce(reason: string): Promise<string | null> {
  asking ??= askForToken(reason).then((given) => {
    if (given !== null) sessionStorage.setItem(KEY, given);
    asking = null;
    return given;
  });
  return asking;
}

/** What the server says is wrong. */
async function reasonOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => null)) as { errors?: { message?: unknown }[] } | null;
  const message = body?.errors?.[0]?.message;
  return typeof message === 'string' ? message : 'The server wants to know who asks.';
}

/** Null when nobody wants to. */
function askForToken(reason: string): Promise<string | null> {
  const dialog = element('dialog', { className: 'sign-in' });
  const field = element('input', { type: 'password', autocomplete: 'off', spellcheck: false });
  const enter = element('button', { type: 'button', textContent: 'Sign in' });
  const leave = element('button', { type: 'button', textContent: 'Not now' });
  const label = element('label', { textContent: 'Token' });
  label.append(field);
  const buttons = element('p', {});
  buttons.append(enter, ' ', leave);
  dialog.setAttribute('aria-label', 'Sign in');
  dialog.append(element('h2', { textContent: 'Sign in' }), element('p', { textContent: reason }), label, buttons);
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    const end = (token: string | null): void => {
      resolve(token);
      dialog.close();
      dialog.remove();
    };
    const submit = (): void => {
      const token = field.value.trim();
      if (token !== '') end(token);
    };
    enter.addEventListener('click', submit);
    field.addEventListener('keydown', ({ key }) => key === 'Enter' && submit());
    leave.addEventListener('click', () => end(null));
    dialog.addEventListener('cancel', () => end(null));
  });
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}
