export type * from './history-store.ts';
export type * from './recorder/run-recorder.ts';
