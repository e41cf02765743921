export const runLinesFormat = 'millwright/run-lines';
export const runLinesVersion = 1;
