import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Datum, ListDatum, MapDatum } from '../model/datum.ts';
import type { Finding } from '../model/finding.ts';
import { displayText, type Hole, isHole, literalOf, type Text } from '../model/text.ts';
import { type ActionPattern, actionPattern, actionProblem, hasWildcardService } from './action.ts';
import type { Alternative } from './alternatives.ts';
import type { Condition } from './condition/condition.ts';
import { readOperator } from './condition/operators.ts';
import { MAX_PATTERN_LENGTH, type Pattern, pattern, readTokens } from './pattern.ts';
import { PRINCIPAL_TYPES, type PrincipalElement, type PrincipalEntry, type PrincipalType, readPrincipal } from './principal.ts';
import { type ResourcePattern, readResource } from './resource.ts';
import type { Element, ElementName, Fault, ParsedPolicy, Policy, PolicyFinding, PolicyKind, Statement } from './statement.ts';

/** The forms that a part of a document can take under conditions; JSON has one. */
export type Forms = (datum: Datum) => readonly Alternative<Datum>[];

/** The grammar of policy documents (AWS: "Grammar of the IAM JSON policy language") over data that may be symbolic. */
export const compileDocument = (document: Datum, kind: PolicyKind, name: string | undefined, forms: Forms): ParsedPolicy =>
  new Parser(kind, name, forms).document(document);

/** A layer of policies has something to say about each kind; the sources are the pages named at each rule below. */
interface KindRules {
  readonly principal: 'required' | 'forbidden';
  readonly resource: 'required' | 'forbidden';
  readonly incompleteArn: 'complete' | 'refuse' | 'keep';
  /** IAM checks the characters of what it stores (AWS: "IAM and AWS STS quotas") */
  readonly latin: boolean;
}

const KINDS: Readonly<Record<PolicyKind, KindRules>> = {
  identity: { principal: 'forbidden', resource: 'required', incompleteArn: 'complete', latin: true },
  boundary: { principal: 'forbidden', resource: 'required', incompleteArn: 'complete', latin: true },
  session: { principal: 'forbidden', resource: 'required', incompleteArn: 'refuse', latin: true },
  scp: { principal: 'forbidden', resource: 'required', incompleteArn: 'complete', latin: false },
  rcp: { principal: 'required', resource: 'required', incompleteArn: 'complete', latin: false },
  resource: { principal: 'required', resource: 'required', incompleteArn: 'keep', latin: false },
  endpoint: { principal: 'required', resource: 'required', incompleteArn: 'keep', latin: false },
  trust: { principal: 'required', resource: 'forbidden', incompleteArn: 'keep', latin: true },
};

const POLICY_ELEMENTS: readonly string[] = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** A document that cannot be read at all. */
export const unreadable = (kind: PolicyKind, name: string | undefined, why: string): ParsedPolicy => ({
  policy: { kind, name, version: '2008-10-17', statements: [], unreadable: why },
  findings: [{ code: 'policy-unreadable', severity: 'error', message: `the policy cannot be read: ${why}`, path: '' }],
});

class Parser {
  readonly #findings: PolicyFinding[] = [];
  readonly #kind: PolicyKind;
  readonly #name: string | undefined;
  readonly #rules: KindRules;
  #variables = false;
  #documentFaults: Fault[] = [];

  readonly #forms: Forms;

  constructor(kind: PolicyKind, name: string | undefined, forms: Forms) {
    this.#forms = forms;
    this.#kind = kind;
    this.#name = name;
    this.#rules = KINDS[kind];
  }

