/**
 * Which functions can name a resource: those that the template tells of it, by their own properties, those of their role and its
 * policies, and parameters and secrets that these name. A name that the template states can be written in any code.
 */
import type { App, LambdaFunction, Resource } from '../../model/app.ts';
import { holesOf } from '../../model/text.ts';

/** Resources whose content is read by name. */
const STORES = new Set(['AWS::SSM::Parameter', 'AWS::SecretsManager::Secret', 'AWS::AppConfig::HostedConfigurationVersion']);
const POLICIES = new Set(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']);

export class Naming {
  readonly #app: App;
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(app: App) {
    this.#app = app;
  }

  canName(fn: LambdaFunction, resource: Resource): boolean {
    const stated = resource.name !== undefined && !holesOf(resource.name).some((hole) => hole.kind === 'name');
    return stated || this.tells(fn, resource.id);
  }

  /** Whether the template tells the function of the resource. */
  tells(fn: LambdaFunction, id: string): boolean {
    let told = this.#told.get(fn.id);
    if (!told) {
      told = this.#toldTo(fn);
      this.#told.set(fn.id, told);
    }
    return told.has(id);
  }

  #toldTo(fn: LambdaFunction): ReadonlySet<string> {
    const { resources } = this.#app;
    const { roleId } = fn.role;
    const told = new Set<string>();
    const tell = (id: string): void => {
      const resource = resources.get(id);
      for (const named of resource?.references ?? []) {
        if (told.has(named)) continue;
        told.add(named);
        if (STORES.has(resources.get(named)?.type ?? '') || POLICIES.has(resources.get(named)?.type ?? '')) tell(named);
      }
    };
    tell(fn.id);
    if (roleId === undefined) return told;
    tell(roleId);
    for (const { id, type, references } of resources.values()) if (POLICIES.has(type) && references.has(roleId)) tell(id);
    return told;
  }
}
