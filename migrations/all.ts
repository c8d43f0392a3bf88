import { Schema1795000000000 } from './1795000000000-schema';
import { DataRules1795000200000 } from './1795000200000-data-rules';
import { Sync1795000300000 } from './1795000300000-sync';
import { DuplicateSets1795000400000 } from './1795000400000-duplicate-sets';
import { MatchingAndParking1795000500000 } from './1795000500000-matching-and-parking';
import { Outages1795000600000 } from './1795000600000-outages';
import { ClaimedRelationships1795000710000 } from './1795000710000-claimed-relationships';
import { Webhooks1795000740000 } from './1795000740000-webhooks';
import { HistoryHorizon1795000741000 } from './1795000741000-history-horizon';
import { Access1795000800000 } from './1795000800000-access';
import { Search1795000810000 } from './1795000810000-search';
import { VolatileAttributes1795000840000 } from './1795000840000-volatile-attributes';
import { DataSourceActivity1795000850000 } from './1795000850000-data-source-activity';
import { SightingSpans1795000851000 } from './1795000851000-sighting-spans';
import { PathGates1795000870000 } from './1795000870000-path-gates';
import { SessionVisibility1795000880000 } from './1795000880000-session-visibility';

/** Every migration, in order. An explicit list: a file that is not named here does not run. */
export const MIGRATIONS = [
  Schema1795000000000,
  DataRules1795000200000,
  Sync1795000300000,
  DuplicateSets1795000400000,
  MatchingAndParking1795000500000,
  Outages1795000600000,
  ClaimedRelationships1795000710000,
  Webhooks1795000740000,
  HistoryHorizon1795000741000,
  Access1795000800000,
  Search1795000810000,
  VolatileAttributes1795000840000,
  DataSourceActivity1795000850000,
  SightingSpans1795000851000,
  PathGates1795000870000,
  SessionVisibility1795000880000,
] as const;
