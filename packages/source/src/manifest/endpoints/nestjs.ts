import type { Endpoint, EndpointParameter } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, propertyOf } from '../../syntax/call.ts';
import { isFunctionNode } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { authOfMiddleware, mergeAuth, NO_AUTH } from './auth.ts';
import type { EndpointFramework, FoundEndpoint } from './endpoint-framework.ts';
import { handlerComplexity, handlerLocation, mergeParameters } from './handler.ts';
import { joinPath, pathParametersOf, plainPath } from './route-path.ts';
import { pathsOf, textProperty } from './router-dialect.ts';
import { parametersFrom, propertiesOfType, typeText } from './type-shape.ts';

type Auth = Endpoint['auth'];

const ROUTES: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  All: 'ALL',
};
const PLACES: Readonly<Record<string, EndpointParameter['in']>> = {
  Param: 'path',
  Query: 'query',
  Body: 'body',
  Headers: 'header',
};

/** What the application sets for all controllers. */
interface AppSettings {
  readonly prefix: string;
  readonly versioned: boolean;
  readonly globalGuard: Auth | undefined;
}

/** NestJS: controllers, their methods, guards, roles and DTO types. */
export const nestjs: EndpointFramework = {
  name: 'nestjs',
  find(tree, files) {
    const used = files.filter((file) => tree.source(file)?.text.includes('@nestjs/'));
    if (used.length === 0) return [];
    const settings = settingsOf(tree, used);
    return used.flatMap((file) =>
      [...(tree.source(file)?.statements ?? [])]
        .filter((node) => ts.isClassDeclaration(node))
        .flatMap((node) => controllerEndpoints(tree, node, settings)),
    );
  },
};

function settingsOf(tree: SourceTree, files: readonly string[]): AppSettings {
  const settings: { -readonly [Key in keyof AppSettings]: AppSettings[Key] } = {
    prefix: '',
    versioned: false,
    globalGuard: undefined,
  };
  for (const file of files) {
    const source = tree.source(file);
    if (!source || !/setGlobalPrefix|enableVersioning|APP_GUARD|useGlobalGuards/u.test(source.text)) continue;
    walk(source, (node) => {
      if (ts.isObjectLiteralExpression(node)) settings.globalGuard ??= providedGuard(node);
      if (!ts.isCallExpression(node)) return;
      const name = calledName(node);
      if (name === 'setGlobalPrefix') settings.prefix = pathsOf(tree, node.arguments[0])?.[0] ?? '';
      // Only versions in the address change a path.
      if (name === 'enableVersioning') settings.versioned = !/HEADER|MEDIA_TYPE|CUSTOM/u.test(node.getText());
      if (name === 'useGlobalGuards') settings.globalGuard ??= mergeAuth(node.arguments.map((one) => guardOf(one)));
    });
  }
  return settings;
}

/** `{ provide: APP_GUARD, useClass: JwtAuthGuard }` */
function providedGuard(provider: ts.ObjectLiteralExpression): Auth | undefined {
  const guard = propertyOf(provider, 'useClass') ?? propertyOf(provider, 'useExisting');
  return propertyOf(provider, 'provide')?.getText() === 'APP_GUARD' && guard && !ts.isMethodDeclaration(guard)
    ? guardOf(guard)
    : undefined;
}

/** A guard counts when its name speaks of authentication: a `ThrottlerGuard` lets everyone pass. */
function guardOf(expression: ts.Expression): Auth | undefined {
  const node = unwrapped(expression);
  const text = node.getText();
  return /auth|jwt|role|session|permission|login|acl|api_?key|admin/iu.test(text)
    ? { required: true, roles: [], evidence: text.slice(0, 120) }
    : undefined;
}

function decoratorsOf(
  node: ts.Node,
): { readonly name: string; readonly args: readonly ts.Expression[]; readonly text: string }[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map(({ expression }) => {
    const call = ts.isCallExpression(expression) ? expression : undefined;
    return {
      name: (call?.expression ?? expression).getText(),
      args: call?.arguments ?? [],
      text: expression.getText(),
    };
  });
}

