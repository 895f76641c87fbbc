/** Python packages and the model of each. */
import type { Machine } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';
import { boto3, stubs } from './boto3.ts';
import { botocore } from './botocore.ts';
import { crhelper } from './crhelper.ts';
import { durableExecution } from './durable-execution.ts';
import { fastApi } from './fastapi.ts';
import { hmac } from './hmac.ts';
import { HTTP_CLIENTS, httpClient } from './http-clients.ts';
import { openSearch } from './opensearch.ts';
import { pandas } from './pandas.ts';
import { powertools } from './powertools/index.ts';
import { pydanticSettings } from './pydantic-settings.ts';
import { pynamoDb } from './pynamodb.ts';
import { SIGNER_PACKAGES, signerPackage } from './signers.ts';
import { transferModule } from './transfer-manager.ts';

export function pythonPackage(name: string, subpath: string, machine: Machine): Value | undefined {
  if (name === 'boto3' || name === 'aioboto3') return boto3(subpath);
  if (name === 'botocore' || name === 'aiobotocore') return botocore(subpath);
  if (/^(mypy_boto3|types_boto3|types_aiobotocore|boto3_stubs|botocore_stubs)/.test(name)) return stubs(machine, name);
  if (name === 'aws_lambda_powertools') return powertools(machine, subpath);
  if (name === 'opensearchpy' || name === 'elasticsearch') return openSearch(name);
  if (name === 's3transfer') return transferModule(name);
  if (name === 'pynamodb') return pynamoDb();
  if (name === 'aws_durable_execution_sdk_python') return durableExecution();
  if (name === 'crhelper') return crhelper();
  if (name === 'fastapi') return fastApi();
  if (name === 'python:hmac') return hmac();
  if (name === 'pandas') return pandas();
  if (name === 'pydantic_settings') return pydanticSettings();
  if (SIGNER_PACKAGES.has(name)) return signerPackage(name);
  if (HTTP_CLIENTS.has(name)) return httpClient(name);
  return undefined;
}
