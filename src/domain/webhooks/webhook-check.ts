import { itemError, type ItemError } from '../errors';

const URL_LENGTH_MAX = 2_048;
const DESCRIPTION_LENGTH_MAX = 1_000;

/** What is wrong with the address of a webhook, whoever it leads to. */
export function checkWebhookUrl(text: string): readonly ItemError[] {
  const wrong = (message: string): readonly ItemError[] => [itemError('INVALID_VALUE', message, ['url'])];
  if (text.length > URL_LENGTH_MAX) return wrong(`The url may have ${URL_LENGTH_MAX} characters. Shorten it.`);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return wrong('The url must begin with https:// or http:// and name a host.');
  }
  const { username, password, hash } = new URL(text);
  if (username !== '' || password !== '') {
    return wrong(
      'The url must not hold a user or password: they would be stored and shown. Check the signature instead.',
    );
  }
  return hash === '' ? [] : wrong('The url must not have a part behind #: it would never be sent. Leave it out.');
}

/** What is wrong with the description of a webhook. */
export function checkWebhookDescription(text: string | null): readonly ItemError[] {
  if ((text?.length ?? 0) <= DESCRIPTION_LENGTH_MAX) return [];
  return [
    itemError('TOO_LARGE', `The description may have ${DESCRIPTION_LENGTH_MAX} characters. Shorten it.`, [
      'description',
    ]),
  ];
}
