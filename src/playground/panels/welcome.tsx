import { EXAMPLE_QUERIES } from '../example-queries';
import { ExampleList } from '../examples-pane';

/** What to do on a page where nothing was asked. */
export function Welcome() {
  return (
    <>
      <p>
        Type a name above, such as <kbd>redis</kbd>: <strong>Enter</strong> draws what depends on the item, and{' '}
        <strong>If it fails</strong> what breaks. Or start with a question, or write a query of your own: whatever it
        finds is drawn here.
      </p>
      <ExampleList examples={EXAMPLE_QUERIES} />
    </>
  );
}
