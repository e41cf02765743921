/** Numbers of the model that finds an element again. Written by `npm run fit:relocation`; see there for how they are fitted. */
export interface RelocationModel {
  /** Weight of each feature by its name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Utility of the alternative that the element is gone. */
  readonly goneUtility: number;
  /** Weight of each input of the confidence, by its name. */
  readonly confidence: Readonly<Record<string, number>>;
  readonly confidenceOffset: number;
}
