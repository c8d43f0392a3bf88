import { ForwardMigration } from './forward-migration';

const HAS_PATH_GATE = `gates <> '{}'::jsonb and jsonb_path_exists(gates, '$.* ? (@.rule == "PATH")')`;

const STATEMENTS: readonly string[] = [
  `create index if not exists configuration_item_path_gates on configuration_item (id) where ${HAS_PATH_GATE}`,
  `create index if not exists configuration_item_version_path_gates on configuration_item_version (id) where ${HAS_PATH_GATE}`,
];

/** Which items have PATH gates of their own: a graph that is read from the tables has to know, and hardly any have. */
export class PathGates1795000870000 extends ForwardMigration {
  readonly name = 'PathGates1795000870000';
  protected readonly statements = STATEMENTS;
}
