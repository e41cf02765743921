import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { rootIdentifier } from '../syntax/call.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';
import { runnerSettingsOf } from './runner-settings.ts';
import { valueOriginOf } from './value-origin.ts';

const SQL_CLIENTS =
  /^(?:pg|pg-promise|postgres|mysql2?(?:\/promise)?|better-sqlite3|node:sqlite|sqlite3?|mariadb|slonik|tedious|mssql)$/u;
const ORMS = /^(?:@prisma\/client|mongodb|mongoose|knex|drizzle-orm(?:\/.+)?|typeorm|sequelize|kysely|ioredis|redis)$/u;
const SQL_CALLS = /^(?:query|execute|exec|run|none|one|prepare|raw|unsafe)$/u;
const ORM_WRITES =
  /^(?:create|createMany|insert|insertOne|insertMany|insertInto|upsert|save|bulkCreate|set|hset|lpush|rpush|sadd)$/u;
const CONTROL =
  /(?:deleteMany|deleteOne|truncate|rollback|dropDatabase|dropCollection|flushall|flushdb|flushAll|flushDb|\$transaction|synchronize|migrateLatest|resetDatabase|resetDb|cleanDatabase|clearDatabase|destroyAll|startTransaction|MongoMemoryServer|withTransaction|transaction|sandbox|testcontainers|destroy|del|unlink|delete)$/iu;
const CONTROL_TEXT =
  /:memory:|\b(?:ROLLBACK|TRUNCATE|DELETE\s+FROM|DROP\s+(?:TABLE|SCHEMA|DATABASE)|SAVEPOINT)\b|MongoMemory|testcontainers|pg-mem|PGlite/iu;

/** A test that writes rows to a real database and neither rolls back nor removes them. In-memory databases, transactions and clean-up of any kind are none. */
export const databaseWithoutIsolation: FlakyPattern = {
  name: 'database-without-isolation',
  severity: 'warning',
  find(context) {
    const writes = context.calls.filter((call) => isWrite(context, call));
    if (writes.length === 0 || isControlled(context)) return [];
    return writes.map((node) => ({
      node,
      why: 'The row stays in the database after the test, so later tests, repeated runs and parallel workers find data they did not make.',
      advice:
        'Run each test in a transaction that is rolled back, give each worker a schema of its own, or delete the rows in `afterEach`.',
    }));
  },
};

function isWrite(context: PatternContext, call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (!SQL_CALLS.test(name) && !ORM_WRITES.test(name)) return false;
  const module = clientOf(context, call.expression);
  if (module === undefined || !['test', 'retry'].includes(flowOf(context, call))) return false;
  if (SQL_CLIENTS.test(module) || /^(?:query|execute|raw|unsafe)$/u.test(name)) {
    const first = call.arguments[0] && unwrapped(call.arguments[0]);
    return (
      first !== undefined &&
      /^\s*(?:insert\s+into|update\s+\w+\s+set|replace\s+into)\b/iu.test(staticTextOf(first, () => undefined).text)
    );
  }
  return ORM_WRITES.test(name) && dottedName(call.expression).length > 1;
}

/** The database package behind a call, also through a module of the project that makes the client. */
function clientOf(context: PatternContext, expression: ts.Expression): string | undefined {
  const module = valueOriginOf(context, expression)?.module ?? moduleElsewhere(context, expression);
  return module !== undefined && (SQL_CLIENTS.test(module) || ORMS.test(module)) ? module : undefined;
}

function moduleElsewhere(context: PatternContext, expression: ts.Expression): string | undefined {
  const root = rootIdentifier(expression);
  const binding = root && bindingOf(context.tree, root);
  if (binding?.kind !== 'node' || !ts.isVariableDeclaration(binding.node) || !binding.node.initializer)
    return undefined;
  return valueOriginOf(context, binding.node.initializer)?.module;
}

function isControlled(context: PatternContext): boolean {
  const settings = runnerSettingsOf(context);
  if ([...context.called, ...settings.called].some((name) => CONTROL.test(name))) return true;
  return CONTROL_TEXT.test(context.source.text);
}
