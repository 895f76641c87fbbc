/** Java with the SDK v2: each function is a class of its own. */
const FOLDER = 'src/main/java/com/example/orders';

export const java = {
  name: 'Java',
  properties: (i) => `      CodeUri: .\n      Handler: com.example.orders.Handler${i}::handleRequest\n      Runtime: java21\n`,
  metadata: () => '',
  shared: () => ({
    'pom.xml': POM,
    [`${FOLDER}/shared/Logger.java`]: LOG,
    [`${FOLDER}/shared/Settings.java`]: CONFIG,
    [`${FOLDER}/shared/Order.java`]: ORDER,
    [`${FOLDER}/shared/OrderParser.java`]: PARSER,
    [`${FOLDER}/shared/InvalidOrder.java`]: INVALID,
    [`${FOLDER}/shared/Notifier.java`]: NOTIFIER,
    [`${FOLDER}/shared/Archive.java`]: ARCHIVE,
  }),
  group: (group) => ({ [`${FOLDER}/shared/Repository${group}.java`]: repository(group) }),
  handler: (i, group) => ({ [`${FOLDER}/Handler${i}.java`]: handler(i, group) }),
};

const POM = `<project>
  <groupId>com.example</groupId>
  <artifactId>orders</artifactId>
  <version>1.0</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-core</artifactId><version>1.2.3</version></dependency>
    <dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-events</artifactId><version>3.14.0</version></dependency>
    <dependency><groupId>software.amazon.awssdk</groupId><artifactId>dynamodb</artifactId><version>2.29.0</version></dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.18.0</version></dependency>
  </dependencies>
</project>
`;

const LOG = `
package com.example.orders.shared;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

public final class Logger {
  public enum Level { DEBUG, INFO, WARN, ERROR }

  private final String name;
  private final Level level;
  private final Map<String, Object> fields;

  public Logger(String name) {
    this(name, Level.valueOf(System.getenv().getOrDefault("LOG_LEVEL", "INFO")), new HashMap<>());
  }

  private Logger(String name, Level level, Map<String, Object> fields) {
    this.name = name;
    this.level = level;
    this.fields = fields;
  }

  public Logger with(String key, Object value) {
    Map<String, Object> all = new HashMap<>(fields);
    all.put(key, value);
    return new Logger(name, level, all);
  }

  public void debug(String message, Map<String, Object> more) { write(Level.DEBUG, message, more); }
  public void info(String message, Map<String, Object> more) { write(Level.INFO, message, more); }
  public void warn(String message, Map<String, Object> more) { write(Level.WARN, message, more); }

  public void error(String message, Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    write(Level.ERROR, message, Map.of("error", error.toString(), "trace", trace.toString()));
  }

  private void write(Level at, String message, Map<String, Object> more) {
    if (at.ordinal() < level.ordinal()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(Instant.now()).append(' ').append(at).append(' ').append(name).append(' ').append(message);
    for (Map.Entry<String, Object> entry : fields.entrySet()) {
      text.append(' ').append(entry.getKey()).append('=').append(entry.getValue());
    }
    more.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
    System.out.println(text);
  }
}
`;

const CONFIG = `
package com.example.orders.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;

public final class Settings {
  public static final int MAX_PAGES = 20;

  private record Cached(String value, Instant until) {}

  private final SsmClient ssm = SsmClient.create();
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  private static String required(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("the environment variable " + name + " is not set");
    }
    return value;
  }

  public String table() { return required("TABLE"); }
  public String queueUrl() { return required("QUEUE_URL"); }
  public String topicArn() { return required("TOPIC_ARN"); }
  public String archive() { return required("ARCHIVE_BUCKET"); }

  public int maxLines() {
    String value = System.getenv("MAX_LINES");
    return value == null ? 100 : Integer.parseInt(value);
  }

  public String parameter(String name) {
    Cached known = cache.get(name);
    if (known != null && known.until().isAfter(Instant.now())) {
      return known.value();
    }
    GetParameterRequest request = GetParameterRequest.builder().name("/orders/" + name).withDecryption(true).build();
    String value = ssm.getParameter(request).parameter().value();
    cache.put(name, new Cached(value, Instant.now().plus(Duration.ofMinutes(1))));
    return value;
  }
}
`;

