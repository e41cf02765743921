/** Folders that serve the tests: what lies there is no part of the product. */
export const TEST_FOLDER = /(?:^|\/)(?:tests?|e2e|specs?|__tests__|__mocks__|cypress)\//u;
