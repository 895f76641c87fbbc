/** The models of Java packages: sources as their documentation shows them, and the calls that they make. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../../test/support/calls.ts';
import { java } from '../../java/language.ts';

beforeAll(() => java.prepare());

const seen = (imports: string, body: string) => {
  const lines = imports
    .split(' ')
    .map((name) => `import ${name};`)
    .join('\n');
  const source = `package demo;
import java.util.*;
${lines}
public class App {
  public Object handleRequest(Map<String, Object> event, Object context) throws Exception {
${body}
    return null;
  }
}`;
  const url = 'jdbc-secretsmanager:mysql://db.example.com:3306';
  return callsIn(
    java,
    { 'src/main/java/demo/App.java': source, 'pom.xml': '<project/>' },
    { runtime: 'java21', handler: 'demo.App::handleRequest', ...environment({ SECRET: 'prod/db', URL: url, PLAIN: 'jdbc:mysql://db' }) },
  );
};

const READS = (secret: string) => ['DescribeSecret', 'GetSecretValue'].map((name) => `secrets-manager ${name} {SecretId: ${secret}}`);

describe('the JDBC driver of Secrets Manager', () => {
  it('reads the secret that the user of a connection names', () => {
    const body = `
    Class.forName("com.amazonaws.secretsmanager.sql.AWSSecretsManagerMySQLDriver").newInstance();
    Properties info = new Properties();
    info.put("user", System.getenv("SECRET"));
    Connection connection = DriverManager.getConnection(System.getenv("URL"), info);
    connection.prepareStatement("select 1").executeQuery();`;
    expect(seen('java.sql.*', body)).toEqual({ calls: READS('prod/db'), direct: [], lost: [] });
    expect(seen('java.sql.DriverManager', 'DriverManager.getConnection(System.getenv("URL"), "by/name", "");').calls).toEqual(
      READS('by/name'),
    );
    expect(seen('java.sql.DriverManager', 'DriverManager.getConnection(System.getenv("PLAIN"), "root", "x");').calls).toEqual([]);
  });

  it('is asked itself, also for a URL that is a secret', () => {
    const body = `
    Properties info = new Properties();
    info.setProperty("user", "prod/user");
    new AWSSecretsManagerPostgreSQLDriver().connect("prod/endpoint", info);`;
    expect(seen('com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver', body).calls).toEqual([
      ...READS('prod/endpoint'),
      ...READS('prod/user'),
    ]);
  });
});

it('the cache of secrets describes a secret and reads it, with the client of its configuration', () => {
  const body = `
    SecretCache own = new SecretCache();
    own.getSecretString(System.getenv("SECRET"));
    SecretCacheConfiguration config = new SecretCacheConfiguration().withMaxCacheSize(10)
      .withClient(SecretsManagerClient.builder().region(Region.EU_WEST_1).build());
    new SecretCache(config).getSecretBinary("other");
    own.forget("x");`;
  const imports =
    'com.amazonaws.secretsmanager.caching.SecretCache com.amazonaws.secretsmanager.caching.SecretCacheConfiguration ' +
    'software.amazon.awssdk.services.secretsmanager.SecretsManagerClient software.amazon.awssdk.regions.Region';
  expect(seen(imports, body)).toEqual({
    calls: [...READS('prod/db'), ...READS('other').map((call) => `${call} in eu-west-1`)],
    direct: [],
    lost: ['call of SecretCache.forget: the model of com.amazonaws.secretsmanager.caching does not know it'],
  });
});

it('X-Ray runs what it traces', () => {
  const body = `
    SqsClient sqs = SqsClient.create();
    AWSXRay.createSubsegment("list", (subsegment) -> { sqs.listQueues(); });
    AWSXRay.beginSubsegment("more").putAnnotation("a", "b");
    AWSXRay.endSubsegment();`;
  expect(seen('com.amazonaws.xray.AWSXRay software.amazon.awssdk.services.sqs.SqsClient', body)).toEqual({
    calls: ['sqs ListQueues {}'],
    direct: [],
    lost: [],
  });
});
