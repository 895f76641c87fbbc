/** `aws-serverless-java-container`: a framework's application answers the event. What the framework calls is found by annotations. */
import type { NativeValue, Value } from '../../../interpreter/values.ts';
import { harmless, native } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { namedClass } from '../../../java/builtins/class-literal.ts';
import { escapeComponents } from '../../../java/builtins/framework.ts';
import { inert } from '../../aws/request.ts';

const handler: NativeValue = native('a container handler', { key: 'container handler', inert: true });

const containerClass = (name: string): NativeValue => {
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    inert: true,
    construct: (call): Value => {
      if (name.endsWith('Builder')) return made;
      for (const value of call.args.positional.map(namedClass))
        if (value.kind === 'class') escapeComponents(call.machine, value, call.site);
      return handler;
    },
    get: (property): Value | undefined => {
      if (property.startsWith('%') || property.startsWith('.')) return undefined;
      return method(made, property, ({ machine, args, site }) => {
        for (const value of args.positional.map(namedClass)) {
          if (value.kind === 'class') escapeComponents(machine, value, site);
          else machine.escape(value, site);
        }
        return args.positional.map(namedClass).some((value) => value.kind === 'class') ? handler : made;
      });
    },
  });
  return made;
};

export const containerPackage = (): NativeValue =>
  native('serverless', {
    key: 'package com.amazonaws.serverless',
    inert: true,
    get: (name) =>
      name.startsWith('%')
        ? undefined
        : /(ContainerHandler|ProxyHandlerBuilder)$/.test(name)
          ? containerClass(name)
          : inert(name, { construct: () => harmless(`an instance of ${name}`) }),
  });
