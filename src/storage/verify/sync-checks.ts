import { aboutNothing } from './bookkeeping-checks';
import { check, type StructureCheck } from './structure-check';

/** The members of the sets of sessions, one a row. */
const SET_MEMBERS = `(select kept.session_id, kept.entity, kept.first_id + bit.place as id from sync_session_set as kept
    cross join lateral generate_series(0, octet_length(kept.bits) * 8 - 1) as bit(place)
    where get_bit(kept.bits, bit.place) = 1)`;

/** Sync sessions are open or ended, decided or not, and what is kept of them is theirs. */
export const SYNC_CHECKS: readonly StructureCheck[] = [
  check(
    'sync session',
    'Its state and its end contradict each other.',
    `from sync_session as held where (held.state in ('COMMITTED', 'ABORTED', 'EXPIRED')) <> (held.ended_at is not null)`,
    { subject: 'held.id' },
  ),
  check(
    'sync session',
    'It goes on removing, or has, what was never decided.',
    `from sync_session as held where held.state in ('AWAITING_CONFIRMATION', 'COMMITTED') and held.decision is null`,
    { subject: 'held.id' },
  ),
  check(
    'sync session',
    'It began after the newest revision, or ended before it began.',
    `from sync_session as held cross join revision_head as head
     where (held.begun_revision > head.revision or held.ended_at < held.started_at)`,
    { subject: 'held.id', revision: 'held.begun_revision' },
  ),
  check(
    'sync session',
    'A set is of a session that is not there.',
    `from sync_session_set as held where not exists (select from sync_session where sync_session.id = held.session_id)`,
    { subject: 'held.session_id' },
  ),
  aboutNothing('sync session', SET_MEMBERS, { subject: `held.session_id || ' ' || held.entity || ' ' || held.id` }),
  aboutNothing('sync miss', 'sync_miss', { subject: `held.source || ' ' || held.entity || ' ' || held.id` }),
  check('sync miss', 'It was missed no times.', 'from sync_miss as held where held.misses < 1', {
    subject: `held.source || ' ' || held.entity || ' ' || held.id`,
  }),
];
