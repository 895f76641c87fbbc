/**
 * What a framework calls by itself, which no code shows. The configuration may name the function that answers the event: Spring Cloud
 * Function's `spring.cloud.function.definition` ("Function Catalog and Flexible Function Signatures"), Quarkus' `quarkus.lambda.handler`
 * ("Amazon Lambda", "Choose"). The other components are then only made and started. Without such a name every method of every component
 * may run.
 */
import { findMethod, instantiate } from '../../interpreter/classes.ts';
import { escapeMethods } from '../../interpreter/escape.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { exported, importModule } from '../../interpreter/modules.ts';
import {
  type ClassValue,
  type ClosureValue,
  harmless,
  literalText,
  native,
  optionsOf,
  textValue,
  type Value,
} from '../../interpreter/values.ts';
import { annotatedClasses } from '../project.ts';
import { allBeans, beanNamed } from './beans.ts';
import { callFunction } from './call.ts';
import { property } from './environment.ts';
import { entry } from './handler.ts';
import { annotationOf } from './instances.ts';

const COMPONENTS =
  /@(?:[\w.]+\.)?(?:RestController|Controller|Component|Service|Configuration|Repository|Path|ControllerAdvice|Bean|Named|Singleton|RequestScoped|ApplicationScoped)\b/;

/** Annotations of methods that run without a request, and methods of interfaces that do. */
const STARTS = /@(?:[\w.]+\.)?(?:PostConstruct|EventListener|Scheduled|Startup|Observes|ObservesAsync|PreDestroy)\b/;
const STARTED = /^(run|afterPropertiesSet|start|onApplicationEvent|beforeCheckpoint|afterRestore)$/;

export function application(type: ClassValue): Value {
  return native(`the application ${type.node.name}`, {
    key: `application ${type.serial}`,
    call: (call) => {
      runApplication(call.machine, type, argument(call.args, 0), call.site);
      return harmless('the answer of the application');
    },
    data: { kind: 'application' },
    get: (name) => (name === '%class' ? type : undefined),
  });
}

function runApplication(machine: Machine, type: ClassValue, event: Value, site: Site): void {
  const names = configuredFunctions(machine);
  const functions = names?.map((name) => functionNamed(machine, type, name, site));
  if (functions === undefined || functions.some((each) => each === undefined)) {
    escapeComponents(machine, type, site);
    return;
  }
  startComponents(machine, type, site);
  for (const run of functions) run?.(event);
}

/** The names in the configuration; undefined when it has none, or one that is known at deployment only. */
function configuredFunctions(machine: Machine): readonly string[] | undefined {
  for (const name of ['spring.cloud.function.definition', 'quarkus.lambda.handler']) {
    const set = optionsOf(property(machine, textValue(`\${${name}:}`))).map(literalText);
    if (set.some((each) => each === undefined)) return undefined;
    const names = set.flatMap((each) => each?.split(/[|,;]/) ?? []).filter((each) => each !== '');
    if (names.length > 0) return [...new Set(names)];
  }
  return undefined;
}

/** A component of the name, a method that provides it, or a class that is called so. */
function functionNamed(machine: Machine, type: ClassValue, name: string, site: Site): ((event: Value) => void) | undefined {
  const bean = beanNamed(machine, name, site);
  if (bean) return (event) => void callFunction(machine, bean, [event], site);
  const called = name.charAt(0).toUpperCase() + name.slice(1);
  const found =
    components(machine, type, COMPONENTS, site).find((each) => nameOf(each) === name) ??
    components(machine, type, new RegExp(`\\bclass\\s+${called.replaceAll(/\W/g, '')}\\b`), site).find((each) => each.node.name === called);
  const method = found && ['handleRequest', 'apply', 'accept', 'get'].find((each) => findMethod(found, each));
  if (found === undefined || method === undefined) return undefined;
  return (event) => {
    const callee = entry(machine, found, method, site);
    if (callee) callValue(machine, callee, found, args(event), site);
  };
}

/** As a container names it: by its annotation, else by its class. */
function nameOf(type: ClassValue): string {
  for (const annotation of ['Component', 'Service', 'Named', 'Singleton']) {
    const given = literalText(annotationOf(type, annotation)?.fields.get('value'));
    if (given) return given;
  }
  const { name } = type.node;
  return /^\p{Lu}{2}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** Makes every component and runs what runs without a request. */
function startComponents(machine: Machine, type: ClassValue, site: Site): void {
  allBeans(machine, site);
  const starting = new Set(components(machine, type, STARTS, site));
  for (const component of components(machine, type, COMPONENTS, site)) {
    const instance = instantiate(machine, component, site);
    if (instance.kind !== 'object') continue;
    if (starting.has(component)) escapeMethods(machine, instance, site);
    for (const [name, method] of component.methods)
      if (STARTED.test(name) && method.kind === 'closure') machine.escape({ ...method, self: instance }, site);
  }
}

/** Every method of what the framework finds by its annotations may run. */
export function escapeComponents(machine: Machine, type: ClassValue, site: Site): void {
  if (machine.store.has(`application ${type.serial}`)) return;
  machine.store.set(`application ${type.serial}`, true);
  // a client that is provided is called by what it is injected into
  for (const bean of allBeans(machine, site).flatMap(optionsOf)) {
    if (bean.kind === 'object') escapeMethods(machine, bean, site);
    else if (bean.kind !== 'native') machine.escape(bean, site);
  }
  for (const component of [type, ...components(machine, type, COMPONENTS, site)]) {
    const instance = instantiate(machine, component, site);
    if (instance.kind === 'object') escapeMethods(machine, instance, site);
    for (const method of component.statics.fields.values()) if (isClosure(method)) machine.escape(method, site);
  }
}

const isClosure = (value: Value): value is ClosureValue => value.kind === 'closure';

/** Classes of the application whose files match. */
function components(machine: Machine, type: ClassValue, pattern: RegExp, site: Site): readonly ClassValue[] {
  const { record } = type.scope;
  if (!record) return [];
  return annotatedClasses(record.path, pattern, machine.files).flatMap((name) => {
    const imported = importModule(machine, name, record.path, site);
    const value = exported(machine, imported, name.slice(name.lastIndexOf('.') + 1), site);
    return value.kind === 'class' ? [value] : [];
  });
}
