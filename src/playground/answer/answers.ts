import { createAnswerLog } from './answer-log';

/** The answers of this page: GraphiQL's panes take no properties, so what they share stands here. */
export const answers = createAnswerLog();
