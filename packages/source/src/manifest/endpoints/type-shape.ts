import type { EndpointParameter } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, nameText, receiverOf } from '../../syntax/call.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { bindingOf } from '../../tree/binding.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { valueNodeOf } from '../../tree/values.ts';

/** A property of a type or validation schema. */
export interface ShapeProperty {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
}

/** The properties of a type that the project declares: interface, class, type literal, intersection, `Partial`, `Omit`, `Pick`, `z.infer`. */
export function propertiesOfType(tree: SourceTree, type: ts.TypeNode | undefined, depth = 0): ShapeProperty[] {
  if (!type || depth > 4) return [];
  if (ts.isTypeLiteralNode(type)) return membersOf(type.members);
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((one) => propertiesOfType(tree, one, depth + 1));
  if (!ts.isTypeReferenceNode(type)) return [];
  const wrapped = propertiesOfGeneric(tree, type, depth + 1);
  if (wrapped) return wrapped;
  return ts.isIdentifier(type.typeName) ? propertiesOfDeclaration(tree, type.typeName, depth) : [];
}

/** `Partial<T>`, `Readonly<T>`, `Omit<T, K>`, `Pick<T, K>`, `z.infer<typeof schema>`; `undefined` for other references. */
function propertiesOfGeneric(tree: SourceTree, type: ts.TypeReferenceNode, depth: number): ShapeProperty[] | undefined {
  const [first, second] = type.typeArguments ?? [];
  const name = type.typeName.getText();
  if (
    /(?:^|\.)(?:infer|input|output)$/u.test(name) &&
    first &&
    ts.isTypeQueryNode(first) &&
    ts.isIdentifier(first.exprName)
  )
    return propertiesOfSchema(tree, first.exprName);
  const inner = (): ShapeProperty[] => propertiesOfType(tree, first, depth);
  switch (name) {
    case 'Partial':
      return inner().map(({ name: property, type: told }) => ({
        name: property,
        ...(told !== undefined && { type: told }),
        required: false,
      }));
    case 'Readonly':
    case 'Required':
    case 'Promise':
      return inner();
    case 'Omit':
    case 'Pick': {
      const keys = new Set(literalsOf(second));
      return inner().filter((one) => keys.has(one.name) === (name === 'Pick'));
    }
    default:
      return undefined;
  }
}

function propertiesOfDeclaration(tree: SourceTree, name: ts.Identifier, depth: number): ShapeProperty[] {
  const binding = bindingOf(tree, name);
  const node = binding?.kind === 'node' ? binding.node : undefined;
  if (!node) return [];
  if (ts.isTypeAliasDeclaration(node)) return propertiesOfType(tree, node.type, depth + 1);
  if (!ts.isInterfaceDeclaration(node) && !ts.isClassLike(node)) return [];
  const inherited = (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap((one) =>
      clause.token === ts.SyntaxKind.ExtendsKeyword && ts.isIdentifier(one.expression) && depth < 4
        ? propertiesOfDeclaration(tree, one.expression, depth + 1)
        : [],
    ),
  );
  return [...inherited, ...membersOf(node.members)];
}

function membersOf(members: ts.NodeArray<ts.TypeElement> | ts.NodeArray<ts.ClassElement>): ShapeProperty[] {
  return members.flatMap((member) => {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return [];
    const name = nameText(member.name);
    const optional =
      member.questionToken !== undefined ||
      /\|\s*undefined\b/u.test(member.type?.getText() ?? '') ||
      (ts.isPropertyDeclaration(member) && member.initializer !== undefined);
    return name === undefined
      ? []
      : [{ name, ...(member.type && { type: typeText(member.type) }), required: !optional }];
  });
}

function literalsOf(type: ts.TypeNode | undefined): string[] {
  if (!type) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => literalsOf(one));
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** The properties of a validation schema: `z.object({ … })`, `Type.Object({ … })`, `v.object({ … })` and a plain JSON schema. */
export function propertiesOfSchema(tree: SourceTree, expression: ts.Expression): ShapeProperty[] {
  const value = valueNodeOf(tree, expression);
  if (!value || !ts.isExpression(value)) return [];
  if (ts.isObjectLiteralExpression(value)) return jsonSchemaProperties(value);
  if (!ts.isCallExpression(value)) return [];
  const name = calledName(value);
  const first = value.arguments[0];
  if (['object', 'Object', 'strictObject', 'looseObject'].includes(name) && first) {
    const members = valueNodeOf(tree, first);
    return members && ts.isObjectLiteralExpression(members) ? members.properties.flatMap(schemaProperty) : [];
  }
  const receiver = receiverOf(value);
  return receiver ? propertiesOfSchema(tree, receiver) : [];
}

function schemaProperty(property: ts.ObjectLiteralElementLike): ShapeProperty[] {
  const name = nameText(property.name);
  if (name === undefined || !ts.isPropertyAssignment(property)) return [];
  const text = property.initializer.getText();
  const type = /\b(string|number|boolean|array|object|enum|literal|date|bigint|integer|uuid|email|int)\b/iu
    .exec(text.replace(/^\w+\.coerce\./u, ''))?.[1]
    ?.toLowerCase();
  return [
    {
      name,
      ...(type !== undefined && { type }),
      required: !/\.(?:optional|nullish|default)\(|^\w+\.(?:optional|Optional)\(/u.test(text),
    },
  ];
}

function jsonSchemaProperties(schema: ts.ObjectLiteralExpression): ShapeProperty[] {
  const read = (name: string): ts.Expression | undefined => {
    const found = schema.properties.find((one) => nameText(one.name) === name);
    return found && ts.isPropertyAssignment(found) ? unwrapped(found.initializer) : undefined;
  };
  const properties = read('properties');
  const required = read('required');
  const names = new Set(
    required && ts.isArrayLiteralExpression(required)
      ? required.elements.map((one) => (ts.isStringLiteralLike(one) ? one.text : ''))
      : [],
  );
  if (!properties || !ts.isObjectLiteralExpression(properties)) return [];
  return properties.properties.flatMap((property) => {
    const name = nameText(property.name);
    if (name === undefined || !ts.isPropertyAssignment(property)) return [];
    const type = /type:\s*['"](\w+)/u.exec(property.initializer.getText())?.[1];
    return [{ name, ...(type !== undefined && { type }), required: names.has(name) }];
  });
}

/** A type as one line of text. */
export function typeText(type: ts.TypeNode): string {
  return type.getText().replaceAll(/\s+/gu, ' ');
}

/** Parameters from the properties of a type or schema. */
export function parametersFrom(
  properties: readonly ShapeProperty[],
  place: EndpointParameter['in'],
): EndpointParameter[] {
  return properties.map((one) => ({
    name: one.name,
    in: place,
    ...(one.type !== undefined && { type: one.type }),
    required: one.required,
  }));
}
