/**
 * AWS AppConfig and its data. Sources: "Actions, resources, and condition keys for AWS AppConfig" and the API reference of
 * StartConfigurationSession: the parameters take names or ids, ARNs are of ids alone.
 */
import type { Resource } from '../../model/app.ts';
import { and, type When } from '../../model/condition.ts';
import { concat, displayText, isExact, isHole, sameText, type Text, text } from '../../model/text.ts';
import { arn, reasonOf } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import type { ResourceForm, Scope, Target } from '../resource.ts';
import { unresolvedTarget } from '../resource.ts';
import { main, passRole, type Row, rows, type ServiceRules } from '../rule.ts';
import { resourceByHole, resourcesOfType } from '../template-resources.ts';

interface Part {
  /** what stands before it in the ARN */
  readonly before: string;
  readonly from: string;
  readonly type: string;
  readonly what: string;
}

const application = (from: string): Part => ({
  before: 'application/',
  from,
  type: 'AWS::AppConfig::Application',
  what: 'the application',
});
const environment = (from: string): Part => ({
  before: '/environment/',
  from,
  type: 'AWS::AppConfig::Environment',
  what: 'the environment',
});
const profile = (before: string, from: string): Part => ({
  before,
  from,
  type: 'AWS::AppConfig::ConfigurationProfile',
  what: 'the configuration profile',
});

interface Id {
  readonly id: Text;
  readonly when: When;
  /** why it is not known */
  readonly why?: string;
}

/** What `Ref` gives for these types. */
const idOfResource = (resource: Resource): Text => [{ kind: 'name', resource: resource.id, chars: 'name' }];
const unknownId = (value: TextValue, why: string): Id => ({ id: ['*'], when: value.when, why });

function idOf(part: Part, value: TextValue, scope: Scope): Id {
  if (value.kind === 'unknown') return unknownId(value, value.reason);
  if (value.kind === 'absent') return unknownId(value, `${part.from}, which the call does not show`);
  const [only] = value.text;
  if (value.text.length === 1 && only !== undefined && isHole(only)) {
    const known = resourceByHole(scope.app, only, [part.type]);
    if (known) return { id: idOfResource(known), when: value.when };
    if ((only.kind === 'parameter' || only.kind === 'attribute') && /id$/i.test(only.kind === 'parameter' ? only.name : only.attribute))
      return { id: value.text, when: value.when };
  }
  const named = resourcesOfType(scope.app, part.type).filter((resource) =>
    textsAt(resource.properties, 'Name').some((name) => name.kind === 'text' && sameText(name.text, value.text)),
  );
  const [one, ...others] = named;
  if (one && others.length === 0) return { id: idOfResource(one), when: value.when };
  if (isExact(value.text)) return unknownId(value, `the id of ${part.what} ${displayText(value.text)}`);
  return unknownId(value, `the id of ${part.what}, which may be given by its name: ${reasonOf(value.text)}`);
}

/** An ARN of ids; each id that is not known is a wildcard. */
const ofIds = (...parts: readonly Part[]): ResourceForm => ({
  describe: `arn:\${Partition}:appconfig:\${Region}:\${Account}:${parts.map((part) => `${part.before}${part.from}, by id`).join('')}`,
  targets: (scope) => {
    let built: readonly Id[] = [{ id: text(), when: [] }];
    for (const part of parts)
      built = built.flatMap((head) =>
        textsAt(scope.input, part.from).flatMap((value): readonly Id[] => {
          const tail = idOf(part, value, scope);
          const when = and(head.when, tail.when);
          const why = head.why ?? tail.why;
          return when ? [{ id: concat(head.id, [part.before], tail.id), when, ...(why === undefined ? {} : { why }) }] : [];
        }),
      );
    return built.map(({ id, when, why }): Target => {
      const resource = arn('appconfig', id, scope.region ? { region: scope.region } : {});
      return why === undefined ? { resource, certainty: 'exact', when } : unresolvedTarget(resource, when, why);
    });
  },
});

const session = ofIds(
  application('ApplicationIdentifier'),
  environment('EnvironmentIdentifier'),
  profile('/configuration/', 'ConfigurationProfileIdentifier'),
);

export const appConfigData: ServiceRules = {
  clients: ['appconfigdata'],
  prefix: 'appconfig',
  resources: {},
  operations: {
    StartConfigurationSession: rows(main('appconfig:StartConfigurationSession', session)),
    // its own input is a token, which stands for the session's identifiers
    GetLatestConfiguration: rows(main('appconfig:GetLatestConfiguration', session)),
  },
};

const APPCONFIG = 'appconfig.amazonaws.com';
const monitors: readonly Row[] = [passRole('Monitors[].AlarmRoleArn', APPCONFIG)];
const extension: readonly Row[] = [passRole('Actions[].[].RoleArn', APPCONFIG)];

export const appConfig: ServiceRules = {
  clients: ['appconfig'],
  prefix: 'appconfig',
  resources: {},
  operations: {
    GetConfiguration: rows(
      main('appconfig:GetConfiguration', ofIds(application('Application'))),
      main('appconfig:GetConfiguration', ofIds(application('Application'), environment('Environment'))),
      main('appconfig:GetConfiguration', ofIds(application('Application'), profile('/configurationprofile/', 'Configuration'))),
    ),
  },
  // a name may stand for the id, which alone is in the ARN
  members: { ExtensionId: [], 'experimentdefinition.ApplicationId': [], 'experimentrun.ApplicationId': [] },
  passedTo: [APPCONFIG],
  besides: { CreateEnvironment: monitors, UpdateEnvironment: monitors, CreateExtension: extension, UpdateExtension: extension },
};
