import type { Cause } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** The store behind the product failed. */
export const database: Cause = {
  name: 'database',
  title: 'Database error',
  likely: 'The database refused or lost the work: a lock, a constraint, a missing migration or a lost connection.',
  advice:
    'Look at the statement and the constraint that the message names. Locks and duplicate keys usually mean that tests share rows: give each its own data.',
  retry: 'linear',
  score: (features) =>
    wordEvidence(`${features.told}\n${features.callLog}`, [
      [/\bSQLITE_[A-Z_]+|\bER_[A-Z]{3,}[A-Z_]*|\bORA-\d{5}|\bSQLSTATE\b|\bP[12]\d{3}\b(?=.*prisma)/i, 8.5],
      [/\b(?:QueryFailed|Sequelize\w*|PrismaClient\w*|Mongo\w*|Knex\w*|Database|Postgres|Sqlite)Error\b/, 8],
      [/database is locked|deadlock(?: detected)?|could not serialize access|lock wait timeout/i, 8],
      [/duplicate key value|unique constraint|foreign key constraint|violates \S+ constraint/i, 8],
      [/relation "[^"]+" does not exist|no such (?:table|column)|unknown column/i, 8],
      [
        /migration (?:table|engine|failed)|can't take lock to run migrations|migrations? (?:is|are) (?:pending|locked)/i,
        7,
      ],
      [
        /too many (?:clients|connections)|connection pool|password authentication failed for user|could not connect to (?:the )?database|database (?:error|connection|unavailable|timeout)/i,
        7.5,
      ],
    ]),
};
