/**
 * AWS IoT's data plane. Sources: "AWS IoT Core policy actions" and the Service Authorization Reference "AWS IoT".
 */
import { equals } from '../predicate.ts';
import { ANY, named } from '../resource.ts';
import { main, need, rows, type ServiceRules } from '../rule.ts';

const topic = named({ service: 'iot', before: 'topic/', from: 'topic', types: [] });
const thing = named({ service: 'iot', before: 'thing/', from: 'thingName', types: ['AWS::IoT::Thing'] });
const client = named({ service: 'iot', before: 'client/', from: 'clientId', types: [] });

export const iotData: ServiceRules = {
  clients: ['iot-data-plane'],
  prefix: 'iot',
  resources: {
    topic: { form: topic, from: ['topic'] },
    thing: { form: thing, from: ['thingName'] },
    client: { form: client, from: ['clientId'] },
  },
  operations: {
    // a retained message needs a second permission ("MQTT", retained messages)
    Publish: rows(main('iot:Publish', topic), need('iot:RetainPublish', topic, equals('retain', 'true'))),
    ListRetainedMessages: rows(main('iot:ListRetainedMessages', ANY)),
  },
};
