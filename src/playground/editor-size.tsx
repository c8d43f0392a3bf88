import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

const FONT_SIZE_PX = 13;

/** GraphiQL's 15 px in lines that go on for ever leave half a query hidden beside a picture; it offers no setting for it. */
export function EditorSize() {
  const editors = useGraphiQL(pick('queryEditor', 'variableEditor', 'headerEditor', 'responseEditor'));
  useEffect(() => {
    for (const editor of Object.values(editors)) editor?.updateOptions({ fontSize: FONT_SIZE_PX, wordWrap: 'on' });
  }, [editors]);
  return null;
}
