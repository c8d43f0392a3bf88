/** What secrets are called, as a part of a regular expression without regard to case. */
export const SECRET_WORDS =
  'pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|secret|private)[_ -]?key';

const SECRET_NAME = new RegExp(`(?:^|[^a-z])(?:${SECRET_WORDS}|snmp community|community string)s?(?:$|[^a-z])`, 'i');

/** Whether a column or field holds secrets, by its name: `admin_password`, `snmpCommunity`, `auth.token`. */
export const isSecretName = (name: string): boolean =>
  SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' '));
