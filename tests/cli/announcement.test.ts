import { userInfo } from 'node:os';
import { announcement } from '../../src/cli/announcement';
import { readConfig } from '../../src/config';

const HERE = { url: 'http://127.0.0.1:4001', place: '', asksWho: false };

test('a server says where it is and where its data lies', () => {
  const lines = announcement(readConfig({}), { ...HERE, place: 'embedded PostgreSQL 18.4 in /var/lib/underpin' });
  expect(lines).toEqual([
    'Underpin is ready at http://127.0.0.1:4001',
    '  data: embedded PostgreSQL 18.4 in /var/lib/underpin',
  ]);
});

test('in an SSH session it gives the line that brings the port to the own machine', () => {
  const config = readConfig({ SSH_CONNECTION: '10.0.0.9 50000 10.0.0.1 22' });
  expect(announcement(config, HERE).join('\n')).toContain(`ssh -L 4001:127.0.0.1:4001 ${userInfo().username}@10.0.0.1`);
});

test('a server that everybody may write to says so at every start', () => {
  const config = readConfig({ UNDERPIN_ALLOW_ANONYMOUS: '1', HOST: '0.0.0.0' });
  expect(announcement(config, HERE).join('\n')).toMatch(
    /WARNING: UNDERPIN_ALLOW_ANONYMOUS=1.*0\.0\.0\.0.*read and write/,
  );
  expect(announcement(config, { ...HERE, asksWho: true }).join('\n')).not.toContain('WARNING');
});