function controllerEndpoints(
  tree: SourceTree,
  controller: ts.ClassDeclaration,
  settings: AppSettings,
): FoundEndpoint[] {
  const decorators = decoratorsOf(controller);
  const declared = decorators.find((one) => one.name === 'Controller');
  if (!declared) return [];
  const first = declared.args[0];
  const bases = (first && pathsOf(tree, first)) ?? [textProperty(tree, first, ['path']) ?? ''];
  const version =
    textProperty(tree, first, ['version']) ??
    pathsOf(tree, decorators.find((one) => one.name === 'Version')?.args[0])?.[0];
  return controller.members.filter(ts.isMethodDeclaration).flatMap((method) =>
    decoratorsOf(method).flatMap((route) => {
      const verb = Object.hasOwn(ROUTES, route.name) ? ROUTES[route.name] : undefined;
      if (verb === undefined) return [];
      const own = decoratorsOf(method).find((one) => one.name === 'Version');
      const stage = settings.versioned ? (pathsOf(tree, own?.args[0])?.[0] ?? version) : undefined;
      const paths = pathsOf(tree, route.args[0]) ?? [''];
      return bases.flatMap((base) =>
        paths.map((path) =>
          methodEndpoint(
            tree,
            method,
            verb,
            joinPath(settings.prefix, stage === undefined ? '' : `v${stage}`, base, path),
            authOf(tree, controller, method, settings),
          ),
        ),
      );
    }),
  );
}

function methodEndpoint(
  tree: SourceTree,
  method: ts.MethodDeclaration,
  verb: string,
  path: string,
  auth: Auth,
): FoundEndpoint {
  const full = plainPath(path);
  const handler = isFunctionNode(method) ? method : undefined;
  const body = method.parameters.find((one) =>
    decoratorsOf(one).some((decorator) => decorator.name === 'Body' && decorator.args.length === 0),
  );
  const response = method.type && typeText(method.type).replace(/^Promise<(.*)>$/u, '$1');
  return {
    id: `${verb} ${full}`,
    framework: 'nestjs',
    method: verb,
    path: full,
    parameters: mergeParameters([
      ...method.parameters.flatMap((one) => parametersOf(tree, one)),
      ...pathParametersOf(full),
    ]),
    auth,
    ...(body?.type && { requestType: typeText(body.type) }),
    ...(response !== undefined && !/^(?:void|any|unknown)$/u.test(response) && { responseType: response }),
    handler: handlerLocation(tree, handler, method),
    complexity: handlerComplexity(tree, handler),
  };
}

function parametersOf(tree: SourceTree, parameter: ts.ParameterDeclaration): EndpointParameter[] {
  return decoratorsOf(parameter).flatMap((decorator) => {
    const place = Object.hasOwn(PLACES, decorator.name) ? PLACES[decorator.name] : undefined;
    if (!place) return [];
    const name = decorator.args[0] && ts.isStringLiteralLike(decorator.args[0]) ? decorator.args[0].text : undefined;
    if (name === undefined) return parametersFrom(propertiesOfType(tree, parameter.type), place);
    const required =
      place === 'path' ||
      (parameter.questionToken === undefined &&
        parameter.initializer === undefined &&
        !/\bundefined\b/u.test(parameter.type?.getText() ?? ''));
    return [{ name, in: place, ...(parameter.type && { type: typeText(parameter.type) }), required }];
  });
}

function authOf(
  tree: SourceTree,
  controller: ts.ClassDeclaration,
  method: ts.MethodDeclaration,
  settings: AppSettings,
): Auth {
  const all = [...decoratorsOf(controller), ...decoratorsOf(method)];
  if (
    decoratorsOf(method).some((one) => /^(?:Public|SkipAuth|NoAuth|AllowAnonymous|AllowUnauthorized)/u.test(one.name))
  )
    return NO_AUTH;
  const isOpen = all.some((one) => /^(?:Public|SkipAuth|NoAuth|AllowAnonymous)/u.test(one.name));
  const parts = all.map((decorator) => {
    if (decorator.name === 'UseGuards') return mergeAuth(decorator.args.map((one) => guardOf(one)));
    if (/^(?:Roles?|Permissions?|Require\w*|Auth\w*)$/u.test(decorator.name)) {
      const expression = decorator.args.flatMap((one) => rolesOf(tree, one));
      return { required: true, roles: expression, evidence: `@${decorator.text}` };
    }
    return undefined;
  });
  return mergeAuth([isOpen ? undefined : settings.globalGuard, ...parts]) ?? NO_AUTH;
}

function rolesOf(tree: SourceTree, expression: ts.Expression): string[] {
  const node = unwrapped(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [node.name.text];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((one) => rolesOf(tree, one));
  return authOfMiddleware(tree, node)?.roles.slice() ?? [];
}
