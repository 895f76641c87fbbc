/** Apps of one function in JavaScript whose code is long or deep, as bundlers and generators write it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  Table:
    Type: AWS::DynamoDB::Table
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: index.handler
      Runtime: nodejs22.x
      Environment:
        Variables:
          TABLE: !Ref Table
`;

/** Writes the apps; gives what each one is, with its template. */
export function writeShapes(folder) {
  return SHAPES.map(([shape, source], i) => {
    const app = join(folder, String(i));
    mkdirSync(join(app, 'src'), { recursive: true });
    writeFileSync(join(app, 'src/index.js'), source());
    writeFileSync(join(app, 'template.yaml'), TEMPLATE);
    return [shape, join(app, 'template.yaml')];
  });
}

const HEAD = `const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const db = new DynamoDBClient({});
const read = (id) => db.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id: { S: id } } }));
`;

const numbers = (count) => Array.from({ length: count }, (_, i) => i);

/** Functions that each call the one before, with a branch and a loop in each. */
const chain = (length) =>
  `${HEAD}async function step0(id) { return read(id); }\n${numbers(length)
    .slice(1)
    .map(
      (i) =>
        `async function step${i}(id, options = {}) {\n  if (options.skip) return undefined;\n  const found = await step${i - 1}(id, { depth: ${i} });\n  return { ...found, step: ${i} };\n}\n`,
    )
    .join('')}exports.handler = async (event) => step${length - 1}(event.id);\n`;

/** A file of many functions, of which the handler calls every one. */
const long = (functions) =>
  `${HEAD}const steps = {};\n${numbers(functions)
    .map(
      (i) => `steps.step${i} = async function step${i}(event) {
  const id = 'item-${i}/' + event.id;
  if (!event.id) {
    console.log('nothing to do in ${i}');
    return undefined;
  }
  const found = await read(id);
  const names = Object.keys(found.Item || {}).filter((name) => name !== 'id');
  return { id, names, count: names.length };
};
`,
    )
    .join('')}exports.handler = async (event) => {\n${numbers(functions)
    .map((i) => `  await steps.step${i}(event);\n`)
    .join('')}};\n`;

/** Modules in the form that bundlers give them, most of which the handler does not reach. */
const bundled = (bytes) => {
  const modules = [];
  for (let size = 0, i = 0; size < bytes; i++) {
    const text = `var require_module${i} = __commonJS({ 'module${i}.js'(exports, module) {
  function Kind${i}(options) { this.options = options || {}; this.entries = []; this.cache = new Map(); }
  Kind${i}.prototype.add = function (key, value) {
    if (this.cache.has(key)) return this.cache.get(key);
    for (var i = 0; i < this.entries.length; i++) { if (this.entries[i].key === key) { this.entries[i].value = value; return value; } }
    this.entries.push({ key: key, value: value, order: this.entries.length });
    return value;
  };
  Kind${i}.prototype.list = function (filter) { return this.entries.filter(filter).map(function (entry) { return entry.key + '=' + entry.value; }); };
  module.exports = { Kind${i}: Kind${i}, create: function (options) { return new Kind${i}(options); } };
} });
`;
    size += text.length;
    modules.push(text);
  }
  const used = numbers(20).map((i) => `var { create: create${i} } = require_module${i}();\n`);
  return `var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
${HEAD}${modules.join('')}${used.join('')}exports.handler = async (event) => {
  const all = create0({ name: event.name });
  all.add('id', event.id);
  return { found: await read(event.id), list: all.list(Boolean) };
};
`;
};

const SHAPES = [
  ['a chain of 60 calls', () => chain(60)],
  ['a file of 5,000 lines, all of them reached', () => long(450)],
  ['a bundle of 1 MB', () => bundled(1_000_000)],
];
