/**
 * What gives somebody access, wherever it stands in a text: tokens of ours, secrets of webhooks, tokens that others have
 * signed, what follows "Bearer" or "Basic" in a header, passwords in connection strings. Nothing of it has quotes or
 * backslashes, so that JSON stays JSON.
 */
const SECRETS = new RegExp(
  [
    String.raw`(?<token>underpin_)[\w-]{43}`,
    String.raw`(?<webhook>whsec_)[A-Za-z0-9+/=]+`,
    String.raw`(?<signed>eyJ)[\w-]+\.[\w-]+\.[\w-]*`,
    String.raw`(?<scheme>\b(?:bearer|basic) +)[^\s"'\\]+`,
    String.raw`(?<place>\b[a-z][a-z\d+.-]*:\/\/[^\s:@/"'\\]*:)[^\s@/"'\\]+(?=@)`,
    String.raw`(?<setting>\bpassword=)[^\s&"'\\]+`,
  ].join('|'),
  'gi',
);

/** The same text without secrets: what they begin with stays, so that a reader sees what stood there. */
export const withoutSecrets = (text: string): string =>
  text.replace(SECRETS, (...match: readonly unknown[]) => {
    const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
    return `${Object.values(groups).find((kept) => kept !== undefined) ?? ''}***`;
  });
