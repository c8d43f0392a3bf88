import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { checkDocument } from './limits';
import { readSchemaText } from './package-files';

/** Says of a document why it would be refused, whatever it is asked with: a sentence each; nothing for one that fits. */
export function createDocumentCheck(): (text: string) => readonly string[] {
  const schema = buildSchema(readSchemaText());
  return (text) => {
    try {
      checkDocument(text);
      return validate(schema, parse(text)).map(inWords);
    } catch (error) {
      if (error instanceof GraphQLError) return [inWords(error)];
      throw error;
    }
  };
}

const inWords = ({ message, locations }: GraphQLError): string =>
  locations?.[0] ? `${message} (line ${locations[0].line})` : message;
