import { EXAMPLE_QUERIES } from '../example-queries';
import { ExampleList } from '../examples-pane';

/** What to do on a page where nothing was asked. */
export function Welcome({ items }: { readonly items: number | null }) {
  if (items === 0) return <NothingStored />;
  return (
    <>
      <p>
        Type a name above, such as <kbd>redis</kbd>: <strong>Enter</strong> draws what depends on the item, and{' '}
        <strong>If it fails</strong> what breaks. Or start with a question, or write a query of your own: whatever it
        finds is drawn here. <a href="/impact">What is hit right now</a> shows what the reported outages break.
      </p>
      <ExampleList examples={EXAMPLE_QUERIES} />
    </>
  );
}

function NothingStored() {
  return (
    <>
      <p>
        <strong>Nothing is stored yet.</strong> Fill the inventory from the command line, then load this page again:
      </p>
      <pre>
        npx underpin import kubernetes manifests/*.yaml --source kubernetes/production{'\n'}
        npx underpin import csv servers.csv --class LinuxServer --source spreadsheet{'\n'}
        npx underpin import --help
      </pre>
      <p>
        <code>npm run demo</code> starts a server of its own with a sample inventory to try every question on.
      </p>
    </>
  );
}
