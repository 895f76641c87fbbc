/** Members that Java itself gives values. A name that begins with a dot is a field; others are methods. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { deeper, getMember } from '../../interpreter/members.ts';
import { harmless, nativeFunction, textValue, type UnknownValue, unknown, type Value } from '../../interpreter/values.ts';
import { builderMember, isBuilder } from './builders.ts';
import { callFunction, method, someText } from './call.ts';
import { defaultOfType, memberOfClass, memberOfInstance } from './instances.ts';
import { listMember, unknownListMember } from './lists.ts';
import { accessor, mapMember, unknownAccessor } from './maps.ts';
import { plainText, textMember } from './text.ts';

export function javaMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  if (name.startsWith('.')) return fieldOf(object, name.slice(1), machine, site);
  switch (object.kind) {
    case 'text':
      return textMember(object, name);
    case 'list':
      return listMember(object, name);
    case 'object':
      if (isBuilder(object)) return builderMember(object, name);
      if (object.class)
        return memberOfInstance(object, object.class, name, machine, site) ?? (object.open ? accessor(object, name) : undefined);
      return name.startsWith('%') ? undefined : (mapMember(object, name) ?? accessor(object, name));
    case 'class':
      return memberOfClass(object, name, machine, site);
    case 'closure':
      return functionMember(object, name);
    case 'constant':
      return object.value === null || object.value === undefined ? undefined : plainMember(object, name);
    case 'native':
      return name === 'toString' || name === 'name' ? textOf(object, machine, site, name) : undefined;
    case 'unknown':
      return memberOfUnknown(object, name, machine);
    default:
      return undefined;
  }
}

/** Fields of what the program does not declare: the length of an array, constants of the SDK, nested classes. */
function fieldOf(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  switch (object.kind) {
    case 'list':
      return name === 'length' ? getMember(machine, object, textValue(name), site) : undefined;
    case 'native':
    case 'unknown':
      return getMember(machine, object, textValue(name), site);
    case 'class': {
      // a constant of an interface, or a nested class
      const own = memberOfClass(object, `.${name}`, machine, site);
      return (
        own ?? (object.statics.fields.has(name) || object.node.interface ? getMember(machine, object, textValue(name), site) : undefined)
      );
    }
    case 'object':
      if (object.fields.has(name) || object.open)
        return object.fields.has(name) ? getMember(machine, object, textValue(name), site) : openField(object.open, name);
      return object.class ? memberOfInstance(object, object.class, `.${name}`, machine, site) : undefined;
    default:
      return undefined;
  }
}

const openField = (open: Value | undefined, name: string): Value | undefined => (open?.kind === 'unknown' ? deeper(open, name) : open);

/** Any method of a lambda is the one method of the interface that it stands for. */
function functionMember(self: Value, name: string): Value | undefined {
  if (name.startsWith('%')) return undefined;
  switch (name) {
    case 'andThen':
      return method(self, name, ({ args: given }) =>
        nativeFunction(name, ({ machine, args, site }) => {
          const result = callFunction(machine, self, args.positional, site);
          return callFunction(
            machine,
            given.positional[0] ?? harmless('a function'),
            result.kind === 'constant' ? args.positional : [result],
            site,
          );
        }),
      );
    case 'compose':
      return method(self, name, ({ args: given }) =>
        nativeFunction(name, ({ machine, args, site }) =>
          callFunction(machine, self, [callFunction(machine, given.positional[0] ?? harmless('a function'), args.positional, site)], site),
        ),
      );
    case 'negate':
    case 'reversed':
      return method(self, name, () => self);
    case 'and':
    case 'or':
    case 'thenComparing':
      return method(self, name, ({ machine, args, site }) => {
        if (args.positional[0]) machine.escape(args.positional[0], site);
        return self;
      });
    default:
      return self;
  }
}

/** Numbers and truth values. */
function plainMember(self: Value, name: string): Value | undefined {
  if (/^(toString|asText)$/.test(name)) return method(self, name, () => plainText(self));
  if (/Value$|^(get|orElseThrow)$/.test(name)) return method(self, name, () => self);
  return method(self, name, () => harmless('a computed value'));
}

/** Constants of the SDK know their texts. */
function textOf(self: Value, machine: Machine, site: Site, name: string): Value | undefined {
  const text = self.kind === 'native' ? self.get?.('%text', machine, site) : undefined;
  return text && method(self, name, () => text);
}

/** Methods after which data is the same data, seen as another type. */
const SAME =
  /^(toString|as(Text|String|Int|Long|Boolean|Double|JsonObject|JsonArray|Map|List|Iterator)|textValue|stringValue|intValue|longValue|get(AsString|AsJsonObject|AsInt|AsLong)|trim|strip|orElse\w*|deepCopy|getBytes|readAllBytes|asByteArray|asUtf8String|array|duplicate)$/;

const TEXT = /^(substring|replace\w*|toLowerCase|toUpperCase|concat|join|repeat|split|format(ted)?)$/;
const TEST =
  /^(equals\w*|is(Empty|Blank|Present|Null|Array|Object|MissingNode|Directory)|starts(With)|endsWith|contains\w*|matches|has(Next|NonNull|Text)?)$/;
const CALLED = /^(ifPresent|ifPresentOrElse|thenApply|thenAccept|thenCompose|whenComplete|handle|exceptionally|orElseGet)$/;

function memberOfUnknown(self: UnknownValue, name: string, machine: Machine): Value | undefined {
  if (name.startsWith('%')) return undefined;
  const { type } = self;
  if (type?.type.kind === 'list') {
    const item = type.type.item;
    const value = (): Value => unknown('an item that is known by its type only', { type: { type: item, scope: type.scope } });
    const listed = listMember(machine.list([], value()), name);
    return (
      listed &&
      method(self, name, (call) =>
        callFunction(call.machine, listMember(call.machine.list([], value()), name) ?? listed, call.args.positional, call.site),
      )
    );
  }
  const byDefault = defaultOfType(machine, self, name);
  if (byDefault) return byDefault;
  if (self.lost || self.type || self.wraps) return undefined;
  const listed = unknownListMember(self, () => deeper(self, undefined), name);
  if (listed) return listed;
  const data = self.harmless === true;
  if (CALLED.test(name) && data)
    return method(self, name, ({ machine: at, args, site }) => {
      for (const callback of args.positional) at.journal.maybe(() => callFunction(at, callback, [self, harmless('an error')], site));
      return self;
    });
  if (!data) return undefined;
  if (self.hole.kind === 'event' || self.hole.kind === 'environment') {
    if (SAME.test(name)) return method(self, name, () => self);
    if (TEXT.test(name)) return method(self, name, () => (name === 'split' ? harmless('parts of a text') : someText('a part of a text')));
    if (TEST.test(name)) return method(self, name, () => harmless('a test'));
    if (/^(get|path|at|getString|getJSONObject|getOrDefault|opt\w*|required)$/.test(name))
      return method(self, name, ({ machine: at, args, site }) => {
        const [key] = args.positional;
        return key === undefined ? self : getMember(at, self, key, site);
      });
    return unknownAccessor(self, name);
  }
  if (SAME.test(name)) return method(self, name, () => self);
  return undefined;
}
