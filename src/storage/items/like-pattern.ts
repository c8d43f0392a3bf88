/** A pattern for LIKE that finds a text as it is, anywhere. */
export const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