const ORDER = `
package com.example.orders.shared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

public class Order {
  public enum State { NEW, PAID, SENT, CANCELLED }

  public record Line(String sku, int quantity, double price) {}

  private static final Map<State, Set<State>> NEXT = Map.of(
      State.NEW, Set.of(State.PAID, State.CANCELLED),
      State.PAID, Set.of(State.SENT, State.CANCELLED),
      State.SENT, Set.of(),
      State.CANCELLED, Set.of());

  private String id;
  private String owner;
  private State state = State.NEW;
  private List<Line> lines = new ArrayList<>();
  private List<String> tags = new ArrayList<>();
  private String createdAt;
  private double total;

  public String getId() { return id; }
  public void setId(String id) { this.id = id; }
  public String getOwner() { return owner; }
  public void setOwner(String owner) { this.owner = owner; }
  public State getState() { return state; }
  public void setState(State state) { this.state = state; }
  public List<Line> getLines() { return lines; }
  public void setLines(List<Line> lines) { this.lines = lines; }
  public List<String> getTags() { return tags; }
  public void setTags(List<String> tags) { this.tags = tags; }
  public String getCreatedAt() { return createdAt; }
  public void setCreatedAt(String createdAt) { this.createdAt = createdAt; }
  public double getTotal() { return total; }
  public void setTotal(double total) { this.total = total; }

  public boolean mayBecome(State to) {
    return NEXT.get(state).contains(to);
  }

  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("id", id);
    summary.put("state", state.name());
    summary.put("lines", lines.size());
    summary.put("total", Math.round(total * 100) / 100.0);
    if (!tags.isEmpty()) {
      summary.put("tags", String.join(",", tags));
    }
    return summary;
  }
}
`;

const INVALID = `
package com.example.orders.shared;

import java.util.List;

public class InvalidOrder extends RuntimeException {
  private final List<String> problems;

  public InvalidOrder(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = problems;
  }

  public List<String> problems() {
    return problems;
  }
}
`;

const PARSER = `
package com.example.orders.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

public final class OrderParser {
  private final ObjectMapper mapper;
  private final int maxLines;

  public OrderParser(ObjectMapper mapper, int maxLines) {
    this.mapper = mapper;
    this.maxLines = maxLines;
  }

  private static boolean isText(JsonNode node) {
    return node != null && node.isTextual() && !node.asText().isEmpty() && node.asText().length() <= 256;
  }

  private static Order.Line lineOf(JsonNode node, int index, List<String> problems) {
    if (!node.isObject()) {
      problems.add("lines[" + index + "] is not an object");
      return null;
    }
    if (!isText(node.get("sku"))) {
      problems.add(String.format("lines[%d].sku is not a text", index));
    }
    if (node.path("quantity").asInt(0) < 1) {
      problems.add(String.format("lines[%d].quantity is not a positive number", index));
    }
    if (node.path("price").asDouble(-1) < 0) {
      problems.add(String.format("lines[%d].price is not a price", index));
    }
    return new Order.Line(node.path("sku").asText(), node.path("quantity").asInt(), node.path("price").asDouble());
  }

  public Order parse(String body, String owner) {
    JsonNode data;
    try {
      data = mapper.readTree(body == null ? "{}" : body);
    } catch (JsonProcessingException e) {
      throw new InvalidOrder(List.of("the body is not JSON"));
    }
    List<String> problems = new ArrayList<>();
    List<Order.Line> lines = new ArrayList<>();
    JsonNode given = data.path("lines");
    if (given.size() == 0) {
      problems.add("an order has at least one line");
    }
    if (given.size() > maxLines) {
      problems.add("an order has at most " + maxLines + " lines");
    }
    for (int index = 0; index < given.size(); index++) {
      Order.Line line = lineOf(given.get(index), index, problems);
      if (line != null) {
        lines.add(line);
      }
    }
    TreeSet<String> tags = new TreeSet<>();
    for (JsonNode tag : data.path("tags")) {
      if (isText(tag)) {
        tags.add(tag.asText().trim().toLowerCase());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidOrder(problems);
    }
    Order order = new Order();
    order.setId(UUID.randomUUID().toString());
    order.setOwner(owner);
    order.setLines(lines);
    order.setTags(new ArrayList<>(tags));
    order.setCreatedAt(Instant.now().toString());
    order.setTotal(lines.stream().mapToDouble(line -> line.quantity() * line.price()).sum());
    return order;
  }
}
`;

