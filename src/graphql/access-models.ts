import type { ApiToken } from '../domain/access/api-token';
import type { ConnectionModel } from './models';

export type ApiTokenConnectionModel = ConnectionModel<ApiToken>;
