/** Python with boto3. */
export const python = {
  name: 'Python',
  properties: (i) => `      CodeUri: src/\n      Handler: handler${i}.handler\n      Runtime: python3.13\n`,
  metadata: () => '',
  shared: () => ({
    'src/shared/__init__.py': '',
    'src/shared/log.py': LOG,
    'src/shared/config.py': CONFIG,
    'src/shared/order.py': ORDER,
    'src/shared/notifier.py': NOTIFIER,
    'src/shared/archive.py': ARCHIVE,
  }),
  group: (group) => ({ [`src/shared/repository${group}.py`]: repository(group) }),
  handler: (i, group) => ({ [`src/handler${i}.py`]: handler(i, group) }),
};

const LOG = `
import json
import os
import traceback
from datetime import datetime, timezone

RANK = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class Logger:
    def __init__(self, name, level=None, fields=None):
        self.name = name
        self.level = level or os.environ.get("LOG_LEVEL", "info")
        self.fields = dict(fields or {})

    def bind(self, **fields):
        return Logger(self.name, self.level, {**self.fields, **fields})

    def debug(self, message, **fields):
        self._write("debug", message, fields)

    def info(self, message, **fields):
        self._write("info", message, fields)

    def warning(self, message, **fields):
        self._write("warning", message, fields)

    def error(self, message, error):
        self._write("error", message, {"error": repr(error), "trace": traceback.format_exc()})

    def _write(self, level, message, fields):
        if RANK[level] < RANK[self.level]:
            return
        record = {"level": level, "name": self.name, "message": message, "at": datetime.now(timezone.utc).isoformat()}
        print(json.dumps({**record, **self.fields, **fields}))
`;

const CONFIG = `
import os
import time
from dataclasses import dataclass

import boto3


def required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"the environment variable {name} is not set")
    return value


@dataclass(frozen=True)
class Config:
    table: str
    queue_url: str
    topic_arn: str
    archive: str
    max_lines: int = 100
    max_pages: int = 20


config = Config(
    table=required("TABLE"),
    queue_url=required("QUEUE_URL"),
    topic_arn=required("TOPIC_ARN"),
    archive=required("ARCHIVE_BUCKET"),
    max_lines=int(os.getenv("MAX_LINES", "100")),
)

_ssm = boto3.client("ssm")
_cache = {}


def setting(name: str) -> str:
    known = _cache.get(name)
    if known and known[1] > time.time():
        return known[0]
    response = _ssm.get_parameter(Name=f"/orders/{name}", WithDecryption=True)
    value = response["Parameter"]["Value"]
    _cache[name] = (value, time.time() + 60)
    return value
`;

const ORDER = `
import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from shared.config import config

NEXT = {"new": ["paid", "cancelled"], "paid": ["sent", "cancelled"], "sent": [], "cancelled": []}


class InvalidOrder(Exception):
    def __init__(self, problems: List[str]):
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass
class Line:
    sku: str
    quantity: int
    price: float


@dataclass
class Order:
    id: str
    owner: str
    lines: List[Line]
    state: str = "new"
    tags: List[str] = field(default_factory=list)
    created_at: str = ""
    total: float = 0

    def to_item(self) -> Dict[str, Any]:
        item = asdict(self)
        item["total"] = str(self.total)
        return item

    def summary(self) -> Dict[str, Any]:
        summary = {"id": self.id, "state": self.state, "lines": len(self.lines), "total": round(self.total, 2)}
        if self.tags:
            summary["tags"] = ",".join(self.tags)
        return summary


def may_become(before: str, after: str) -> bool:
    return after in NEXT[before]


def is_text(value) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 256


def line_of(value, index: int, problems: List[str]) -> Optional[Line]:
    if not isinstance(value, dict):
        problems.append(f"lines[{index}] is not an object")
        return None
    sku, quantity, price = value.get("sku"), value.get("quantity"), value.get("price")
    if not is_text(sku):
        problems.append(f"lines[{index}].sku is not a text")
    if not isinstance(quantity, int) or quantity < 1:
        problems.append(f"lines[{index}].quantity is not a positive number")
    if not isinstance(price, (int, float)) or price < 0:
        problems.append(f"lines[{index}].price is not a price")
    return Line(sku=str(sku), quantity=quantity, price=price)


def parse_order(body: Optional[str], owner: str) -> Order:
    try:
        data = json.loads(body or "{}")
    except ValueError:
        raise InvalidOrder(["the body is not JSON"])
    problems: List[str] = []
    given = data.get("lines") or []
    if len(given) == 0:
        problems.append("an order has at least one line")
    if len(given) > config.max_lines:
        problems.append(f"an order has at most {config.max_lines} lines")
    lines = [line for index, value in enumerate(given) if (line := line_of(value, index, problems)) is not None]
    tags = sorted({tag.strip().lower() for tag in data.get("tags", []) if is_text(tag)})
    if problems:
        raise InvalidOrder(problems)
    return Order(
        id=str(uuid.uuid4()),
        owner=owner,
        lines=lines,
        tags=tags,
        created_at=datetime.now(timezone.utc).isoformat(),
        total=sum(line.quantity * line.price for line in lines),
    )


def order_of(item: Dict[str, Any]) -> Order:
    lines = [Line(**line) for line in item.get("lines", [])]
    return Order(**{**item, "lines": lines, "total": float(item.get("total", 0))})
`;

