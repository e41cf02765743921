import type { Cause, CauseEvidence } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** What must be ready before the test was not. */
export const setup: Cause = {
  name: 'setup',
  title: 'Setup failed',
  likely: 'The ground for the tests was not laid: a hook, a browser, a server, a file or a tool was not ready.',
  advice: 'Mend the setup first; the tests behind it have not been judged. Run it alone to see its own output.',
  retry: 'none',
  score: (features) => {
    const lines: CauseEvidence[] = [
      ...wordEvidence(features.told, [
        [
          /Executable doesn't exist at|Host system is missing dependencies|Looks like Playwright[^\n]{0,60} (?:installed|updated)/,
          9,
        ],
        [
          /browser\w*\.launch\w*|needs to be launched with|webServer [^\n]{0,80}|Process from config\.webServer|config\.webServer/,
          6,
        ],
        [
          /Can't clean tmpdir|EBUSY: resource busy|ENOTEMPTY|EEXIST: file already|index\.lock|Another git process/i,
          6.5,
        ],
        [/\bEADDRINUSE\b|address already in use|port \d+ is (?:already )?(?:in use|used|taken)/i, 8],
        [
          /(?:in|running) "?(?:before|after)All"? ?(?:hook)?|"(?:before|after)All" hook|global(?:Setup| setup| teardown)|fixture "[^"]+" (?:setup|teardown)/i,
          7,
        ],
        [/\bENOENT: no such file or directory[^\n]{0,80}/, 5],
        [
          /Command failed: |GitException|returned status code \d+|while waiting for \/|docker(?:\.\w+)?\.sock|No tests found|No projects matched/i,
          6,
        ],
      ]),
    ];
    if (features.origin === 'run') lines.push({ text: 'It happened outside any test.', weight: 3 });
    if (features.origin === 'hook') lines.push({ text: 'It happened in a hook.', weight: 2 });
    return lines;
  },
};
