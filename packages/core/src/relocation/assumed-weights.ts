/**
 * Weights of what the public data do not have (roles, labels, test ids, rows), set beside fitted ones of alike meaning: a test id is there
 * to be kept, so it counts somewhat more than an equal text; an accessible name mostly repeats the text, so it adds little.
 * Controls that repeat in rows are told apart by the words of the row and by nothing else.
 */
export const assumedWeights: Readonly<Record<string, number>> = {
  'the test id is the same': 2.5,
  'words of the test id are shared': 1,
  'the test id is elsewhere': -1.5,
  'the role is the same': 0.5,
  'the role is another': -0.5,
  'the accessible name is the same': 0.8,
  'the label is the same': 1.2,
  'the label is another': -0.8,
  'the placeholder is the same': 1,
  'the type is the same': 0.3,
  'the type is another': -1.5,
  'words of the row are kept': 3,
  'the words of the row are others': -4,
};
