import { ForwardMigration } from './forward-migration';
import { commentStatements, type TableComments } from './table-comments';

const STATEMENTS: readonly string[] = [
  `create table if not exists webhook (
     id uuid primary key,
     url text not null,
     description text,
     filter jsonb not null,
     secret text not null,
     secret_before text,
     secret_before_until timestamptz(3),
     principal text not null,
     created_at timestamptz(3) not null,
     updated_at timestamptz(3) not null,
     generation integer not null,
     state text not null,
     state_reason text,
     position text not null,
     position_revision bigint not null,
     failures integer not null,
     next_attempt_at timestamptz(3),
     last_error text,
     last_delivered_at timestamptz(3))`,
  'create index if not exists webhook_order on webhook (created_at, id)',
  'create sequence if not exists webhook_dead_letter_id',
  `create table if not exists webhook_dead_letter (
     webhook_id uuid not null,
     id bigint not null,
     event_id text not null,
     revision bigint not null,
     body text not null,
     failed_at timestamptz(3) not null,
     attempts integer not null,
     reason text not null,
     redeliver boolean not null,
     primary key (webhook_id, id))`,
];

const COMMENTS: TableComments = {
  webhook: {
    table: 'Distributed by id. Who is told of changes by HTTP, and how far they were. Takes no revision.',
    columns: {
      id: 'Random',
      url: 'Where events are posted to',
      description: 'What it is for',
      filter: 'Which changes: the filter of the change feed, its references turned into ids',
      secret: 'Signs the events; has to be known in clear, and leaves the database for nothing else',
      secret_before: 'The secret before the last rotation; signs as well until secret_before_until',
      secret_before_until: 'When the secret before ends',
      principal: 'Who registered it; what they may see is what it is told',
      created_at: 'When it was registered',
      updated_at: 'When it was last changed',
      generation: 'Counts its changes: a delivery under an older one is not noted any more',
      state: 'ACTIVE, PAUSED by a person or SUSPENDED because it cannot go on',
      state_reason: 'Why it is suspended',
      position: 'Cursor of the change feed: what is up to there was delivered, did not fit or is a dead letter',
      position_revision: 'The revision of that cursor',
      failures: 'How often the next event was tried in vain',
      next_attempt_at: 'When it is tried again; null: at once',
      last_error: 'Why the last attempt failed; null after a success',
      last_delivered_at: 'When an event was last taken',
    },
  },
  webhook_dead_letter: {
    table: 'Distributed by webhook_id. Events that a webhook did not take. Takes no revision.',
    columns: {
      webhook_id: 'The webhook',
      id: 'Grows; the order in which they were given up',
      event_id: 'The id it was sent under; the same when it is sent again',
      revision: 'The revision it speaks of',
      body: 'What was sent',
      failed_at: 'When it was last tried',
      attempts: 'How often it was tried',
      reason: 'Why the last attempt failed',
      redeliver: 'Somebody asked for it to be sent again',
    },
  },
};

/** Webhooks and what they did not take. */
export class Webhooks1795000740000 extends ForwardMigration {
  readonly name = 'Webhooks1795000740000';
  protected readonly statements = [...STATEMENTS, ...commentStatements(COMMENTS)];
}
