// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of configuration
/** What containers and frameworks make and call, and what tools generate, which no code of the application shows. */
import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn, environment } from '../../../test/support/calls.ts';
import { java } from './language.ts';

beforeAll(() => java.prepare());

const seen = (files: Readonly<Record<string, string>>, handler: string, variables: Readonly<Record<string, string>> = {}) =>
  callsIn(java, { 'pom.xml': '<project/>', ...files }, { runtime: 'java21', handler, ...environment(variables) });

const at = (name: string): string => `src/main/java/demo/${name}.java`;

const STORE = `package demo;
import software.amazon.awssdk.services.s3.S3Client;
@org.springframework.stereotype.Component public class Store {
  private final S3Client s3 = S3Client.create();
  public Store() { s3.headBucket(b -> b.bucket("made")); }
  void save() { s3.putObject(b -> b.bucket("b").key("k"), null); }
  void drop() { s3.deleteObject(b -> b.bucket("b").key("k")); }
}`;

describe('the function that a configuration names', () => {
  const files = {
    [at('Main')]:
      'package demo;\n@org.springframework.boot.autoconfigure.SpringBootApplication public class Main { public static void main(String[] args) {} }',
    [at('Store')]: STORE,
    [at('SaveOrder')]: `package demo;
@org.springframework.stereotype.Component public class SaveOrder implements java.util.function.Function<String, String> {
  private final Store store;
  SaveOrder(Store store) { this.store = store; }
  public String apply(String order) { store.save(); return order; }
}`,
    [at('Wiring')]: `package demo;
import java.util.function.Consumer;
@org.springframework.context.annotation.Configuration public class Wiring {
  private final Store store;
  Wiring(Store store) { this.store = store; }
  @org.springframework.context.annotation.Bean public Consumer<String> dropOrder() { return order -> store.drop(); }
}`,
  };
  const INVOKER = 'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest';
  const MADE = 's3 HeadBucket {Bucket: made}';

  it.each([
    ['saveOrder', ['s3 PutObject {Bucket: b, Key: k}']],
    ['dropOrder', ['s3 DeleteObject {Bucket: b, Key: k}']],
    ['saveOrder|dropOrder', ['s3 DeleteObject {Bucket: b, Key: k}', 's3 PutObject {Bucket: b, Key: k}']],
    ['functionRouter', ['s3 DeleteObject {Bucket: b, Key: k}', 's3 PutObject {Bucket: b, Key: k}']],
  ])('%s', (name, calls) => {
    const { calls: made, lost } = seen(files, INVOKER, { SPRING_CLOUD_FUNCTION_DEFINITION: name });
    expect([...made].sort()).toEqual([...calls.slice(0, 1), MADE, ...calls.slice(1)].sort());
    expect(lost).toEqual([]);
  });

  it('in a file of the application, for Quarkus', () => {
    const handlers = {
      'src/main/resources/application.properties': '# the handler\nquarkus.lambda.handler=save\n',
      [at('Main')]: 'package demo;\n@QuarkusMain public class Main { }',
      [at('Store')]: STORE,
      ...Object.fromEntries(
        ['save', 'drop'].map((name) => [
          at(`${name}Handler`),
          `package demo;
import com.amazonaws.services.lambda.runtime.*;
@jakarta.inject.Named("${name}") public class ${name}Handler implements RequestHandler<String, String> {
  @jakarta.inject.Inject Store store;
  public String handleRequest(String event, Context context) { store.${name}(); return event; }
}`,
        ]),
      ),
    };
    expect(seen(handlers, 'io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest').calls).toEqual([
      MADE,
      's3 PutObject {Bucket: b, Key: k}',
    ]);
  });
});

