import { ACCOUNT, concat, PARTITION, REGION, type Text, text } from '../../model/text.ts';

/** The ARN of a log group as Logs gives it to others: with `:*` for its streams. Service Authorization Reference "CloudWatch Logs". */
export const logGroupArn = (name: Text): Text =>
  concat(text('arn:', PARTITION, ':logs:', REGION, ':', ACCOUNT, ':log-group:'), name, [':*']);
