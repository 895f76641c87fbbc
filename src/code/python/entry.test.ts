import { beforeAll, describe, expect, it } from 'vitest';
import { callsIn } from '../../../test/support/calls.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare());

const APP = `import boto3
from fastapi import FastAPI
app = FastAPI()
@app.get("/items")
async def items():
    return boto3.client("dynamodb").scan(TableName="items")
`;

describe('a script in place of a handler', () => {
  const seen = (script: string) => callsIn(python, { 'api/main.py': APP, 'run.sh': script }, { runtime: 'python3.13', handler: 'run.sh' });

  it.each([
    '#!/bin/bash\nPATH=$PATH:$LAMBDA_TASK_ROOT/bin \\\n  exec python -m uvicorn --port=$PORT api.main:app --no-server-header\n',
    '#!/bin/sh\ngunicorn -b :8080 -k uvicorn.workers.UvicornWorker api.main:app\n',
  ])('leads to the application that it serves: %j', (script) => {
    expect(seen(script).calls).toEqual(['dynamodb Scan {TableName: items}']);
  });

  it.each(['#!/bin/bash\nexec python server.py\n', '#!/bin/bash\nexec uvicorn gone:app\n'])(
    'that starts something else is reported: %j',
    (script) => {
      expect(() => seen(script)).toThrow('its handler run.sh is a script, and which module it starts is not read');
    },
  );
});
