import { type Dialect, type DialectFields, firstMatch, present } from './dialect.ts';

const codes = [
  /\bSQLITE_[A-Z_]+/,
  /\bER_[A-Z]{3,}[A-Z_]*\b/,
  /\bORA-\d{5}\b/,
  /\bSQLSTATE\b[^\n]{0,40}/,
  /\bE11000\b[^\n]{0,60}/,
  /\bcode: ?["']?(?:08|22|23|25|28|3D|40|42|53|55|57)[0-9A-Z]{3}\b/,
  /\bP[12]\d{3}\b(?=[\s\S]{0,400}prisma)|prisma[\s\S]{0,400}\bP[12]\d{3}\b/i,
];
const drivers = [
  /\b(?:QueryFailed|Sequelize\w*|PrismaClient\w*|Mongo\w*|Mongoose\w*|Knex\w*|Database|Postgres|Sqlite|SQLite|DrizzleQuery|Redis|Reply|MaxRetriesPerRequest)Error\b/,
  /\bInvalid `[^\n`]{1,80}` invocation\b/,
];
const sentences = [
  /database is locked|deadlock (?:detected|found)|could not serialize access|lock wait timeout/i,
  /duplicate key value|duplicate entry '|(?:unique|foreign key|not null|check) constraint|violates [\w-]+(?: [\w-]+)? constraint|null value in column/i,
  /relation "[^"\n]+" does not exist|column "[^"\n]+" (?:of relation "[^"\n]+" )?does not exist|no such (?:table|column)|unknown column '|Table '[^'\n]+' doesn't exist/i,
  /invalid input syntax for type|value too long for type|current transaction is aborted|in a read-only transaction|the database system is (?:starting|shutting)/i,
  /migration (?:table|engine|failed)|can't take lock to run migrations|migrations? (?:is|are) (?:pending|locked)/i,
  /too many (?:clients already|connections)|connection pool|connection slots are reserved|timeout acquiring a connection|buffering timed out/i,
  /password authentication failed for user|no pg_hba\.conf entry|Login failed for user|role "[^"\n]+" does not exist|database "[^"\n]+" does not exist/i,
  /can't reach database server|could not connect to (?:the )?database|database (?:error|connection|unavailable|timeout)|Connection terminated (?:unexpectedly|due to)|Topology is closed/i,
];

/** Database drivers: PostgreSQL, MySQL, SQLite, MongoDB, Redis, and Prisma, Sequelize, TypeORM, Knex and Drizzle over them. */
export const database: Dialect = {
  name: 'database',
  parse({ all }): DialectFields {
    return present({ database: firstMatch(all, [...drivers, ...codes, ...sentences]) });
  },
};
