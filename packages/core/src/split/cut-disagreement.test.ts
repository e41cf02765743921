import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type CutShard, type UncutUnit, findCutDisagreements } from './cut-disagreement.ts';
import { type CutItem, shardCutOf } from './shard-cut.ts';

/** `a:1` is the file a in shard 1, `a › t:2` a test of it in shard 2, `chrome/a:1` the file in that project. */
function cutOf(line: string) {
  const items = line.split(', ').map((word): CutItem => {
    const [, project = '', file = '', title, shard] = /^(?:(\w+)\/)?(\w+)(?: › ([^:]+))?:(\d)$/.exec(word) ?? [];
    return { project, file, ...(title !== undefined && { title }), shard: Number(shard) };
  });
  return { by: 'timings', digest: line, cut: shardCutOf(items, 9).units } as const;
}

const shardOf = (name: string): Pick<CutShard, 'runId' | 'shard' | 'projects'> => {
  const [current = 0, total = 0] = name.split('/').map(Number);
  return { runId: `run of ${total}`, shard: { current, total }, projects: [''] };
};

/** What a shard ran that has no cut to show. */
const ran = (...names: readonly string[]): Pick<CutShard, 'tests'> => ({
  tests: names.map((name) => {
    const [file = '', ...titlePath] = name.split(' › ');
    return { project: '', file, titlePath };
  }),
});
const byCount = { by: 'count' } as const;

const namesOf = (units: readonly UncutUnit[] | undefined): readonly string[] | undefined =>
  units?.map(
    ({ project, file, title }) => `${project && `${project}/`}${file}${title === undefined ? '' : ` › ${title}`}`,
  );

const first = cutOf('a:1, b:1, c:2, d:2');
const second = cutOf('a:2, b:1, c:1, d:2');

interface Row {
  readonly name: string;
  readonly shards: readonly CutShard[];
  readonly lost?: readonly string[];
  readonly doubled?: readonly string[];
  readonly missing?: readonly string[];
}

describe('shards of one build that do not fit', () => {
  test.each<Row>([
    {
      name: 'other timings in one of two shards',
      shards: [
        { ...shardOf('1/2'), ...second },
        { ...shardOf('2/2'), ...first },
      ],
      lost: ['a'],
      doubled: ['c'],
    },
    {
      name: 'no timings in one of two shards',
      shards: [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), ...byCount, ...ran('b › t', 'c › t') },
      ],
      lost: ['d'],
      doubled: ['b'],
    },
    {
      name: 'no timings, with a file that runs in parallel and that the runner took apart',
      shards: [
        { ...shardOf('1/2'), ...cutOf('a › t:1, a › u:2, a › group:2, a › group > x:2') },
        { ...shardOf('2/2'), ...byCount, ...ran('a › t', 'a › group › x') },
      ],
      lost: ['a › u'],
      doubled: ['a › t'],
    },
    {
      name: 'a file that one took apart and the other kept whole',
      shards: [
        { ...shardOf('1/2'), ...cutOf('a › t:1, a › u:2, b:2') },
        { ...shardOf('2/2'), ...cutOf('a:1, b:2') },
      ],
      lost: ['a › u'],
      doubled: [],
    },
    {
      name: 'a file that only one of them has seen',
      shards: [
        { ...shardOf('1/2'), ...cutOf('a:1, new:2') },
        { ...shardOf('2/2'), ...cutOf('a:1') },
      ],
      lost: ['new'],
      doubled: [],
    },
    {
      name: 'different numbers of shards: others may still come',
      shards: [
        { ...shardOf('1/2'), ...cutOf('a:1, b:2, c:2') },
        { ...shardOf('2/3'), ...cutOf('a:1, b:2, c:3') },
      ],
      lost: ['c'],
      doubled: [],
      missing: ['2/2', '1/3', '3/3'],
    },
    {
      name: 'different numbers, cut by the runner: nobody knows what is lost',
      shards: [
        { ...shardOf('1/2'), ...byCount, ...ran('a › t') },
        { ...shardOf('2/3'), ...byCount, ...ran('b › t') },
      ],
      missing: ['2/2', '1/3', '3/3'],
    },
    {
      name: 'a shard that crashed: what was in it is not known',
      shards: [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), ...byCount },
      ],
    },
    {
      name: 'other timings, and a cut that is not kept any more',
      shards: [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), by: 'timings', digest: 'gone', ...ran('a › t', 'c › t', 'd › t') },
      ],
      lost: [],
      doubled: ['a'],
    },
    {
      name: 'a shard of an older version, which says nothing and ran something else',
      shards: [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), ...ran('a › t', 'c › t') },
      ],
      lost: ['d'],
      doubled: ['a'],
    },
  ])('$name', ({ shards, lost, doubled, missing = [] }) => {
    const [found, ...more] = findCutDisagreements(shards);
    expect(more).toEqual([]);
    expect({ lost: namesOf(found?.lost), doubled: namesOf(found?.doubled) }).toEqual({ lost, doubled });
    expect(found?.missing.map(({ current, total }) => `${current}/${total}`)).toEqual(missing);
    expect(found?.isComplete).toBe(missing.length === 0);
  });

  test('tell how many tests are lost where files are whole', () => {
    const units = (shard: number) => [{ project: '', file: 'a', shard, tests: 12 }];
    const shards = [
      { ...shardOf('1/2'), by: 'timings', digest: 'x', cut: units(2) } as const,
      { ...shardOf('2/2'), by: 'timings', digest: 'y', cut: units(1) } as const,
    ];
    expect(findCutDisagreements(shards)[0]?.lost).toEqual([{ project: '', file: 'a', tests: 12 }]);
  });
});