const NOTIFIER = `
import json

import boto3

from shared.config import config
from shared.log import Logger


def chunks(items, size):
    for at in range(0, len(items), size):
        yield items[at : at + size]


class Notifier:
    def __init__(self, sqs=None, sns=None):
        self.log = Logger("notifier")
        self.sqs = sqs or boto3.client("sqs")
        self.sns = sns or boto3.client("sns")

    def send(self, kind, order, **detail):
        body = json.dumps({"kind": kind, **order.summary(), **detail})
        self.sqs.send_message(
            QueueUrl=config.queue_url,
            MessageBody=body,
            MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}},
        )
        self.log.info("queued", kind=kind, id=order.id)

    def send_all(self, kind, orders):
        failed = 0
        for part in chunks(orders, 10):
            entries = [{"Id": str(i), "MessageBody": json.dumps({"kind": kind, **order.summary()})} for i, order in enumerate(part)]
            response = self.sqs.send_message_batch(QueueUrl=config.queue_url, Entries=entries)
            for one in response.get("Failed", []):
                self.log.warning("not queued", id=one["Id"], code=one["Code"])
                failed += 1
        return failed

    def announce(self, order, subject):
        self.sns.publish(TopicArn=config.topic_arn, Subject=subject[:100], Message=json.dumps(order.summary()))
`;

const ARCHIVE = `
import json

import boto3
from botocore.config import Config as BotoConfig
from botocore.exceptions import ClientError

from shared.config import config
from shared.log import Logger
from shared.order import Order, order_of

s3 = boto3.client("s3", config=BotoConfig(retries={"max_attempts": 5}))
log = Logger("archive")


def key_of(owner: str, order_id: str) -> str:
    return f"orders/{owner}/{order_id}.json"


def store(order: Order) -> str:
    key = key_of(order.owner, order.id)
    s3.put_object(
        Bucket=config.archive,
        Key=key,
        Body=json.dumps(order.to_item()).encode(),
        ContentType="application/json",
        ServerSideEncryption="aws:kms",
    )
    log.debug("stored", key=key)
    return key


def load(owner: str, order_id: str):
    try:
        response = s3.get_object(Bucket=config.archive, Key=key_of(owner, order_id))
        return order_of(json.loads(response["Body"].read()))
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise


def keys_of(owner: str):
    keys = []
    token = None
    for _ in range(config.max_pages):
        extra = {"ContinuationToken": token} if token else {}
        listed = s3.list_objects_v2(Bucket=config.archive, Prefix=f"orders/{owner}/", **extra)
        keys.extend(entry["Key"] for entry in listed.get("Contents", []))
        if not listed.get("IsTruncated"):
            break
        token = listed["NextContinuationToken"]
    return keys
`;

