import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
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
import { withSubscriptions } from './subscriptions';

const PLUGINS = [GRAPH_PLUGIN, EXAMPLES_PLUGIN, HISTORY_PLUGIN];

const FETCHER = logged(withSubscriptions(createGraphiQLFetcher({ url: ENDPOINT, fetch: dataFetch })), answers);

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
      onTabChange={({ tabs, activeTabIndex }) =>
        answers.enterTab(
          tabs[activeTabIndex]?.id ?? '',
          tabs.map(({ id }) => id),
        )
      }
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
