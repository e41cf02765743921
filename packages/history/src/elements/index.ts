/** Elements that locators resolved to, and pages on which they failed. Apart from the recorder, since most runs have nothing to add. */
export { type FoundPicture, elementPicturePathOf, keepElementPictures } from './element-pictures.ts';
export { type FailingPageQuery, readFailingPages, recordFailingPages } from './failing-pages.ts';
export { readTestElements } from './read-elements.ts';
export { type ChangedElement, type RecordElementsOptions, recordTestElements } from './record-elements.ts';
export { redactedElement } from './redact-elements.ts';
