import { type Dialect, type DialectFields, firstMatch, present } from './dialect.ts';

const unresolved = [
  /Cannot find (?:module|package) [^\n]{1,80}/,
  /\bERR_MODULE_NOT_FOUND\b|\bMODULE_NOT_FOUND\b/,
  /Failed to (?:resolve import|load url|resolve entry for package) [^\n]{1,80}/,
  /Could not resolve "[^\n"]{1,80}"/,
  /Unknown file extension "[^\n"]{1,20}"|ERR_UNKNOWN_FILE_EXTENSION/,
  /Module not found: [^\n]{1,80}/,
];
const unlinked = [
  /\bNamed export '[^\n']{1,60}' not found/,
  /does not provide an export named [^\n]{1,40}/,
  /\brequire\(\) of ES Module\b|\bERR_REQUIRE_ESM\b|ERR_REQUIRE_ASYNC_MODULE|ERR_IMPORT_ATTRIBUTE_\w+|ERR_IMPORT_ASSERTION_\w+|ERR_PACKAGE_PATH_NOT_EXPORTED|ERR_UNSUPPORTED_(?:DIR|ESM|NODE|TYPESCRIPT)\w*/,
  /\b(?:require|exports|module|__dirname|__filename) is not defined in ES module scope/,
  /Cannot use import statement outside a module|Cannot use 'import\.meta' outside a module/,
  /Package subpath '[^\n']{1,60}' is not defined by "exports"/,
];
const unparsed = [
  /Jest encountered an unexpected token|Failed to parse source for import analysis/,
  /Transform failed with \d+ errors?|Build failed with \d+ errors?/,
  /\berror TS\d{4,5}\b[^\n]{0,80}|\bTypeCheckError\b[^\n]{0,80}|\bTSError\b[^\n]{0,60}/,
  /\bSyntaxError\b[^\n]{0,80}|Unexpected token|Parse(?:Error| error)|Unterminated (?:string|regular|template|regexp)/,
  /fatal error: \S+: No such file/,
];

/** JSON that does not parse is data, and a selector that does not parse is an argument: no code failed to load. */
const notCode = /\bJSON\b|is not a valid selector|while parsing (?:css )?selector|Failed to execute '/;

/** Imports that cannot be resolved, modules that do not fit, files that do not parse: Node, Vite, Jest, esbuild and TypeScript. */
export const moduleLoading: Dialect = {
  name: 'module-loading',
  parse({ told, head }): DialectFields {
    const loading = firstMatch(told, [...unresolved, ...unlinked]);
    if (loading !== undefined) return { unloaded: loading };
    const isData =
      notCode.test(head) || /Unexpected (?:token|end|non-whitespace)[^\n]{0,60} JSON|not valid JSON/.test(told);
    return isData ? {} : present({ unloaded: firstMatch(told, unparsed) });
  },
};