const NOTIFIER = `
package com.example.orders.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

public class Notifier {
  private final Logger log = new Logger("notifier");
  private final SqsClient sqs;
  private final SnsClient sns;
  private final ObjectMapper mapper;
  private final Settings settings;

  public Notifier(Settings settings, ObjectMapper mapper) {
    this(settings, mapper, SqsClient.create(), SnsClient.create());
  }

  public Notifier(Settings settings, ObjectMapper mapper, SqsClient sqs, SnsClient sns) {
    this.settings = settings;
    this.mapper = mapper;
    this.sqs = sqs;
    this.sns = sns;
  }

  private String body(String kind, Order order, Map<String, Object> detail) throws JsonProcessingException {
    Map<String, Object> message = new HashMap<>(order.summary());
    message.put("kind", kind);
    message.putAll(detail);
    return mapper.writeValueAsString(message);
  }

  public void send(String kind, Order order, Map<String, Object> detail) throws JsonProcessingException {
    MessageAttributeValue attribute = MessageAttributeValue.builder().dataType("String").stringValue(kind).build();
    sqs.sendMessage(SendMessageRequest.builder()
        .queueUrl(settings.queueUrl())
        .messageBody(body(kind, order, detail))
        .messageAttributes(Map.of("kind", attribute))
        .build());
    log.info("queued", Map.of("kind", kind, "id", order.getId()));
  }

  public int sendAll(String kind, List<Order> orders) throws JsonProcessingException {
    int failed = 0;
    for (int at = 0; at < orders.size(); at += 10) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (int i = at; i < Math.min(at + 10, orders.size()); i++) {
        entries.add(SendMessageBatchRequestEntry.builder().id(String.valueOf(i)).messageBody(body(kind, orders.get(i), Map.of())).build());
      }
      SendMessageBatchResponse response = sqs.sendMessageBatch(SendMessageBatchRequest.builder().queueUrl(settings.queueUrl()).entries(entries).build());
      failed += response.failed().size();
    }
    return failed;
  }

  public void announce(Order order, String subject) throws JsonProcessingException {
    String message = mapper.writeValueAsString(order.summary());
    sns.publish(request -> request.topicArn(settings.topicArn()).subject(subject).message(message));
  }
}
`;

const ARCHIVE = `
package com.example.orders.shared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

public class Archive {
  private final Logger log = new Logger("archive");
  private final S3Client s3 = S3Client.builder().build();
  private final Settings settings;
  private final ObjectMapper mapper;

  public Archive(Settings settings, ObjectMapper mapper) {
    this.settings = settings;
    this.mapper = mapper;
  }

  private static String keyOf(String owner, String id) {
    return "orders/" + owner + "/" + id + ".json";
  }

  public String store(Order order) throws IOException {
    String key = keyOf(order.getOwner(), order.getId());
    PutObjectRequest request = PutObjectRequest.builder()
        .bucket(settings.archive())
        .key(key)
        .contentType("application/json")
        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
        .build();
    s3.putObject(request, RequestBody.fromString(mapper.writeValueAsString(order)));
    log.debug("stored", java.util.Map.of("key", key));
    return key;
  }

  public Optional<Order> load(String owner, String id) throws IOException {
    try {
      GetObjectRequest request = GetObjectRequest.builder().bucket(settings.archive()).key(keyOf(owner, id)).build();
      return Optional.of(mapper.readValue(s3.getObjectAsBytes(request).asByteArray(), Order.class));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  public List<String> keysOf(String owner) {
    List<String> keys = new ArrayList<>();
    String token = null;
    for (int page = 0; page < Settings.MAX_PAGES; page++) {
      ListObjectsV2Request request = ListObjectsV2Request.builder()
          .bucket(settings.archive())
          .prefix("orders/" + owner + "/")
          .continuationToken(token)
          .build();
      ListObjectsV2Response listed = s3.listObjectsV2(request);
      for (S3Object object : listed.contents()) {
        keys.add(object.key());
      }
      if (!listed.isTruncated()) {
        break;
      }
      token = listed.nextContinuationToken();
    }
    return keys;
  }
}
`;

