import { describe, expect, it } from 'vitest';
import { app, call, event, name, needsFor, needsOf, parameter, regional, resource } from '../../../test/needs/constructed.ts';
import { text } from '../../model/text.ts';

const within = app(
  resource(
    'App',
    'AWS::AppConfig::Application',
    regional('appconfig', 'application/', name('App')),
    { Name: [parameter('AppName')] },
    undefined,
  ),
  resource('Env', 'AWS::AppConfig::Environment', undefined, { Name: 'prod' }),
  resource('Flags', 'AWS::AppConfig::ConfigurationProfile', undefined, { Name: 'flags' }),
);
const session = (
  ApplicationIdentifier: ReturnType<typeof text> | string,
  EnvironmentIdentifier: string,
  ConfigurationProfileIdentifier: string,
) => ({
  ApplicationIdentifier,
  EnvironmentIdentifier,
  ConfigurationProfileIdentifier,
});

describe('AppConfig', () => {
  it('takes names for the ids of the template, since ARNs hold ids alone', () => {
    const whole = 'arn:aws:appconfig:R:A:application/${App}/environment/${Env}/configuration/${Flags}';
    for (const application of [text(parameter('AppName')), text(name('App'))])
      expect(needsFor('appconfigdata', 'StartConfigurationSession', session(application, 'prod', 'flags'), within)).toEqual([
        `appconfig:StartConfigurationSession ${whole}`,
      ]);
    expect(needsFor('appconfigdata', 'GetLatestConfiguration', session(text(name('App')), 'prod', 'flags'), within)).toEqual([
      `appconfig:GetLatestConfiguration ${whole}`,
    ]);
  });

  it('never writes a name in the place of an id', () => {
    expect(needsFor('appconfigdata', 'StartConfigurationSession', session('other', 'prod', 'flags'), within)).toEqual([
      'appconfig:StartConfigurationSession arn:aws:appconfig:R:A:application/*/environment/${Env}/configuration/${Flags} (unresolved)',
    ]);
    const { unresolved } = needsOf([call('appconfigdata', 'StartConfigurationSession', session('other', 'prod', 'flags'))], within);
    expect(unresolved.map((entry) => entry.why)).toEqual(['it depends on the id of the application other']);
    expect(needsFor('appconfigdata', 'StartConfigurationSession', session(text(event('app')), 'prod', 'flags'), within)).toEqual([
      'appconfig:StartConfigurationSession arn:aws:appconfig:R:A:application/*/environment/${Env}/configuration/${Flags} (unresolved)',
    ]);
    expect(
      needsFor('appconfigdata', 'StartConfigurationSession', session(text(parameter('ApplicationId')), 'prod', 'flags'), within),
    ).toEqual([
      'appconfig:StartConfigurationSession arn:aws:appconfig:R:A:application/${ApplicationId}/environment/${Env}/configuration/${Flags}',
    ]);
  });

  it('says that a token hides its configuration', () => {
    expect(needsFor('appconfigdata', 'GetLatestConfiguration', { ConfigurationToken: text(event('token')) })).toEqual([
      'appconfig:GetLatestConfiguration arn:aws:appconfig:R:A:application/*/environment/*/configuration/* (unresolved)',
    ]);
  });

  it('reads a configuration of the older API through three resources', () => {
    expect(
      needsFor(
        'appconfig',
        'GetConfiguration',
        { Application: [name('App')], Environment: 'prod', Configuration: 'flags', ClientId: 'c' },
        within,
      ),
    ).toEqual([
      'appconfig:GetConfiguration arn:aws:appconfig:R:A:application/${App}',
      'appconfig:GetConfiguration arn:aws:appconfig:R:A:application/${App}/environment/${Env}',
      'appconfig:GetConfiguration arn:aws:appconfig:R:A:application/${App}/configurationprofile/${Flags}',
    ]);
  });
});
