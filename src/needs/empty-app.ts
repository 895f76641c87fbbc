/** An app without resources, for reading rules outside any app. */
import type { App } from '../model/app.ts';

export const EMPTY_APP: App = {
  dialect: 'sam',
  template: '',
  root: '/',
  resources: new Map(),
  parameters: new Map(),
  functions: [],
  workflows: new Map(),
  conditions: new Map(),
  findings: [],
};