const repository = (group) => `
package com.example.orders.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

public class Repository${group} {
  public record Page(List<Order> orders, Map<String, AttributeValue> next) {}

  private final Logger log = new Logger("repository${group}");
  private final DynamoDbClient client;
  private final ObjectMapper mapper;
  private final String table;

  public Repository${group}(Settings settings, ObjectMapper mapper) {
    this(DynamoDbClient.create(), mapper, settings.table());
  }

  public Repository${group}(DynamoDbClient client, ObjectMapper mapper, String table) {
    this.client = client;
    this.mapper = mapper;
    this.table = table;
  }

  private static AttributeValue text(String value) {
    return AttributeValue.builder().s(value).build();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("pk", text("ORDER#" + id), "sk", text("v${group}"));
  }

  private Order orderOf(Map<String, AttributeValue> item) {
    try {
      return mapper.readValue(item.get("json").s(), Order.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order cannot be read", e);
    }
  }

  public Optional<Order> get(String id) {
    GetItemRequest request = GetItemRequest.builder().tableName(table).key(key(id)).consistentRead(true).build();
    Map<String, AttributeValue> item = client.getItem(request).item();
    log.info("read", Map.of("id", id, "found", !item.isEmpty()));
    return item.isEmpty() ? Optional.empty() : Optional.of(orderOf(item));
  }

  public List<Order> many(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Map<String, AttributeValue>> keys = ids.stream().map(Repository${group}::key).collect(Collectors.toList());
    Map<String, KeysAndAttributes> items = Map.of(table, KeysAndAttributes.builder().keys(keys).build());
    return client.batchGetItem(BatchGetItemRequest.builder().requestItems(items).build())
        .responses().get(table).stream().map(this::orderOf).toList();
  }

  public boolean put(Order order) throws JsonProcessingException {
    Map<String, AttributeValue> item = new HashMap<>(key(order.getId()));
    item.put("owner", text(order.getOwner()));
    item.put("state", text(order.getState().name()));
    item.put("json", text(mapper.writeValueAsString(order)));
    try {
      client.putItem(PutItemRequest.builder().tableName(table).item(item).conditionExpression("attribute_not_exists(pk)").build());
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  public Page ofOwner(String owner, Order.State state, Map<String, AttributeValue> start) {
    Map<String, String> names = new HashMap<>(Map.of("#o", "owner"));
    Map<String, AttributeValue> values = new HashMap<>(Map.of(":o", text(owner)));
    QueryRequest.Builder request = QueryRequest.builder().tableName(table).indexName("owner").keyConditionExpression("#o = :o");
    if (state != null) {
      names.put("#s", "state");
      values.put(":s", text(state.name()));
      request.filterExpression("#s = :s");
    }
    QueryResponse page = client.query(request
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .exclusiveStartKey(start)
        .build());
    List<Order> orders = new ArrayList<>();
    for (Map<String, AttributeValue> item : page.items()) {
      orders.add(orderOf(item));
    }
    return new Page(orders, page.lastEvaluatedKey());
  }

  public Order move(String id, Order.State from, Order.State to) {
    UpdateItemRequest request = UpdateItemRequest.builder()
        .tableName(table)
        .key(key(id))
        .updateExpression("SET #s = :to, changedAt = :now")
        .conditionExpression("#s = :from")
        .expressionAttributeNames(Map.of("#s", "state"))
        .expressionAttributeValues(Map.of(":from", text(from.name()), ":to", text(to.name()), ":now", text(Instant.now().toString())))
        .returnValues(ReturnValue.ALL_NEW)
        .build();
    return orderOf(client.updateItem(request).attributes());
  }

  public void remove(String id) {
    client.deleteItem(DeleteItemRequest.builder().tableName(table).key(key(id)).build());
    log.warn("removed", Map.of("id", id));
  }
}
`;

