/**
 * The derive document: what `--format json` prints for one template. Every file is relative to the template's folder; every
 * value of the template is printed as the intrinsic that it is.
 */
import type { App } from '../model/app.ts';
import { formatWhen, type When } from '../model/condition.ts';
import { type DeclarationEffect, isShown } from '../model/declared.ts';
import type { Comparison, Derivation, FunctionDerivation, Grant, Statement } from '../model/derivation.ts';
import type { Finding } from '../model/finding.ts';
import type { AssumedRole, Invoker, Need, Offer, Origin, Unresolved } from '../model/need.ts';
import type { Text } from '../model/text.ts';
import { printerOf } from '../synthesis/print/printer.ts';
import { POLICY_VERSION, printCondition, printStatement } from '../synthesis/print/statement.ts';
import { type Printer, printText } from '../synthesis/print/text.ts';
import { statementsOf } from '../synthesis/statements.ts';
import { fromTemplate, type ShowFile } from './paths.ts';

/** Raised when a field changes its meaning or goes. */
const DOCUMENT_VERSION = 1;

/** `further`: findings that concern no single template. */
export function deriveDocument(derivation: Derivation, further: readonly Finding[] = []): unknown {
  const page = pageOf(derivation.app);
  return {
    pinhole: DOCUMENT_VERSION,
    template: derivation.app.template,
    functions: derivation.functions.map((derived) => functionDocument(derived, page)),
    diagnostics: [...further, ...derivation.findings].map((finding) => findingDocument(finding, page)),
  };
}

interface Page {
  readonly app: App;
  readonly printer: Printer;
  readonly file: ShowFile;
}

const pageOf = (app: App): Page => ({ app, printer: printerOf(app), file: fromTemplate(app) });

function functionDocument(derived: FunctionDerivation, page: Page): unknown {
  const { fn } = derived;
  const declared = derived.declared.filter(isShown);
  return {
    id: fn.id,
    ...optional({ runtime: fn.runtime, handler: fn.handler }),
    ...whenDocument(fn.when),
    code: derived.code.map(page.file).sort(),
    needs: derived.needs.map((need) => needDocument(need, page)),
    invokers: derived.invokers.map((invoker) => invokerDocument(invoker, page)),
    policy: policyDocument(derived.statements, page),
    unresolved: derived.unresolved.map((item) => unresolvedDocument(item, page)),
    ...comparisonDocument(derived.today, page),
    assumes: derived.assumes.map((role) => assumedDocument(role, derived, page)),
    offers: derived.offers.map((offer) => offerDocument(offer, page)),
    ...(declared.length > 0 ? { declared: declared.map((effect) => declaredDocument(effect, page)) } : {}),
  };
}

const value = (text: Text, page: Page): unknown => printText(text, page.printer);

const needDocument = (need: Need, page: Page): unknown => ({
  action: need.action,
  resource: value(need.resource, page),
  ...(need.condition ? { condition: printCondition(need.condition, page.printer) } : {}),
  kind: need.kind,
  certainty: need.certainty,
  ...whenDocument(need.when),
  origins: need.origins.map((origin) => originDocument(origin, page)),
});

const invokerDocument = (invoker: Invoker, page: Page): unknown => ({
  principal: value(invoker.principal, page),
  action: invoker.action,
  ...texts(
    {
      sourceArn: invoker.sourceArn,
      sourceAccount: invoker.sourceAccount,
      principalOrgId: invoker.principalOrgId,
      eventSourceToken: invoker.eventSourceToken,
      functionUrlAuthType: invoker.functionUrlAuthType,
      qualifier: invoker.qualifier,
    },
    page,
  ),
  ...optional({ invokedViaFunctionUrl: invoker.invokedViaFunctionUrl }),
  ...whenDocument(invoker.when),
  origins: invoker.origins.map((origin) => originDocument(origin, page)),
});

/**
 * One plain list, to be read and compared. A statement under a template condition says so in `when`, as its needs do; the
 * deployable form with `Fn::If` and policies of their own is what `--format yaml` prints.
 */
const policyDocument = (statements: readonly Statement[], page: Page): unknown => ({
  Version: POLICY_VERSION,
  Statement: statements.map((statement) => ({
    ...printStatement({ statement, mayName: () => true }, page.printer),
    ...whenDocument(statement.when),
  })),
});

