/**
 * A view that the server sends each time something changed. A page cannot see the server's pings, and a cable that was pulled closes
 * no socket: so the view is also asked for in between, and a screen says that it is connected only while an answer is fresh.
 */
import { Problem } from '../api/call';

export type Connection = { state: 'first' } | { state: 'live' } | { state: 'lost'; since: number };

export interface Socket { close: () => void }
export interface Ears { said: (text: string) => void; closed: () => void }
export interface World<T> {
  ask: () => Promise<T>;
  listen: (ears: Ears) => Socket;
  later: (act: () => void, ms: number) => () => void;
  monotonic: () => number;
}
export interface Told<T> { view: (view: T) => void; connection: (connection: Connection) => void; refused: (problem: Problem | null) => void }

/** Milliseconds between questions while all is well, and before the next try when it is not. */
const askEvery = 10_000;
const pauses = [500, 1000, 2000, 4000, 5000];
const pause = (failures: number) => pauses[Math.min(failures, pauses.length - 1)]!;

export class Live<T extends { now: string }> {
  private connection: Connection = { state: 'first' };
  private newest = -Infinity;
  private socket: Socket | null = null;
  private callOff = () => undefined as void;
  private failures = 0;
  private drops = 0;
  private ended = false;
  private readonly world: World<T>;
  private readonly told: Told<T>;

  constructor(world: World<T>, told: Told<T>) {
    this.world = world;
    this.told = told;
  }

  /** Asks at once: to begin, and when a page knows that something changed. */
  again(): void {
    void this.ask();
  }

  end(): void {
    this.ended = true;
    this.callOff();
    this.hangUp();
  }

  private async ask(): Promise<void> {
    this.callOff();
    try {
      const view = await this.world.ask();
      if (this.ended) return;
      this.failures = 0;
      this.told.refused(null);
      this.take(view);
      if (this.socket === null) this.dial();
      this.askIn(askEvery);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.ended) this.miss(error);
    }
  }

  /** Who may not look is not helped by asking often, but an operator who signs in again on this machine is. */
  private miss(problem: Problem): void {
    const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
    this.told.refused(refused ? problem : null);
    this.hangUp();
    this.lose();
    this.askIn(pause(this.failures));
    this.failures += 1;
  }

  /** A closed socket is asked after at once; only when that question fails too is the connection lost. */
  private dial(): void {
    const socket: Socket = this.world.listen({
      said: (text) => {
        if (this.socket !== socket) return;
        const view = read<T>(text);
        if (view === null) return;
        this.drops = 0;
        this.take(view);
      },
      closed: () => {
        if (this.socket !== socket) return;
        this.socket = null;
        this.askIn(pause(this.drops));
        this.drops += 1;
      },
    });
    this.socket = socket;
  }

  private hangUp(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** An answer that was overtaken on its way changes nothing. */
  private take(view: T): void {
    this.tell({ state: 'live' });
    const made = Date.parse(view.now);
    if (made < this.newest) return;
    this.newest = made;
    this.told.view(view);
  }

  private lose(): void {
    if (this.connection.state !== 'lost') this.tell({ state: 'lost', since: this.world.monotonic() });
  }

  private tell(connection: Connection): void {
    if (connection.state === this.connection.state) return;
    this.connection = connection;
    this.told.connection(connection);
  }

  private askIn(ms: number): void {
    this.callOff();
    this.callOff = this.world.later(() => void this.ask(), ms);
  }
}

function read<T extends { now: string }>(text: string): T | null {
  try {
    const view: unknown = JSON.parse(text);
    return typeof view === 'object' && view !== null && 'now' in view ? (view as T) : null;
  } catch {
    return null;
  }
}

/** The browser's socket to an address of our own server. */
export function browserSocket(path: string): (ears: Ears) => Socket {
  return ({ said, closed }) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`);
    socket.onmessage = ({ data }) => said(String(data));
    socket.onclose = () => closed();
    return socket;
  };
}