const handler = (i, group) => `
package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.example.orders.shared.Archive;
import com.example.orders.shared.InvalidOrder;
import com.example.orders.shared.Logger;
import com.example.orders.shared.Notifier;
import com.example.orders.shared.Order;
import com.example.orders.shared.OrderParser;
import com.example.orders.shared.Repository${group};
import com.example.orders.shared.Settings;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

public class Handler${i} implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Logger log = new Logger("handler${i}");
  private final Settings settings = new Settings();
  private final Repository${group} repository = new Repository${group}(settings, MAPPER);
  private final Archive archive = new Archive(settings, MAPPER);
  private final Notifier notifier = new Notifier(settings, MAPPER);
  private final OrderParser parser = new OrderParser(MAPPER, settings.maxLines());
  private final LambdaClient lambda = LambdaClient.create();

  private APIGatewayProxyResponseEvent respond(int status, Object body) throws Exception {
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(status)
        .withHeaders(Map.of("content-type", "application/json", "cache-control", "no-store"))
        .withBody(MAPPER.writeValueAsString(body));
  }

  private static String ownerOf(APIGatewayProxyRequestEvent event) {
    Map<String, Object> authorizer = event.getRequestContext().getAuthorizer();
    if (authorizer == null || !(authorizer.get("claims") instanceof Map<?, ?> claims)) {
      return "nobody";
    }
    return String.valueOf(claims.get("sub"));
  }

  private APIGatewayProxyResponseEvent create(APIGatewayProxyRequestEvent event) throws Exception {
    Order order = parser.parse(event.getBody(), ownerOf(event));
    double best = Arrays.stream(settings.parameter("discounts").split(",")).mapToDouble(Double::parseDouble).max().orElse(0);
    order.setTotal(order.getTotal() * (1 - best));
    if (!repository.put(order)) {
      return respond(409, Map.of("message", "this order is there already"));
    }
    notifier.send("created-${i}", order, Map.of());
    return respond(201, order.summary());
  }

  private APIGatewayProxyResponseEvent change(APIGatewayProxyRequestEvent event, Order order) throws Exception {
    Map<String, Object> detail = MAPPER.readValue(event.getBody(), new TypeReference<Map<String, Object>>() {});
    String kind = String.valueOf(detail.remove("kind"));
    switch (kind) {
      case "pay":
      case "cancel":
        Order.State to = kind.equals("pay") ? Order.State.PAID : Order.State.CANCELLED;
        if (!order.mayBecome(to)) {
          return respond(409, Map.of("message", "an order that is " + order.getState() + " cannot be " + to));
        }
        Order moved = repository.move(order.getId(), order.getState(), to);
        notifier.send(kind, moved, detail);
        return respond(200, moved.summary());
      case "archive":
        String key = archive.store(order);
        repository.remove(order.getId());
        notifier.announce(order, "archived " + order.getId());
        return respond(200, Map.of("key", key));
      case "recalculate":
        InvokeRequest request = InvokeRequest.builder()
            .functionName(System.getenv("NEXT_FUNCTION"))
            .invocationType(InvocationType.EVENT)
            .payload(SdkBytes.fromUtf8String(MAPPER.writeValueAsString(Map.of("id", order.getId()))))
            .build();
        lambda.invoke(request);
        return respond(202, Map.of("id", order.getId()));
      default:
        return respond(422, Map.of("message", "unknown change"));
    }
  }

  private APIGatewayProxyResponseEvent list(APIGatewayProxyRequestEvent event) throws Exception {
    Map<String, String> parameters = Optional.ofNullable(event.getQueryStringParameters()).orElse(Map.of());
    if ("true".equals(parameters.get("archived"))) {
      return respond(200, Map.of("keys", archive.keysOf(ownerOf(event))));
    }
    String state = parameters.get("state");
    Repository${group}.Page page = repository.ofOwner(ownerOf(event), state == null ? null : Order.State.valueOf(state), null);
    List<Map<String, Object>> recent = page.orders().stream()
        .filter(order -> !order.getLines().isEmpty())
        .sorted(Comparator.comparing(Order::getCreatedAt).reversed())
        .map(Order::summary)
        .collect(Collectors.toList());
    return respond(200, Map.of("orders", recent));
  }

  private APIGatewayProxyResponseEvent route(APIGatewayProxyRequestEvent event) throws Exception {
    String id = event.getPathParameters() == null ? null : event.getPathParameters().get("id");
    log.debug("called", Map.of("method", event.getHttpMethod()));
    if (id == null) {
      return event.getHttpMethod().equals("POST") ? create(event) : list(event);
    }
    Optional<Order> found = repository.get(id);
    if (found.isEmpty()) {
      found = archive.load(ownerOf(event), id);
    }
    if (found.isEmpty()) {
      return respond(404, Map.of("message", "not found"));
    }
    Order order = found.get();
    if (!order.getOwner().equals(ownerOf(event))) {
      return respond(403, Map.of("message", "not yours"));
    }
    return event.getHttpMethod().equals("GET") ? respond(200, order) : change(event, order);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
    try {
      return route(event);
    } catch (InvalidOrder e) {
      return new APIGatewayProxyResponseEvent().withStatusCode(422).withBody(String.join("; ", e.problems()));
    } catch (Exception e) {
      log.error("failed", e);
      return new APIGatewayProxyResponseEvent().withStatusCode(500);
    }
  }
}
`;
