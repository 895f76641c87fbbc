/** Who calls through API Gateway: `arn:…:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`. API Gateway "Control access for invoking an API". */
import { ACCOUNT, isHole, PARTITION, REGION, type Text, text } from '../../model/text.ts';

export const executeApiArn = (apiId: Text, rest: Text): Text =>
  text('arn:', PARTITION, ':execute-api:', REGION, ':', ACCOUNT, ':', ...apiId, '/', ...rest);

/** `*` for ANY in each of its spellings. */
export function routeMethod(method: string | undefined): string {
  const upper = (method ?? 'ANY').toUpperCase();
  return upper === 'ANY' || upper === '*' || upper === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? '*' : upper;
}

/** `*` for each path parameter; no slash at the end, which API Gateway drops. */
export function routePath(path: Text): Text {
  const replaced = path.map((part) => (isHole(part) ? part : part.replaceAll(/\{[^{}/]*\}/g, '*')));
  const last = replaced.at(-1);
  if (typeof last !== 'string' || !last.endsWith('/') || (replaced.length === 1 && last === '/')) return text(...replaced);
  return text(...replaced.slice(0, -1), last.slice(0, -1));
}
