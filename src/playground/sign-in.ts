const KEY = 'underpin:token';

/** Sends a request with a bearer token, or without one. */
type Send = (headers: Readonly<Record<string, string>>) => Promise<Response>;

/**
 * Sends a request as whoever signed in. When the server wants to know who asks, the page asks for a token, once for all
 * requests that wait for it, and sends them again. The token stays in this tab and goes nowhere but into the header.
 */
export async function signedIn(send: Send): Promise<Response> {
  for (;;) {
    const token = sessionStorage.getItem(KEY);
    const response = await send(token === null ? {} : { authorization: `Bearer ${token}` });
    if (response.status !== 401) return response;
    const reason = await reasonOf(response.clone());
    // Somebody was quicker: the request goes again with what was given there. Nothing may come between this and asking.
    if (sessionStorage.getItem(KEY) !== token) continue;
    if ((await askOnce(reason)) === null) return response;
  }
}

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
  dialog.append(element('h2', { textContent: 'Sign in' }), element('p', { textContent: reason }), label, buttons);
  dialog.style.maxWidth = '32rem';
  field.style.cssText = 'display: block; width: 100%; margin: 0.5rem 0';
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
