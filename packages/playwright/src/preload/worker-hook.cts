const Module = require('node:module') as { _load?: (request: string, ...rest: unknown[]) => unknown };
const { openCaptureFile } = require('./capture-file.cjs') as import('./capture-file.cts').CaptureFileModule;
const { openChokePoint } = require('./choke-point.cjs') as import('./choke-point.cts').ChokePointModule;
const { startCoverage } =
  require('./coverage-collector.cjs') as import('./coverage-collector.cts').CoverageCollectorModule;
const { startElements } = require('./element-recorder.cjs') as import('./element-recorder.cts').ElementRecorder;
const { readProofRequest } = require('./proof-request.cjs') as import('./proof-request.cts').ProofRequestModule;
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

/** Only workers that need it load it. */
function loadProofRecorder(): import('./proof-recorder.cts').ProofRecorder {
  return require('./proof-recorder.cjs') as import('./proof-recorder.cts').ProofRecorder;
}

/** Set once capture runs in this process, so that the preload and the exported fixture never both do. */
const startedKey = Symbol.for('millwright.capture.started');

/** Waits until the worker loads `playwright/test`, then captures and stops watching. */
function watchForPlaywright(): void {
  const load = Module._load;
  if (typeof load !== 'function') return;
  const watching = function watchingLoad(this: unknown, request: string, ...rest: unknown[]): unknown {
    const loaded = load.call(this, request, ...rest);
    if (/playwright|[\\/]test(?:\.js)?$/.test(request) && internals.isPlaywrightTest(loaded)) {
      if (Module._load === watching) Module._load = load;
      startCapture(loaded);
    }
    return loaded;
  };
  Module._load = watching;
}

/** Begins to capture in this worker. Does nothing when it runs already, or when no reporter asked for it. */
function startCapture(playwright: import('./playwright-internals.cts').PlaywrightTest): void {
  const dir = process.env['MILLWRIGHT_CAPTURE_DIR'];
  const marks = globalThis as Record<symbol, unknown>;
  if (!dir || marks[startedKey]) return;
  marks[startedKey] = true;
  const file = openCaptureFile(dir);
  try {
    const chokePoint = openChokePoint(playwright.chromium._connection ?? {});
    if (!chokePoint) file.giveUp('actions, because this version of Playwright sends them another way');
    const testEnds = internals.openTestEnds(playwright);
    const mode = process.env['MILLWRIGHT_CAPTURE_COVERAGE'];
    const elements = process.env['MILLWRIGHT_CAPTURE_ELEMENTS'];
    const request = readProofRequest(process.env);
    if (chokePoint && testEnds) {
      const options = { playwright, dir, file, chokePoint, testEnds };
      const pictures = elements === 'pictures';
      if (pictures || elements === 'on' || elements === 'pages')
        startElements({ ...options, remembers: elements !== 'pages', pictures });
      if (request) loadProofRecorder().startProof({ ...options, request });
    } else if (elements !== 'off' || request)
      file.giveUp('elements, because this version of Playwright keeps its calls or fixtures elsewhere');
    if (mode === 'auto' || mode === 'v8') startCoverage({ playwright, mode, file, chokePoint, testEnds });
  } catch (error) {
    file.giveUp('anything in the workers', error);
  }
}

const workerHook = { watchForPlaywright, startCapture };
module.exports = workerHook;
export type WorkerHook = typeof workerHook;
