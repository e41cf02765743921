import type { ChangeRule } from '../selection-rule.ts';

/** By its name, whatever folder it is in. */
const DOCUMENTATION =
  /(?:^|\/)(?:readme|changelog|changes|history|license|licence|contributing|code_of_conduct|security|authors|notice|codeowners|agents|claude|todo|funding)(?:[-_.][\w-]+)?(?:\.(?:md|markdown|rst|adoc|txt))?$/iu;

const TEXT = /\.(?:md|markdown|rst|adoc|txt)$/iu;

/** Text of no such name: a page of a site, unless it lies at the top or where documentation lies. */
const PAGE = /\.(?:md|markdown|rst|adoc)$/iu;

const DOCUMENTATION_FOLDER = /^[^/]+$|(?:^|\/)(?:docs?|documentation|adr|rfcs?)\//iu;

const TOOLING =
  /(?:^|\/)(?:\.github|\.gitlab|\.vscode|\.idea|\.husky|\.changeset|\.changes|\.cursor|\.claude|\.devcontainer)\/|(?:^|\/)(?:\.git(?:ignore|attributes|-blame-ignore-revs|modules)|\.editorconfig|\.(?:prettier|eslint|stylelint|npm|docker|ox)ignore|\.prettierrc(?:\.\w+)?|prettier\.config\.[cm]?[jt]s|\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s|\.?oxlintrc\.json|\.?oxfmtrc\.json|biome\.jsonc?|\.markdownlint(?:rc)?(?:\.\w+)?|\.?cspell(?:\.config)?\.\w+|renovate\.json5?|\.renovaterc(?:\.json)?|dependabot\.yml|commitlint\.config\.[cm]?[jt]s|lint-staged\.config\.[cm]?[jt]s|\.lintstagedrc(?:\.\w+)?|knip\.jsonc?|codecov\.ya?ml|\.gitlab-ci\.yml|\.travis\.yml|netlify\.toml|vercel\.json|\.release-it\.json|release-please-config\.json|\.release-please-manifest\.json|lerna\.json|typedoc\.json|api-extractor\.json)$/u;

/** Folders whose texts tests may read. */
const READ_BY_TESTS = /(?:^|\/)(?:__)?(?:fixtures?|testdata|test-data|tests?|templates?|snapshots?|src)(?:__)?\//u;

/** Documentation and the settings of editors, linters and pipelines, as long as no module names them. */
export const documentation: ChangeRule = {
  name: 'documentation',
  assess({ file }, { input }) {
    if (input.impact.named.has(file)) return undefined;
    if (TOOLING.test(file)) return { nothing: `${file} concerns editors, linters or pipelines.` };
    if (READ_BY_TESTS.test(file)) return undefined;
    if (isNamedLikeDocumentation(file) || (PAGE.test(file) && DOCUMENTATION_FOLDER.test(file)))
      return { nothing: `${file} is documentation, and no module names it.` };
    if (!PAGE.test(file)) return undefined;
    return {
      concerns: ({ runner }) => (runner === 'playwright' ? `${file} changed, and may be a page.` : undefined),
    };
  },
};

/** `LICENSE`, `LICENSE-MIT`, `README.de.md`; but not `todo.json`. */
function isNamedLikeDocumentation(file: string): boolean {
  return DOCUMENTATION.test(file) && (TEXT.test(file) || !/\/[^/]*\.[^/]*$/u.test(`/${file}`));
}