const repository = (group) => `
import base64
import json
from datetime import datetime, timezone
from typing import List, Optional

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

from shared.config import config
from shared.log import Logger
from shared.order import Order, order_of


class Page:
    def __init__(self, orders: List[Order], next_token: Optional[str]):
        self.orders = orders
        self.next_token = next_token


class Repository${group}:
    def __init__(self, table: Optional[str] = None, resource=None):
        self.log = Logger("repository${group}")
        self.resource = resource or boto3.resource("dynamodb")
        self.table = self.resource.Table(table or config.table)

    @staticmethod
    def key(order_id: str):
        return {"pk": f"ORDER#{order_id}", "sk": "v${group}"}

    def get(self, order_id: str) -> Optional[Order]:
        item = self.table.get_item(Key=self.key(order_id), ConsistentRead=True).get("Item")
        self.log.info("read", id=order_id, found=item is not None)
        return order_of(item) if item else None

    def many(self, ids: List[str]) -> List[Order]:
        if not ids:
            return []
        keys = [self.key(order_id) for order_id in ids]
        response = self.resource.batch_get_item(RequestItems={config.table: {"Keys": keys}})
        return [order_of(item) for item in response["Responses"].get(config.table, [])]

    def put(self, order: Order) -> bool:
        try:
            self.table.put_item(Item={**self.key(order.id), **order.to_item()}, ConditionExpression=Attr("pk").not_exists())
            return True
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise

    def of_owner(self, owner: str, state: Optional[str] = None, start: Optional[str] = None) -> Page:
        arguments = {"IndexName": "owner", "KeyConditionExpression": Key("owner").eq(owner)}
        if state is not None:
            arguments["FilterExpression"] = Attr("state").eq(state)
        if start:
            arguments["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(start))
        page = self.table.query(**arguments)
        last = page.get("LastEvaluatedKey")
        token = base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None
        return Page([order_of(item) for item in page["Items"]], token)

    def move(self, order_id: str, before: str, after: str) -> Order:
        response = self.table.update_item(
            Key=self.key(order_id),
            UpdateExpression="SET #s = :to, changed_at = :now",
            ConditionExpression="#s = :from",
            ExpressionAttributeNames={"#s": "state"},
            ExpressionAttributeValues={":from": before, ":to": after, ":now": datetime.now(timezone.utc).isoformat()},
            ReturnValues="ALL_NEW",
        )
        return order_of(response["Attributes"])

    def remove(self, order_id: str) -> None:
        self.table.delete_item(Key=self.key(order_id))
        self.log.warning("removed", id=order_id)
`;

const handler = (i, group) => `
import json
import os

import boto3

from shared import archive
from shared.config import setting
from shared.log import Logger
from shared.notifier import Notifier
from shared.order import InvalidOrder, may_become, parse_order
from shared.repository${group} import Repository${group}

log = Logger("handler${i}")
repository = Repository${group}()
notifier = Notifier()
lambda_client = boto3.client("lambda")


def respond(status, body):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", "cache-control": "no-store"},
        "body": json.dumps(body),
    }


def owner_of(event):
    authorizer = event["requestContext"].get("authorizer") or {}
    return authorizer.get("claims", {}).get("sub", "nobody")


def create(event):
    order = parse_order(event.get("body"), owner_of(event))
    discounts = [float(value) for value in setting("discounts").split(",") if value]
    order.total = order.total * (1 - max(discounts, default=0))
    if not repository.put(order):
        return respond(409, {"message": "this order is there already"})
    notifier.send("created-${i}", order)
    return respond(201, order.summary())


def change(event, order):
    detail = json.loads(event.get("body") or "{}")
    kind = detail.pop("kind", None)
    if kind in ("pay", "cancel"):
        after = "paid" if kind == "pay" else "cancelled"
        if not may_become(order.state, after):
            return respond(409, {"message": f"an order that is {order.state} cannot be {after}"})
        moved = repository.move(order.id, order.state, after)
        notifier.send(kind, moved, **detail)
        return respond(200, moved.summary())
    elif kind == "archive":
        key = archive.store(order)
        repository.remove(order.id)
        notifier.announce(order, f"archived {order.id}")
        return respond(200, {"key": key})
    elif kind == "recalculate":
        payload = json.dumps({"id": order.id}).encode()
        lambda_client.invoke(FunctionName=os.environ["NEXT_FUNCTION"], InvocationType="Event", Payload=payload)
        return respond(202, {"id": order.id})
    return respond(422, {"message": "unknown change"})


def list_orders(event):
    parameters = event.get("queryStringParameters") or {}
    if parameters.get("archived") == "true":
        return respond(200, {"keys": archive.keys_of(owner_of(event))})
    page = repository.of_owner(owner_of(event), parameters.get("state"), parameters.get("next"))
    recent = sorted((order for order in page.orders if order.lines), key=lambda order: order.created_at, reverse=True)
    return respond(200, {"orders": [order.summary() for order in recent], "next": page.next_token})


def handler(event, context):
    order_id = (event.get("pathParameters") or {}).get("id")
    log.debug("called", method=event["httpMethod"], id=order_id)
    try:
        if order_id is None:
            return create(event) if event["httpMethod"] == "POST" else list_orders(event)
        order = repository.get(order_id) or archive.load(owner_of(event), order_id)
        if order is None:
            return respond(404, {"message": "not found"})
        if order.owner != owner_of(event):
            return respond(403, {"message": "not yours"})
        return respond(200, order.to_item()) if event["httpMethod"] == "GET" else change(event, order)
    except InvalidOrder as error:
        return respond(422, {"problems": error.problems})
    except Exception as error:
        log.error("failed", error)
        return respond(500, {"message": "failed"})
`;
