/* Writes the types of the server's interface. A call is found by its path, so names of operations, which two domains may share, are left out. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const folder = new URL('./', import.meta.url);
const document = JSON.parse(readFileSync(new URL('openapi.json', folder), 'utf8'));
for (const methods of Object.values(document.paths)) {
  for (const operation of Object.values(methods)) delete operation.operationId;
}
const head = '/** Written by `npm run generate` from openapi.json; not by hand. */\n\n';
writeFileSync(new URL('src/api/schema.d.ts', folder), head + astToString(await openapiTS(document)));