describe('what a container hands out', () => {
  const entry = (body: string, members = ''): Record<string, string> => ({
    [at('Entry')]: `package demo;\npublic class Entry {\n  ${members}\n  public void handleRequest(String event) { ${body} }\n}`,
  });

  it('of a class of the program is what a method provides, with what is named', () => {
    const files = {
      ...entry('orders.list();', '@javax.inject.Inject Orders orders;\n  public Entry() { DaggerShop.builder().build().inject(this); }'),
      [at('Shop')]:
        'package demo;\n@dagger.Component(modules = Wiring.class) public interface Shop { void inject(Entry entry); Orders orders(); }',
      [at('Orders')]: `package demo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
public class Orders {
  private final DynamoDbClient client; private final String table;
  public Orders(DynamoDbClient client, String table) { this.client = client; this.table = table; }
  void list() { client.scan(b -> b.tableName(table)); }
}`,
      [at('Wiring')]: `package demo;
import javax.inject.Named;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
@dagger.Module public class Wiring {
  @dagger.Provides Orders orders(DynamoDbClient client, @Named("table") String table) { return new Orders(client, table); }
  @dagger.Provides @Named("table") String table() { return System.getenv("TABLE"); }
  @dagger.Provides DynamoDbClient client() { return DynamoDbClient.create(); }
}`,
    };
    expect(seen(files, 'demo.Entry', { TABLE: 'orders' })).toEqual({ calls: ['dynamodb Scan {TableName: orders}'], direct: [], lost: [] });
    const through = { ...files, ...entry('DaggerShop.create().orders().list();') };
    expect(seen(through, 'demo.Entry', { TABLE: 'orders' })).toEqual({
      calls: ['dynamodb Scan {TableName: orders}'],
      direct: [],
      lost: [],
    });
  });

  it('of an interface may be written by a tool', () => {
    const mapper = (annotation: string): Record<string, string> => ({
      ...entry(
        'String key = mapper.keyOf(event); software.amazon.awssdk.services.s3.S3Client.create().listBuckets();',
        '@Autowired Keys mapper;',
      ),
      [at('Keys')]: `package demo;\n${annotation} public interface Keys { String keyOf(String event); }`,
    });
    expect(seen(mapper('@org.mapstruct.Mapper'), 'demo.Entry')).toEqual({ calls: ['s3 ListBuckets {}'], direct: [], lost: [] });
    expect(seen(mapper(''), 'demo.Entry').lost).toEqual(['call of Keys.keyOf: no class that implements the interface was found']);
  });

  it.each([
    ['properties', 'orders.table=${TABLE:others}\n'],
    ['yml', 'orders:\n  table: ${TABLE:others}\n'],
  ])('of a setting stands in application.%s', (kind, text) => {
    const files = {
      ...entry(
        'software.amazon.awssdk.services.dynamodb.DynamoDbClient.create().scan(b -> b.tableName(table));',
        '@org.springframework.beans.factory.annotation.Value("${orders.table}") String table;',
      ),
      [`src/main/resources/application.${kind}`]: text,
    };
    expect(seen(files, 'demo.Entry', { TABLE: 'orders' }).calls).toEqual(['dynamodb Scan {TableName: orders}']);
    expect(seen(files, 'demo.Entry').calls).toEqual(['dynamodb Scan {TableName: others}']);
  });
});

describe('a class of the same package', () => {
  const entry = 'package demo;\npublic class Entry { public void handleRequest(String event) { new Saver().save(); } }';
  const saver = 'package demo;\nclass Saver { void save() { software.amazon.awssdk.services.s3.S3Client.create().listBuckets(); } }';

  it('is found where its folder does not say the package', () => {
    const files = { 'src/main/java/demo.app/Entry.java': entry, 'src/main/java/demo.app/Saver.java': saver };
    expect(seen(files, 'demo.Entry').calls).toEqual(['s3 ListBuckets {}']);
  });

  it('is not meant where a package of the SDK is imported whole beside one of the program', () => {
    const files = {
      [at('Entry')]: `package demo;
import demo.model.*;
import software.amazon.awssdk.services.ssm.*;
import software.amazon.awssdk.services.ssm.model.*;
public class Entry { public void handleRequest(String event) {
  GetParameterResponse found = SsmClient.create().getParameter(b -> b.name("n"));
  Parameter parameter = Parameter.builder().name("n").type(ParameterType.STRING).build();
} }`,
      'src/main/java/demo/model/Item.java': 'package demo.model;\npublic class Item { }',
    };
    expect(seen(files, 'demo.Entry')).toEqual({ calls: ['ssm GetParameter {Name: n}'], direct: [], lost: [] });
  });

  it('that is not there is not lost in silence', () => {
    expect(seen({ [at('Entry')]: entry }, 'demo.Entry').lost).toEqual([
      'import of demo.Saver: "demo.Saver" is not in the sources of the app, and it is not known to stay away from AWS',
    ]);
  });
});
