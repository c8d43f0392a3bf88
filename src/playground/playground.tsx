import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createClient } from 'graphql-ws';
import { AddressBar } from './address-bar';
import { logged } from './answer/answer-log';
import { answers } from './answer/answers';
import { rememberAsked } from './ask';
import { dataFetch, ENDPOINT } from './data-fetch';
import { EXAMPLES_PLUGIN } from './examples-pane';
import { EditorSize } from './editor-size';
import { GRAPH_PLUGIN } from './panels/graph-pane';
import { UnderpinSign } from './icons';
import { paneStorage } from './pane-storage';

const PLUGINS = [GRAPH_PLUGIN, EXAMPLES_PLUGIN, HISTORY_PLUGIN];

const FETCHER = logged(
  createGraphiQLFetcher({
    url: ENDPOINT,
    fetch: dataFetch,
    // Connects with the first subscription, not before.
    wsClient: createClient({ url: ENDPOINT.replace(/^/, webSocketOrigin()), lazy: true }),
  }),
  answers,
);

const WELCOME = `# Ask what depends on what, what breaks if something fails, and what changed.
# The pane on the left draws the answer. Examples are one click away; Ctrl-Space completes, Ctrl-Enter runs.

{
  server { version revision graph { items relationships } }
}
`;

/** So that the editor knows which variables fit. */
const SCALARS = {
  JSONObject: { type: 'object' },
  JSON: {},
  DateTime: { type: 'string' },
  Revision: { type: 'integer' },
} as const;

rememberAsked(WELCOME);

export function Playground() {
  return (
    <GraphiQL
      fetcher={FETCHER}
      plugins={PLUGINS}
      visiblePlugin={GRAPH_PLUGIN.title}
      storage={paneStorage(window.localStorage)}
      defaultQuery={WELCOME}
      customScalarSchemas={SCALARS}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>
        <span className="underpin-logo">
          <UnderpinSign /> Underpin
        </span>
      </GraphiQL.Logo>
      <AddressBar />
      <EditorSize />
    </GraphiQL>
  );
}

function webSocketOrigin(): string {
  return window.location.origin.replace(/^http/, 'ws');
}