const unresolvedDocument = (item: Unresolved, page: Page): unknown => ({
  what: item.what,
  why: item.why,
  file: page.file(item.file),
  line: item.line,
  column: item.column,
  fallback: item.fallback,
  ...optional({ operation: item.operation, actions: item.actions }),
});

const comparisonDocument = (today: Comparison, page: Page): Record<string, unknown> => ({
  granted: today.granted.map((grant) => grantDocument(grant, page)),
  missing: today.missing.map(({ need, how }) => ({
    action: need.action,
    resource: value(need.resource, page),
    ...(need.condition ? { condition: printCondition(need.condition, page.printer) } : {}),
    ...whenDocument(need.when),
    how,
    origin: originDocument(need.origins[0], page),
  })),
  spare: today.spare.map(({ grant, needed, doubt }) => ({
    ...grantDocument(grant, page),
    // why it may be needed all the same
    ...optional({ doubt }),
    // what of it serves a need: the grant is spare but for this
    ...(needed.length > 0 ? { needed: needed.map((need) => ({ action: need.action, resource: value(need.resource, page) })) } : {}),
  })),
  ...(today.unknown.length > 0
    ? { unreadable: today.unknown.map(({ origin, why }) => ({ why, origin: originDocument(origin, page) })) }
    : {}),
});

const grantDocument = (grant: Grant, page: Page): Record<string, unknown> => ({
  ...(grant.effect === 'Deny' ? { effect: 'Deny' } : {}),
  action: grant.action,
  resource: value(grant.resource, page),
  ...optional({
    exceptActions: grant.exceptActions,
    exceptResources: grant.exceptResources?.map((resource) => value(resource, page)),
    policy: grant.policy,
  }),
  ...(grant.condition ? { condition: printCondition(grant.condition, page.printer) } : {}),
  ...whenDocument(grant.when),
  origin: originDocument(grant.origin, page),
});

/** The needs are the other role's, so its policy and its trust in this function's role are what is to be checked there. */
const assumedDocument = (assumed: AssumedRole, derived: FunctionDerivation, page: Page): unknown => ({
  ...(assumed.role ? { role: value(assumed.role, page) } : {}),
  needs: assumed.needs.map((need) => needDocument(need, page)),
  policy: policyDocument(
    statementsOf(assumed.needs, (resource) => page.printer.owners.owner(resource)?.resource.id),
    page,
  ),
  trust: {
    Version: POLICY_VERSION,
    Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': [derived.deployment.roleId, 'Arn'] } }, Action: 'sts:AssumeRole' }],
  },
  unresolved: assumed.unresolved.map((item) => unresolvedDocument(item, page)),
  origins: assumed.origins.map((origin) => originDocument(origin, page)),
});

const offerDocument = (offer: Offer, page: Page): unknown => ({
  action: offer.action,
  resource: value(offer.resource, page),
  ...(offer.condition ? { condition: printCondition(offer.condition, page.printer) } : {}),
  why: offer.why,
  origins: offer.origins.map((origin) => originDocument(origin, page)),
});

/** `needs`: what the declaration gave or resolved, for a refusal what it took away. */
const declaredDocument = ({ declaration, needs }: DeclarationEffect, page: Page): unknown => ({
  kind: declaration.kind,
  ...(declaration.kind === 'library' ? { language: declaration.model.language, package: declaration.model.package } : {}),
  reason: declaration.reason,
  ...(originDocument(declaration.span, page) as object),
  needs: needs.map(({ action, resource }) => ({ action, resource: value(resource, page) })),
});

const originDocument = (origin: Origin | undefined, page: Page): unknown =>
  origin && {
    file: page.file(origin.file),
    line: origin.line,
    column: origin.column,
    ...optional({ operation: origin.operation, via: origin.via }),
  };

const findingDocument = (finding: Finding, page: Page): unknown => ({
  code: finding.code,
  severity: finding.severity,
  message: finding.message,
  ...(finding.span ? { file: page.file(finding.span.file), line: finding.span.line, column: finding.span.column } : {}),
  ...optional({ function: finding.functionId }),
});

const whenDocument = (when: When): { readonly when?: string } => (when.length > 0 ? { when: formatWhen(when) } : {});

const texts = (values: Readonly<Record<string, Text | undefined>>, page: Page): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, text]) => (text ? [[key, value(text, page)]] : [])));

const optional = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, item]) => item !== undefined));
