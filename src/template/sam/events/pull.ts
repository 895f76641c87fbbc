/** Events that Lambda polls: an event source mapping each. SAM "SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB". */
import { at, scalar } from '../../source/node.ts';
import { mappingTriggers, type Source } from '../../triggers/mapping.ts';
import { baseOf, type EventType } from './event.ts';

/** `property` names the source; self-managed Kafka has none. */
const pull = (source: Source, property: string | undefined): EventType => ({
  expand(event, expansion) {
    const arn = property === undefined ? undefined : at(event.properties, property);
    expansion.add(
      event.function.declaration,
      event.id,
      'AWS::Lambda::EventSourceMapping',
      {
        FunctionName: event.function.target,
        EventSourceArn: arn,
        FilterCriteria: at(event.properties, 'FilterCriteria'),
        KmsKeyArn: at(event.properties, 'KmsKeyArn'),
        DestinationConfig: at(event.properties, 'DestinationConfig'),
        SourceAccessConfigurations: at(event.properties, 'SourceAccessConfigurations'),
        Source: scalar(source, event.span),
      },
      event.span,
    );
  },
  triggers: (event, reader) =>
    mappingTriggers(
      source,
      property === undefined ? undefined : at(event.properties, property),
      event.properties,
      baseOf(event, reader),
      reader,
    ),
});

export const sqs = pull('sqs', 'Queue');
export const kinesis = pull('kinesis', 'Stream');
export const dynamodb = pull('dynamodb', 'Stream');
export const msk = pull('msk', 'Stream');
export const mq = pull('mq', 'Broker');
export const selfManagedKafka = pull('kafka', undefined);
export const documentDb = pull('documentdb', 'Cluster');
