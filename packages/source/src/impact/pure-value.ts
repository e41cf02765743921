import { ts } from 'ts-morph';

/** Constructors whose calls touch nothing but what they return. */
const PURE_CONSTRUCTORS: ReadonlySet<string> = new Set(['Set', 'Map', 'WeakMap', 'WeakSet', 'RegExp', 'URL', 'Error']);

const PURE_CALLS: ReadonlySet<string> = new Set([
  'Object.freeze',
  'Object.entries',
  'Object.keys',
  'Object.values',
  'Object.fromEntries',
  'Object.assign',
  'Symbol',
  'Symbol.for',
  'String',
  'Number',
  'BigInt',
  'Boolean',
]);

/** Names of functions that are called for what they do elsewhere: `define('User', …)`, `registerModel(…)`, `startClock()`. */
const REGISTERING =
  /^(?:define|model|declare|on|use|(?:start|init|boot|seed)(?:[A-Z]\w*)?|(?:bootstrap|configure|initiali[sz]e|register|install|subscribe|listen|mount|enable)\w*|(?:add|set|patch)[A-Z]\w*)$/u;

/**
 * Whether computing a value has no effect but the value: then only who uses it can notice that it changed. With `calls`, calls are
 * taken to be made for what they return.
 */
export function isPureValue(node: ts.Expression, calls = false): boolean {
  if (ts.isFunctionLike(node) || ts.isIdentifier(node) || ts.isLiteralExpression(node) || isPlainWord(node))
    return true;
  if (ts.isClassExpression(node)) return isPureClass(node, calls);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((property) => isPureProperty(property, calls));
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return isPureCall(node, calls);
  if (ts.isTaggedTemplateExpression(node)) return calls;
  const parts = wrappedPartOf(node) ?? joinedPartsOf(node);
  return parts !== undefined && parts.every((part) => isPureValue(part, calls));
}

/** What an expression of one part is made of. */
function wrappedPartOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSpreadElement(node))
    return [node.expression];
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node))
    return [node.expression];
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isPropertyAccessExpression(node))
    return [node.expression];
  return ts.isPrefixUnaryExpression(node) && isPureOperator(node.operator) ? [node.operand] : undefined;
}

/** What an expression of several parts is made of; undefined for one that does something. */
function joinedPartsOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  if (ts.isElementAccessExpression(node)) return [node.expression, node.argumentExpression];
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse];
  return ts.isBinaryExpression(node) && !isAssignment(node.operatorToken.kind) ? [node.left, node.right] : undefined;
}

/** A class whose declaration runs no code: no decorator, static block or static value with effects, computed name or computed base. */
export function isPureClass(node: ts.ClassLikeDeclaration, calls = false): boolean {
  if (isDecorated(node)) return false;
  const bases = (node.heritageClauses ?? []).flatMap((clause) =>
    clause.token === ts.SyntaxKind.ExtendsKeyword ? [...clause.types] : [],
  );
  if (!bases.every(({ expression }) => isPureValue(expression, calls))) return false;
  return node.members.every((member) => {
    if (isDecorated(member) || ts.isClassStaticBlockDeclaration(member)) return false;
    if (member.name && ts.isComputedPropertyName(member.name) && !isPureValue(member.name.expression)) return false;
    const isStatic = ts.isPropertyDeclaration(member) && isStaticMember(member);
    return !isStatic || member.initializer === undefined || isPureValue(member.initializer, calls);
  });
}

function isStaticMember(member: ts.PropertyDeclaration): boolean {
  return (member.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
}

function isDecorated(node: ts.Node): boolean {
  return ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0;
}

function isPureProperty(property: ts.ObjectLiteralElementLike, calls: boolean): boolean {
  if (property.name && ts.isComputedPropertyName(property.name) && !isPureValue(property.name.expression)) return false;
  if (ts.isPropertyAssignment(property)) return isPureValue(property.initializer, calls);
  return ts.isSpreadAssignment(property) ? isPureValue(property.expression, calls) : true;
}

function isPureCall(node: ts.NewExpression | ts.CallExpression, calls: boolean): boolean {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return false;
  if (calls && REGISTERING.test(calledNameOf(node.expression))) return false;
  if (calls)
    return isPureValue(node.expression, calls) && (node.arguments ?? []).every((one) => isPureValue(one, calls));
  const callee = node.expression.getText();
  const known = ts.isNewExpression(node) ? PURE_CONSTRUCTORS : PURE_CALLS;
  return known.has(callee) && (node.arguments ?? []).every((one) => isPureValue(one));
}

function calledNameOf(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}

function isPureOperator(operator: ts.PrefixUnaryOperator): boolean {
  return operator !== ts.SyntaxKind.PlusPlusToken && operator !== ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isPlainWord({ kind }: ts.Node): boolean {
  return (
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword ||
    kind === ts.SyntaxKind.OmittedExpression ||
    kind === ts.SyntaxKind.MetaProperty
  );
}
