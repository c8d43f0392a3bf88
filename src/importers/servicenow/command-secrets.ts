import { withoutSecrets } from '../../domain/access/secret-text';
import { SECRET_WORDS } from '../secret-words';

const SETTING = new RegExp(`((?:${SECRET_WORDS})[=:])(?:"[^"]*"|'[^']*'|[^\\s&;"']+)`, 'gi');
const OPTION = new RegExp(`^--?(?:.*[_.-])?(?:${SECRET_WORDS})$`, 'i');
/** Programs that take a password in one word with `-p`; elsewhere that is a port, a path or the like. */
const JOINED = /mysql|mariadb/i;

/** A command line without the passwords, tokens and keys that it was called with. */
export function withoutCommandSecrets(command: string): string {
  const words = withoutSecrets(command).replace(SETTING, '$1***').split(/(\s+)/);
  const isJoined = JOINED.test(command);
  let quote: string | null = null;
  const shown = words.map((word, index) => {
    if (index % 2 === 1) return quote === null ? word : '';
    if (quote !== null) {
      if (word.endsWith(quote)) quote = null;
      return '';
    }
    const before = words[index - 2] ?? '';
    if (OPTION.test(before) && word !== '' && !word.startsWith('-')) {
      const [first = ''] = word;
      if (/["']/.test(first) && !(word.length > 1 && word.endsWith(first))) quote = first;
      return '***';
    }
    return isPassword(word, isJoined) ? '-p***' : word;
  });
  return shown.join('');
}

const isPassword = (word: string, isJoined: boolean): boolean =>
  /^-p./.test(word) && (isJoined || !/^-p(?:[a-z-]+(?:=.*)?|\d{1,5})$/.test(word));
