import { ForwardMigration } from './forward-migration';

const STATEMENTS: readonly string[] = [
  `create table if not exists api_token (
     id uuid primary key,
     name text not null,
     hash bytea not null,
     role text not null,
     tenants text[],
     labels jsonb not null,
     sources text[],
     description text,
     created_by text not null,
     created_at timestamptz(3) not null,
     expires_at timestamptz(3),
     revoked_at timestamptz(3),
     revoked_by text,
     last_used_at timestamptz(3))`,
  'create unique index if not exists api_token_hash on api_token (hash)',
  'create unique index if not exists api_token_name on api_token (name)',
  'alter table webhook add column if not exists visibility jsonb',
];

const COMMENTS: readonly string[] = [
  `table api_token is 'On one node. Who may come in with a secret of their own. Never deleted: once there is one, nobody comes in without. Takes no revision.'`,
  `column api_token.id is 'Random'`,
  `column api_token.name is 'Stands in the change log as the principal; never given twice'`,
  `column api_token.hash is 'SHA-256 of the secret, which is random and kept nowhere'`,
  `column api_token.role is 'What it may do: VIEWER, DISCOVERER, EDITOR or ADMINISTRATOR'`,
  `column api_token.tenants is 'The tenants whose items it sees and writes, the empty text for the default one; null: all'`,
  `column api_token.labels is 'Labels with values that items must have to be seen and written'`,
  `column api_token.sources is 'The data sources it may report as; null: any'`,
  `column api_token.description is 'What it is for'`,
  `column api_token.created_by is 'The principal that made it; command line: on the machine of the database'`,
  `column api_token.created_at is 'When it was made'`,
  `column api_token.expires_at is 'When it ends by itself; null: never'`,
  `column api_token.revoked_at is 'When it was revoked; null: not yet'`,
  `column api_token.revoked_by is 'The principal that revoked it'`,
  `column api_token.last_used_at is 'When it was last used, give or take a minute; null: never'`,
  `column webhook.visibility is 'What who registered it saw, as tenants and labels: it is told of nothing else; null: of everything'`,
];

/** Who may come in, and what webhooks may tell. */
export class Access1795000800000 extends ForwardMigration {
  readonly name = 'Access1795000800000';
  protected readonly statements = [...STATEMENTS, ...COMMENTS.map((comment) => `comment on ${comment}`)];
}
