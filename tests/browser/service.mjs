// The real binary on a fresh data directory, and a browser in front of it.
import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))
const binary = process.env.BINARY || join(root, 'target/debug/hengjian')
const run = promisify(execFile)

export class Service {
  /** A service on an empty database, or on what `commands` of the binary fill it with. */
  static async open(...commands) {
    const service = new this(await mkdtemp(join(tmpdir(), 'hengjian-browser-')))
    try {
      // PostgreSQL runs as a user of its own where root runs the tests, and has to get in.
      await chmod(service.folder, 0o755)
      for (const words of commands) await service.command(...words)
      return await service.start()
    } catch (error) {
      await service.stop()
      throw error
    }
  }

  /** The binary, for commands that a test runs beside the service. */
  get binary() {
    return binary
  }

  constructor(folder) {
    this.folder = folder
    this.options = {
      cwd: root,
      env: {
        ...process.env,
        HENGJIAN_DATA_DIR: folder,
        HENGJIAN_LISTEN: '127.0.0.1:0',
        HENGJIAN_ADMIN_LISTEN: '127.0.0.1:0',
        HENGJIAN_LOG__FILTER: 'warn',
      },
    }
  }

  /** Starts `hengjian serve`; resolves with its address and the set-up token once it is ready. */
  async start() {
    this.server = spawn(binary, ['serve'], { ...this.options, stdio: ['ignore', 'pipe', 'inherit'] })
    this.ended = new Promise((resolve) => this.server.once('exit', resolve))
    for await (const line of createInterface({ input: this.server.stdout })) {
      this.token = line.match(/set-up token (\S+)/)?.[1] ?? this.token
      this.address = line.match(/^ready (\S+)/)?.[1]
      if (this.address) return this
    }
    throw new Error(`the service ended with ${await this.ended} before it was ready`)
  }

  /** Runs another command of the binary on the same data; what it prints. */
  async command(...words) {
    return (await run(binary, words, this.options)).stdout.trim()
  }

  async stop() {
    this.server?.kill('SIGTERM')
    await this.ended
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A service with its witness, as ./run starts them. */
export class Witnessed extends Service {
  async start() {
    const port = await freePort()
    Object.assign(this.options.env, { HENGJIAN_LISTEN: `127.0.0.1:${port}`, HENGJIAN_SERVER__TRUSTED_PROXIES: '["127.0.0.1"]' })
    const folder = join(this.folder, 'witness')
    const words = ['--dir', folder, 'serve', '--ledger', `http://127.0.0.1:${port}/ledger`]
    this.witness = spawn(`${binary}-witness`, words, { ...this.options, stdio: ['ignore', 'pipe', 'inherit'] })
    this.witnessEnded = new Promise((resolve) => this.witness.once('exit', resolve))
    const [address] = await new Promise((resolve) => {
      createInterface({ input: this.witness.stdout }).on('line', (line) => /^ready (\S+)/.test(line) && resolve(line.match(/http\S+/)))
    })
    const key = (await readFile(join(folder, 'anchor.txt'), 'utf8')).match(/^cosigner (.+)$/m)[1]
    Object.assign(this.options.env, {
      HENGJIAN_WITNESS__ADDRESS: address,
      HENGJIAN_WITNESS__KEY_FILE: 'keys/witness-bearer.key',
      HENGJIAN_LEDGER__COSIGNERS: `[{ address = "${address}", key = "${key}" }]`,
    })
    return super.start()
  }

  async stop() {
    this.witness?.kill('SIGTERM')
    await this.witnessEnded
    await super.stop()
  }
}

/** A port that nobody uses just now: the witness has to know it beforehand. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
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