  document(datum: Datum): ParsedPolicy {
    const forms = datum.kind === 'choice' ? this.#forms(datum) : [{ when: ALWAYS, value: datum }];
    const statements: Statement[] = [];
    let version: Policy['version'] = '2008-10-17';
    for (const { when, value } of forms) {
      if (isNoValue(value)) continue;
      if (value.kind === 'unknown' || value.kind === 'text') {
        if (value.kind === 'text' && !value.text.some(isHole)) return unreadable(this.#kind, this.#name, 'it is not an object');
        statements.push(...openStatements(0, 'Statement', when, value.kind === 'unknown' ? value.reason : displayText(value.text)));
        continue;
      }
      if (value.kind !== 'map') return unreadable(this.#kind, this.#name, 'it is not an object');
      const problem = this.#topLevel(value);
      if (problem !== undefined) return unreadable(this.#kind, this.#name, problem);
      version = this.#version(value);
      this.#variables = version === '2012-10-17';
      statements.push(...this.#statements(value, when));
    }
    this.#checkSids(statements);
    return {
      policy: { kind: this.#kind, name: this.#name, version, statements, unreadable: undefined },
      findings: this.#findings,
    };
  }

  /** A clause when the document as a whole cannot be trusted to have been read. */
  #topLevel(map: MapDatum): string | undefined {
    const seen = new Set<string>();
    this.#documentFaults = [];
    for (const entry of map.entries) {
      const key = literalOf(entry.key);
      if (key === undefined) return `the name of the element ${displayText(entry.key)} is not known`;
      if (key.toLowerCase() === 'statement' && key !== 'Statement') return `the element "${key}" is spelled "Statement"`;
      if (seen.has(key)) return `the element "${key}" is there twice`;
      seen.add(key);
      if (!POLICY_ELEMENTS.includes(key))
        this.#fault(this.#documentFaults, 'statement', 'policy-element', key, `a policy has no element "${key}"`);
    }
    if (map.open) return 'further elements may be in it that are not known';
    const id = get(map, 'Id');
    if (id && id.kind !== 'text') this.#find('policy-id', 'error', 'Id', 'the Id is a string');
    if (id && this.#rules.principal === 'forbidden' && this.#kind !== 'scp')
      this.#find('policy-id', 'warning', 'Id', 'an Id belongs into resource-based policies only');
    if (!seen.has('Statement')) this.#find('missing-statement', 'error', 'Statement', 'the policy has no Statement; it grants nothing');
    return undefined;
  }

  #version(map: MapDatum): Policy['version'] {
    const datum = get(map, 'Version');
    if (!datum) {
      this.#find('missing-version', 'warning', 'Version', 'without a Version the policy has no policy variables; write "2012-10-17"');
      if (this.#kind === 'scp' || this.#kind === 'rcp')
        this.#fault(this.#documentFaults, 'statement', 'policy-version', 'Version', `the Version of this kind of policy is "2012-10-17"`);
      return '2008-10-17';
    }
    const version = datum.kind === 'text' ? literalOf(datum.text) : undefined;
    if (version === '2012-10-17') return version;
    if (version === '2008-10-17' && this.#kind !== 'scp' && this.#kind !== 'rcp') return version;
    this.#fault(
      this.#documentFaults,
      'statement',
      'policy-version',
      'Version',
      version === '2008-10-17' ? 'the Version of this kind of policy is "2012-10-17"' : 'the Version is "2012-10-17" or "2008-10-17"',
    );
    return '2012-10-17';
  }

  #statements(map: MapDatum, when: When): readonly Statement[] {
    const datum = get(map, 'Statement');
    if (!datum) return [];
    const out: Statement[] = [];
    const visit = (item: Datum, index: number, path: string, under: When, nested: boolean): void => {
      // a choice between lists of statements, or of one statement: each form stands under its conditions
      for (const form of item.kind === 'choice' || nested ? this.#forms(item) : [{ when: ALWAYS, value: item }]) {
        const joined = joinWhen(under, form.when);
        if (!joined || isNoValue(form.value)) continue;
        if (form.value.kind === 'list' && !nested) list(form.value, joined, index, path);
        else out.push(...this.#statement(form.value, index, path, joined));
      }
    };
    const list = (items: ListDatum, under: When, base: number, path: string): void => {
      for (const [i, item] of items.items.entries()) visit(item, base + i, `${path}[${base + i}]`, under, true);
      if (items.open) out.push(...openStatements(base + items.items.length, `${path}[*]`, under, 'further statements that are not known'));
    };
    if (datum.kind === 'list') list(datum, when, 0, 'Statement');
    else visit(datum, 0, 'Statement', when, datum.kind === 'map');
    return out;
  }

  #statement(datum: Datum, index: number, path: string, when: When): readonly Statement[] {
    if (datum.kind === 'unknown') return openStatements(index, path, when, datum.reason);
    if (datum.kind === 'text' && datum.text.some(isHole)) return openStatements(index, path, when, displayText(datum.text));
    if (datum.kind !== 'map') {
      // nobody knows what it was meant to be: it may have been a Deny
      const faults: Fault[] = [];
      this.#fault(faults, 'statement', 'statement-type', path, 'a statement is an object');
      return [{ ...blank(index, path, when), effect: 'Deny', faults: [...faults, ...EVERY_ELEMENT(path)] }];
    }
    const faults: Fault[] = [...this.#documentFaults];
    const open: string[] = [];
    this.#elementNames(datum, path, faults, open);
    const sid = get(datum, 'Sid');
    const effects = this.#effect(datum, path, faults);
    const action = this.#actions(datum, path, faults);
    const resource = this.#resources(datum, path, faults, action);
    const principal = this.#principal(datum, path, faults, effects);
    const conditions = this.#conditions(datum, path, faults, open);
    if (this.#kind === 'rcp') this.#rcpRules(datum, path, faults, effects, action);
    return effects.map((effect) => ({
      effect,
      sid: sid?.kind === 'text' ? displayText(sid.text) : undefined,
      index,
      path,
      when,
      action,
      resource,
      principal,
      conditions,
      faults,
      open: effects.length > 1 ? [...open, 'the effect'] : open,
    }));
  }

  #elementNames(map: MapDatum, path: string, faults: Fault[], open: string[]): void {
    const seen = new Set<string>();
    for (const entry of map.entries) {
      const key = literalOf(entry.key);
      if (key === undefined) {
        open.push(`the element ${displayText(entry.key)}`);
        continue;
      }
      if (!STATEMENT_ELEMENTS.includes(key)) {
        const meant = STATEMENT_ELEMENTS.find((name) => name.toLowerCase() === key.toLowerCase());
        const message = meant ? `the element "${key}" is spelled "${meant}"` : `a statement has no element "${key}"`;
        this.#fault(faults, 'statement', 'statement-element', `${path}.${key}`, message);
      } else if (seen.has(key))
        this.#fault(faults, 'statement', 'repeated-element', `${path}.${key}`, `the element "${key}" is there twice`);
      seen.add(key);
    }
    if (map.open) open.push('further elements that are not known');
    const sid = get(map, 'Sid');
    if (sid && sid.kind !== 'text') this.#find('statement-sid', 'error', `${path}.Sid`, 'the Sid is a string');
  }

  /** Both effects where the template leaves it open. */
  #effect(map: MapDatum, path: string, faults: Fault[]): readonly Statement['effect'][] {
    const datum = get(map, 'Effect');
    const value = datum?.kind === 'text' ? literalOf(datum.text) : undefined;
    if (value === 'Allow' || value === 'Deny') return [value];
    if (datum?.kind === 'unknown' || (datum?.kind === 'text' && value === undefined)) return ['Allow', 'Deny'];
    const message = datum ? 'the Effect is "Allow" or "Deny", in this case' : 'the statement has no Effect';
    this.#fault(faults, 'effect', 'statement-effect', `${path}.Effect`, message);
    // what is plainly no Deny allows nothing; all else may have been meant as one
    return [value?.toLowerCase() === 'allow' ? 'Allow' : 'Deny'];
  }

  #actions(map: MapDatum, path: string, faults: Fault[]): Element<ActionPattern> {
    const chosen = this.#oneOf(map, 'Action', 'NotAction', 'action', path, faults, true);
    if (!chosen) return { negated: false, entries: [] };
    const entries: ActionPattern[] = [];
    this.#texts(chosen.datum, chosen.path, 'action', faults, (text, at) => {
      const entry = actionPattern(text);
      const problem = actionProblem(entry);
      if (problem !== undefined) this.#fault(faults, 'action', 'invalid-action', at(), problem);
      else if (hasWildcardService(entry))
        this.#find('wildcard-service', 'warning', at(), 'a wildcard in the service of an action is not documented; name the service');
      entries.push(entry);
    });
    return { negated: chosen.negated, entries };
  }

  #resources(map: MapDatum, path: string, faults: Fault[], action: Element<ActionPattern>): Element<ResourcePattern> | undefined {
    // policies of ECR repositories have no Resource: they mean their repository (AWS: "Private repository policies in Amazon ECR")
    const own =
      this.#kind === 'resource' && !action.negated && action.entries.length > 0 && action.entries.every((entry) => entry.service === 'ecr');
    const forbidden = this.#rules.resource === 'forbidden';
    const chosen = this.#oneOf(map, 'Resource', 'NotResource', 'resource', path, faults, !own && !forbidden);
    if (!chosen) return undefined;
    if (forbidden) {
      this.#fault(faults, 'resource', 'unsupported-resource', chosen.path, 'a trust policy has no Resource: the role is the resource');
      return undefined;
    }
    const entries: ResourcePattern[] = [];
    const syntax = { variables: this.#variables, incomplete: this.#rules.incompleteArn };
    this.#texts(chosen.datum, chosen.path, 'resource', faults, (text, at) => {
      const read = readResource(text, syntax);
      if (read.problem !== undefined) this.#fault(faults, 'resource', 'invalid-resource', at(), read.problem);
      else if (read.doubt !== undefined) this.#find('incomplete-arn', 'warning', at(), read.doubt);
      entries.push(read.pattern);
    });
    return { negated: chosen.negated, entries };
  }

  #principal(map: MapDatum, path: string, faults: Fault[], effects: readonly Statement['effect'][]): PrincipalElement | undefined {
    const required = this.#rules.principal === 'required';
    const chosen = this.#oneOf(map, 'Principal', 'NotPrincipal', 'principal', path, faults, required);
    if (!chosen) return undefined;
    if (!required) {
      this.#fault(faults, 'principal', 'unsupported-principal', chosen.path, 'this kind of policy has no Principal: it is attached to one');
      return undefined;
    }
    // AWS: "AWS JSON policy elements: NotPrincipal", "Resource control policy syntax"
    if (chosen.negated && (this.#kind === 'trust' || this.#kind === 'rcp'))
      this.#fault(faults, 'principal', 'unsupported-principal', chosen.path, 'this kind of policy takes no NotPrincipal');
    else if (chosen.negated && effects.includes('Allow'))
      this.#fault(faults, 'principal', 'allow-with-notprincipal', chosen.path, 'NotPrincipal goes with Deny only');
    return { negated: chosen.negated, entries: this.#principalEntries(chosen.datum, chosen.path, faults) };
  }

  #principalEntries(datum: Datum, path: string, faults: Fault[]): readonly PrincipalEntry[] {
    if (datum.kind === 'unknown') return [{ kind: 'unknown', reason: datum.reason }];
    if (datum.kind === 'text') {
      const value = literalOf(datum.text);
      if (value === '*') return [{ kind: 'everyone' }];
      if (value === undefined) return [{ kind: 'unknown', reason: displayText(datum.text) }];
    }
    if (datum.kind !== 'map') {
      this.#fault(
        faults,
        'principal',
        'invalid-principal',
        path,
        'a Principal is "*" or an object of AWS, Service, Federated, CanonicalUser',
      );
      return [];
    }
    const entries: PrincipalEntry[] = [];
    if (datum.open) entries.push({ kind: 'unknown', reason: 'further principals that are not known' });
    for (const { key, value } of datum.entries) {
      const type = literalOf(key);
      if (type === undefined || !isPrincipalType(type)) {
        this.#fault(
          faults,
          'principal',
          'invalid-principal',
          `${path}.${displayText(key)}`,
          `"${displayText(key)}" is no type of principal`,
        );
        continue;
      }
      this.#texts(value, `${path}.${type}`, 'principal', faults, (text, at) => {
        const entry = readPrincipal(type, text);
        if (typeof entry === 'string') this.#fault(faults, 'principal', 'invalid-principal', at(), entry);
        else entries.push(entry);
      });
    }
    return entries;
  }

  #conditions(map: MapDatum, path: string, faults: Fault[], open: string[]): readonly Condition[] {
    const block = get(map, 'Condition');
    if (!block) return [];
    if (block.kind === 'unknown') {
      open.push(block.reason);
      return [];
    }
    if (block.kind !== 'map') {
      this.#fault(faults, 'condition', 'invalid-condition', `${path}.Condition`, 'a Condition is an object of operators');
      return [];
    }
    if (block.open) open.push('further conditions that are not known');
    const conditions: Condition[] = [];
    const operators = new Set<string>();
    for (const { key: operatorKey, value: keys } of block.entries) {
      const operator = displayText(operatorKey);
      const at = `${path}.Condition.${operator}`;
      if (operators.has(operator)) this.#fault(faults, 'condition', 'repeated-element', at, `the operator "${operator}" is there twice`);
      operators.add(operator);
      const read = readOperator(operator);
      if (typeof read === 'string') {
        this.#fault(faults, 'condition', 'invalid-condition-operator', at, read);
        continue;
      }
      if (keys.kind === 'unknown') {
        open.push(keys.reason);
        continue;
      }
      if (keys.kind !== 'map') {
        this.#fault(faults, 'condition', 'invalid-condition', at, 'an operator holds an object of condition keys');
        continue;
      }
      if (keys.open) open.push('further condition keys that are not known');
      const seen = new Set<string>();
      for (const { key, value } of keys.entries) {
        const name = literalOf(key);
        const here = `${at}.${displayText(key)}`;
        if (name === undefined) {
          open.push(`the condition key ${displayText(key)}`);
          continue;
        }
        const lookupKey = name.toLowerCase();
        if (seen.has(lookupKey))
          this.#fault(faults, 'condition', 'repeated-condition-key', here, `the condition key "${name}" is there twice, whatever its case`);
        seen.add(lookupKey);
        if (!isContextKey(name)) this.#fault(faults, 'condition', 'invalid-condition-key', here, `"${name}" is no condition key`);
        const syntax = { wildcards: read.operator.syntax.wildcards, variables: read.operator.syntax.variables && this.#variables };
        const values: Pattern[] = [];
        this.#texts(value, here, 'condition', faults, (text, at) => {
          const read = readTokens(text, syntax);
          if (read.problem !== undefined) this.#fault(faults, 'condition', 'invalid-variable', at(), read.problem);
          values.push(pattern(read.tokens, text));
        });
        const meetsSome = read.operator.compile(values);
        if (typeof meetsSome === 'string') {
          this.#fault(faults, 'condition', 'invalid-condition-value', here, meetsSome);
          continue;
        }
        conditions.push({
          operator,
          base: read.operator.name,
          set: read.set,
          ifExists: read.ifExists,
          negated: read.operator.negated,
          key: name,
          lookupKey,
          values,
          path: here,
          meetsSome,
        });
      }
    }
    return conditions;
  }

  /** AWS: "Resource control policy syntax". `RCPFullAWSAccess`, which AWS attaches itself, is the one Allow. */
  #rcpRules(map: MapDatum, path: string, faults: Fault[], effects: readonly Statement['effect'][], action: Element<ActionPattern>): void {
    if (get(map, 'NotAction'))
      this.#fault(faults, 'action', 'rcp-syntax', `${path}.NotAction`, 'a resource control policy takes no NotAction');
    const principal = get(map, 'Principal');
    if (principal && !(principal.kind === 'text' && literalOf(principal.text) === '*'))
      this.#fault(faults, 'principal', 'rcp-syntax', `${path}.Principal`, 'the Principal of a resource control policy is "*"');
    if (effects.includes('Deny') && action.entries.some((entry) => entry.shape === 'anything'))
      this.#find('rcp-syntax', 'error', `${path}.Action`, 'an action of a resource control policy names its service; AWS refuses "*"');
    const full = action.entries.length === 1 && action.entries[0]?.shape === 'anything' && !get(map, 'Condition');
    if (effects.includes('Allow') && !full)
      this.#fault(faults, 'effect', 'rcp-syntax', `${path}.Effect`, 'a resource control policy of your own only denies');
  }

  /** Exactly one of an element and its negation. */
  #oneOf(
    map: MapDatum,
    plain: string,
    negation: string,
    element: ElementName,
    path: string,
    faults: Fault[],
    required: boolean,
  ): { readonly datum: Datum; readonly path: string; readonly negated: boolean } | undefined {
    const first = get(map, plain);
    const second = get(map, negation);
    if (first && second) {
      this.#fault(
        faults,
        element,
        'unsupported-element-combination',
        `${path}.${negation}`,
        `a statement has ${plain} or ${negation}, not both`,
      );
    }
    if (first) return { datum: first, path: `${path}.${plain}`, negated: false };
    if (second) return { datum: second, path: `${path}.${negation}`, negated: true };
    if (required)
      this.#fault(faults, element, `missing-${element}`, `${path}.${plain}`, `the statement has neither ${plain} nor ${negation}`);
    return undefined;
  }

  /**
   * Hands over the strings of an element: one, or a list. Numbers and booleans may stand unquoted in conditions. `at` makes the
   * path, which only faults need.
   */
  #texts(datum: Datum, path: string, element: ElementName, faults: Fault[], take: (text: Text, at: () => string) => void): void {
    if (datum.kind !== 'list') {
      this.#text(datum, () => path, element, faults, take);
      return;
    }
    if (datum.items.length === 0 && !datum.open)
      this.#find(`empty-${element}`, 'warning', path, 'the list is empty, so it matches nothing');
    let i = 0;
    const at = (): string => `${path}[${i}]`;
    for (const item of datum.items) {
      this.#text(item, at, element, faults, take);
      i++;
    }
    if (datum.open) take([unknownHole('further values that are not known')], at);
  }

  #text(datum: Datum, at: () => string, element: ElementName, faults: Fault[], take: (text: Text, at: () => string) => void): void {
    if (datum.kind === 'text') {
      if (!isNoValue(datum) && this.#understandable(datum.text, at, element, faults)) take(datum.text, at);
    } else if (datum.kind === 'scalar' && datum.value !== null && element === 'condition') take([String(datum.value)], at);
    // a principal that is an account may be written as a number in YAML
    else if (datum.kind === 'scalar' && typeof datum.value === 'number' && element === 'principal')
      take([String(datum.value).padStart(12, '0')], at);
    else if (datum.kind === 'unknown' || datum.kind === 'choice')
      take([unknownHole(datum.kind === 'unknown' ? datum.reason : 'which of several values it is')], at);
    else this.#fault(faults, element, `invalid-${element}`, at(), 'the value is not a string');
  }

  #understandable(value: Text, at: () => string, element: ElementName, faults: Fault[]): boolean {
    let length = 0;
    for (const part of value) {
      if (isHole(part)) continue;
      length += part.length;
      if (this.#rules.latin && !hasPolicyCharacters(part)) {
        this.#fault(faults, element, 'invalid-character', at(), 'the value holds a character outside U+0020 to U+00FF');
        return false;
      }
    }
    if (length <= MAX_PATTERN_LENGTH) return true;
    this.#fault(faults, element, 'value-too-long', at(), `the value has more than ${MAX_PATTERN_LENGTH} characters`);
    return false;
  }

  #checkSids(statements: readonly Statement[]): void {
    const seen = new Map<string, number>();
    for (const { sid, index, path } of statements) {
      if (sid === undefined) continue;
      const before = seen.get(sid);
      if (before !== undefined && before !== index)
        this.#find('unique-sids', 'error', `${path}.Sid`, `the Sid "${sid}" is also that of another statement`);
      seen.set(sid, index);
      if (this.#rules.latin && this.#kind !== 'trust' && ![...sid].every((char) => SID_CHARS.includes(char)))
        this.#find('statement-sid', 'error', `${path}.Sid`, 'a Sid in IAM has letters and digits only');
    }
  }

  #fault(faults: Fault[], element: ElementName, code: string, path: string, message: string): void {
    faults.push({ element, path, message });
    this.#find(code, 'error', path, message);
  }

  #find(code: string, severity: Finding['severity'], path: string, message: string): void {
    this.#findings.push({ code, severity, message: path === '' ? message : `${path}: ${message}`, path });
  }
}

