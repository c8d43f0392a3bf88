import { useGraphiQLActions } from '@graphiql/react';
import { useAsk } from './ask';
import { EXAMPLE_QUERIES, type ExampleQuery } from './example-queries';
import { ExamplesIcon } from './icons';

/** Queries that run as they are on the sample inventory. */
function ExamplesPane() {
  return (
    <section className="underpin-pane" aria-labelledby="underpin-examples-title">
      <h2 id="underpin-examples-title" className="underpin-title">
        Examples
      </h2>
      <p className="underpin-quiet">
        Each one goes into the editor and runs. They fit the sample inventory of <code>npm run demo</code>: on yours,
        change the variables.
      </p>
      <ExampleList examples={EXAMPLE_QUERIES} />
    </section>
  );
}

export function ExampleList({ examples }: { readonly examples: readonly ExampleQuery[] }) {
  const ask = useAsk();
  const actions = useGraphiQLActions();
  function run({ query, variables }: ExampleQuery) {
    ask?.({ query, variables });
    actions.setVisiblePlugin(GRAPH_TITLE);
  }
  return (
    <ul className="underpin-examples">
      {examples.map((example) => (
        <li key={example.title}>
          <button type="button" disabled={ask === null} onClick={() => run(example)}>
            <strong>{example.title}</strong>
            <span>{example.about}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Names the pane that draws; a click on an example leads there. */
export const GRAPH_TITLE = 'Graph';

export const EXAMPLES_PLUGIN = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPane };
