import { BUILTIN_MODEL } from '../domain/class-model/builtin-model';
import { ClassModel } from '../domain/class-model/resolved-class-model';

/** For guesses; a server decides by the model that it has. */
export const shippedModel = new ClassModel(BUILTIN_MODEL);

/**
 * Whether the shipped model lets a type connect two classes. For formats that connect anything with anything, so that
 * what does not fit can be said in a weaker way; a server decides by the model that it has.
 */
export const shippedModelAllows = (type: string, source: string, target: string): boolean =>
  shippedModel.allows(type, source, target);