const SID_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const EVERY_ELEMENT = (path: string): readonly Fault[] =>
  (['principal', 'action', 'resource', 'condition'] as const).map((element) => ({ element, path, message: 'a statement is an object' }));

const unknownHole = (reason: string): Hole => ({ kind: 'runtime', reason, chars: 'any' });

const blank = (index: number, path: string, when: When): Omit<Statement, 'effect'> => ({
  sid: undefined,
  index,
  path,
  when,
  action: { negated: false, entries: [] },
  resource: undefined,
  principal: undefined,
  conditions: [],
  faults: [],
  open: [],
});

/** A statement of which nothing is known may allow and may deny anything. */
function openStatements(index: number, path: string, when: When, reason: string): readonly Statement[] {
  const any = unknownHole(reason);
  const element = { negated: false, entries: [actionPattern([any])] };
  const base = {
    ...blank(index, path, when),
    action: element,
    resource: { negated: false, entries: [pattern([any], [any])] },
    principal: { negated: false, entries: [{ kind: 'unknown', reason } as const] },
    open: [reason],
  };
  return [
    { ...base, effect: 'Allow' },
    { ...base, effect: 'Deny' },
  ];
}

/** AWS: "IAM and AWS STS quotas", IAM name requirements: U+0009, U+000A, U+000D and U+0020 to U+00FF. */
function hasPolicyCharacters(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code > 0xff || (code < 0x20 && code !== 9 && code !== 10 && code !== 13)) return false;
  }
  return true;
}

/** `service:Key` or `service:Key/tag`; keys of identity providers have the provider's name in front (`accounts.google.com:aud`). */
const isContextKey = (name: string): boolean => {
  const colon = name.indexOf(':');
  return colon > 0 && colon < name.length - 1;
};

/** `!Ref AWS::NoValue` takes away the property or list item that it stands for. */
export const isNoValue = (datum: Datum): boolean => {
  if (datum.kind !== 'text' || datum.text.length !== 1) return false;
  const [part] = datum.text;
  return typeof part === 'object' && part.kind === 'pseudo' && part.name === 'AWS::NoValue';
};

const isPrincipalType = (type: string): type is PrincipalType => PRINCIPAL_TYPES.includes(type);

const get = (map: MapDatum, key: string): Datum | undefined => map.entries.find((entry) => literalOf(entry.key) === key)?.value;

function joinWhen(a: When, b: When): When | undefined {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return and(a, b);
}
