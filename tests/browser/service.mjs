// The real binary on a fresh data directory, and a browser in front of it.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts `hengjian serve`; resolves with its address and the set-up token once it is ready. */
export async function startService() {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-browser-'))
  const server = spawn(join(root, 'target/debug/hengjian'), ['serve'], {
    cwd: root,
    env: {
      ...process.env,
      HENGJIAN_DATA_DIR: folder,
      HENGJIAN_LISTEN: '127.0.0.1:0',
      HENGJIAN_ADMIN_LISTEN: '127.0.0.1:0',
      HENGJIAN_LOG__FILTER: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  let token = ''
  for await (const line of createInterface({ input: server.stdout })) {
    token = line.match(/set-up token (\S+)/)?.[1] ?? token
    const address = line.match(/^ready (\S+)/)?.[1]
    if (address) {
      return { address, token, stop: () => stop(server, ended, folder) }
    }
  }
  throw new Error(`the service ended with ${await ended} before it was ready`)
}

async function stop(server, ended, folder) {
  server.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