describe('shards that fit', () => {
  const inOneFile = (digest: string, tests: number) =>
    ({ by: 'timings', digest, cut: [{ project: '', file: 'a', shard: 1, tests }] }) as const;
  test.each<readonly [string, readonly CutShard[]]>([
    [
      'the same timings',
      [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), ...first },
      ],
    ],
    [
      'the same timings, others are still to come',
      [
        { ...shardOf('1/3'), ...first },
        { ...shardOf('3/3'), ...first },
      ],
    ],
    [
      'all by count',
      [
        { ...shardOf('1/2'), ...byCount, ...ran('a › t') },
        { ...shardOf('2/2'), ...byCount, ...ran() },
      ],
    ],
    [
      'a shard that was run again',
      [shardOf('1/2'), shardOf('1/2'), shardOf('2/2')].map((one) => ({ ...one, ...first })),
    ],
    [
      'another number of tests in a file',
      [
        { ...shardOf('1/2'), ...inOneFile('x', 2) },
        { ...shardOf('2/2'), ...inOneFile('y', 3) },
      ],
    ],
    [
      'an older version, which ran the rest',
      [
        { ...shardOf('1/2'), ...first },
        { ...shardOf('2/2'), ...ran('c › t', 'd › t') },
      ],
    ],
    [
      'an older version, others are still to come',
      [
        { ...shardOf('1/3'), ...first },
        { ...shardOf('2/3'), ...ran('c › t') },
      ],
    ],
    [
      'the browsers of a matrix, each cut by itself',
      [
        { ...shardOf('1/2'), ...cutOf('chrome/a:1, chrome/b:2') },
        { ...shardOf('2/2'), ...cutOf('chrome/a:1, chrome/b:2') },
        { ...shardOf('1/3'), ...byCount, projects: ['setup', 'firefox'], ...ran('a › t') },
        { ...shardOf('1/4'), ...byCount, projects: ['setup', 'webkit'], ...ran('a › t') },
      ],
    ],
    [
      'the folders of a matrix',
      [
        { ...shardOf('1/2'), ...cutOf('a:1, b:2') },
        { ...shardOf('1/3'), ...cutOf('c:1, d:2') },
      ],
    ],
    ['one alone', [{ ...shardOf('1/2'), ...first }]],
    ['none', []],
  ])('%s', (_name, shards) => {
    expect(findCutDisagreements(shards)).toEqual([]);
  });
});

const anyTotal = fc.integer({ min: 2, max: 5 });
/** Tests `f1 › t3`, of which some files are cut whole, with the shard that each of two cuts gives to its unit. */
const anySuite = fc.tuple(anyTotal, fc.nat({ max: 20 })).chain(([total, count]) =>
  fc.record({
    total: fc.constant(total),
    units: fc.array(fc.tuple(fc.integer({ min: 1, max: total }), fc.integer({ min: 1, max: total })), {
      minLength: count,
      maxLength: count,
    }),
  }),
);

function suiteCut(places: readonly number[], total: number, digest: string) {
  const items = places.map((shard, index): CutItem => {
    const file = `f${index % 5}`;
    // Three of five files are cut into tests, the others hold one unit each.
    return index % 5 < 3
      ? { project: '', file, title: `t${index}`, shard }
      : { project: '', file: `${file}-${index}`, shard };
  });
  return { by: 'timings', digest, cut: shardCutOf(items, total).units } as const;
}

const unitNameOf = (index: number): string => (index % 5 < 3 ? `f${index % 5} › t${index}` : `f${index % 5}-${index}`);

describe('laws', () => {
  test('with one cut nothing is ever lost and nothing runs twice, in whatever order the shards come', () => {
    fc.assert(
      fc.property(anySuite, fc.nat(), ({ total, units }, seed) => {
        const cut = suiteCut(
          units.map(([shard]) => shard),
          total,
          'one',
        );
        const shards = Array.from({ length: total }, (_, index) => ({ ...shardOf(`${index + 1}/${total}`), ...cut }));
        const shuffled = shards.toSorted(
          (a, b) => ((a.shard.current * 7 + seed) % 5) - ((b.shard.current * 7 + seed) % 5),
        );
        expect(findCutDisagreements(shuffled)).toEqual([]);
      }),
    );
  });

  test('with two cuts the lost are exactly those that no shard took, and the doubled those that two took', () => {
    fc.assert(
      fc.property(anySuite, fc.integer({ min: 1, max: 4 }), ({ total, units }, split) => {
        const cuts = [0, 1].map((which) =>
          suiteCut(
            units.map((places) => places[which] ?? 1),
            total,
            `cut ${which}`,
          ),
        );
        // Shards up to `split` have the first cut, the others the second.
        const whichOf = (current: number): 0 | 1 => (current <= split ? 0 : 1);
        const shards = Array.from({ length: total }, (_, index) => ({
          ...shardOf(`${index + 1}/${total}`),
          ...(cuts[whichOf(index + 1)] as (typeof cuts)[0]),
        }));
        const timesRun = units.map(
          (places) => shards.filter(({ shard }) => places[whichOf(shard.current)] === shard.current).length,
        );
        const namesWith = (isWanted: (times: number) => boolean): readonly string[] =>
          timesRun.flatMap((times, index) => (isWanted(times) ? [unitNameOf(index)] : [])).toSorted();
        const [found] = findCutDisagreements(shards);
        const isTwo = split < total && units.some(([one, other]) => one !== other);
        expect(found !== undefined).toBe(isTwo);
        expect(namesOf(found?.lost)?.toSorted() ?? []).toEqual(isTwo ? namesWith((times) => times === 0) : []);
        expect(namesOf(found?.doubled)?.toSorted() ?? []).toEqual(isTwo ? namesWith((times) => times > 1) : []);
      }),
    );
  });
});
