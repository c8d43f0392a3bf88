/** A network address found in a text: the host as it stands there, lower case. */
export interface Address {
  readonly host: string;
  /** A URL or a cluster-internal name is an address for certain; `word:80` in a script may be something else. */
  readonly certain: boolean;
}

/** Text that is longer is cut: no address stands that far into a script, and patterns must stay cheap. */
const TEXT_LENGTH_MAX = 64 * 1024;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL}){0,8}`;

/** `scheme://user:password@host:port,host:port/…`; JDBC's `jdbc:mysql://` and Oracle's `thin:@host` and `thin:@//host` too. */
const URL_AUTHORITY = /(?:[a-z][a-z0-9+.-]{0,30}:\/\/|thin:@(?:\/\/)?)([^\s/?#'"<>|;)]{1,2000})/gi;

const HOST_AND_PORT = new RegExp(`(?<![\\w.@/:-])(${HOST}):\\d{2,5}(?![\\w.:-])`, 'gi');

/** `--db-host=name`, or the name in the word after. */
const HOST_FLAG = /(?<!\S)--?([\w.-]{1,60})[=\s]([\w.-]{1,253})(?!\S)/g;

const CLUSTER_NAME = new RegExp(
  `(?<![\\w.-])(${LABEL}(?:\\.${LABEL}){1,3}?\\.svc(?:\\.${LABEL}){0,4})(?![\\w-])`,
  'gi',
);

/** Names of settings whose whole value is a host name. */
const HOST_SETTING = /(^|[_.-])(host|hosts|hostname|addr|address|url|uri|endpoint|server|servers|broker|brokers)$/i;

/** The addresses in the value of an environment variable or configuration entry. */
export function addressesInSetting(name: string, value: string): Address[] {
  const found = addressesInText(value);
  const hosts = value
    .trim()
    .toLowerCase()
    .split(/\s*,\s*/);
  if (HOST_SETTING.test(name)) {
    for (const host of hosts) {
      if (BARE_HOST.test(host) && !isSelfOrNumber(host)) found.push({ host, certain: false });
    }
  }
  return found;
}

const BARE_HOST = new RegExp(`^${HOST}$`);

/** The addresses in any text, such as the arguments of a command. */
export function addressesInText(text: string): Address[] {
  const searched = text.slice(0, TEXT_LENGTH_MAX);
  const found: Address[] = [];
  for (const match of searched.matchAll(URL_AUTHORITY)) {
    for (const host of hostsOfAuthority(match[1] ?? '')) found.push({ host, certain: true });
  }
  for (const match of searched.matchAll(CLUSTER_NAME)) found.push({ host: lower(match[1]), certain: true });
  for (const [, name = '', value = ''] of searched.matchAll(HOST_FLAG)) {
    if (HOST_SETTING.test(name) && BARE_HOST.test(lower(value))) found.push({ host: lower(value), certain: false });
  }
  for (const match of searched.matchAll(HOST_AND_PORT)) found.push({ host: lower(match[1]), certain: false });
  return found.filter(({ host }) => !isSelfOrNumber(host));
}

// Several hosts may share one authority: `mongodb://user:secret@a:27017,b:27017/shop`. Credentials are dropped here.
function hostsOfAuthority(authority: string): string[] {
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  return hosts
    .split(',')
    .map((one) => lower(one.replace(/:.*$/, '').replace(/\.$/, '')))
    .filter((host) => BARE_HOST.test(host));
}

const lower = (text: string | undefined): string => (text ?? '').toLowerCase();

const isSelfOrNumber = (host: string): boolean => host === 'localhost' || /^[\d.]+$/.test(host);
