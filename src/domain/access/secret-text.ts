/** Some words of a command line, so many that a password is found behind other options. */
const WORDS = String.raw`(?: +[^\s"'\\]+){0,12}?`;

/** Programs, each with the option whose value is a password; `mysql -p x` asks for one and opens the database x. */
const OPTIONS = [
  String.raw`--passw(?:or)?d +`,
  String.raw`sshpass${WORDS} +-p *`,
  String.raw`(?:mysql|mariadb)[\w-]*${WORDS} +-p`,
  String.raw`(?:mongo\w*|docker +login|az +login)${WORDS} +-p +`,
  String.raw`redis-cli${WORDS} +-a +`,
  String.raw`ldap\w+${WORDS} +-w +`,
  String.raw`curl${WORDS} +(?:-u *|--user +)[^\s:"'\\]+:`,
];

/**
 * What gives somebody access, wherever it stands in a text: tokens of ours, secrets of webhooks, tokens that others have
 * signed, what follows "Bearer" or "Basic" in a header, passwords in connection strings, settings and the options of
 * programs known to take one. Elsewhere "-p" stands for ports and paths as well, and is left as it is. Nothing of it has
 * quotes or backslashes, so that JSON stays JSON; behind those of a new line it may begin. Callers choose what stands in a
 * line: where a piece may be long, it begins where nothing that it could go on with stands before it, so that it is looked
 * at once and not from each of its letters.
 */
const SECRETS = new RegExp(
  [
    String.raw`(?<token>underpin_)[\w-]{43}`,
    String.raw`(?<webhook>whsec_)[A-Za-z0-9+/=]+`,
    String.raw`(?<=^|[^\w-]|\\[bfnrt])(?<signed>eyJ)[\w-]+\.[\w-]+\.[\w-]*`,
    String.raw`(?<scheme>(?:bearer|basic) +)[^\s"'\\]+`,
    String.raw`(?<place>(?<![a-z\d+.-])[a-z\d+.-]+:\/\/[^\s:@/"'\\]*:)[^\s/"'\\]+(?=@)`,
    // A token that stands where a user does.
    String.raw`(?<user>https?:\/\/)[^\s:@/"'\\]+(?=@)`,
    String.raw`(?<setting>(?:password|client_secret|access_token|refresh_token|api_?key)=(?:'|\\")?)[^\s&"'\\]+`,
    String.raw`(?<option>(?<![\w-])(?:${OPTIONS.join('|')}))[^\s"'\\;]+`,
  ].join('|'),
  'gi',
);

/** The same text without secrets: what they begin with stays, so that a reader sees what stood there. */
export const withoutSecrets = (text: string): string =>
  text.replace(SECRETS, (...match: readonly unknown[]) => {
    const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
    return `${Object.values(groups).find((kept) => kept !== undefined) ?? ''}***`;
  });
