import { Client, type Dispatcher } from "undici";
import type { ConnectTimings, OpenSocket } from "./connector";

/** The peer's `Keep-Alive` hint may shorten this, not lengthen it. */
const KEEP_ALIVE_MS = 4000;
/** Steady traffic never lets a socket idle, so its age is bounded too: a DNS change is honoured within this time. */
const SOCKET_MAX_AGE_MS = 60_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** One socket to one origin, carrying one request at a time. Undici reopens it when the peer closed it in between. */
export class Connection {
  readonly origin: string;
  /** Set while a socket is being opened. */
  isOpening = false;
  /** Known until the first request of a socket takes them; null means that the socket was used before. */
  private timings: ConnectTimings | null = null;
  private openedAt = 0;
  private readonly client: Client;
  private readonly opening = new AbortController();

  constructor(origin: string, openSocket: OpenSocket, onDisconnect: (connection: Connection) => void) {
    this.origin = origin;
    this.client = new Client(origin, {
      connect: (options, callback) => {
        this.isOpening = true;
        const { protocol, hostname } = options;
        const port = Number(options.port) || (protocol === "https:" ? 443 : 80);
        openSocket({ protocol, hostname, port }, this.opening.signal).then(
          ({ socket, timings }) => {
            this.isOpening = false;
            this.timings = timings;
            this.openedAt = performance.now();
            callback(null, socket);
          },
          (error: Error) => {
            this.isOpening = false;
            callback(error, null);
          },
        );
      },
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // Each exchange has one timer over everything.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.client.on("disconnect", () => onDisconnect(this));
  }

  /** True when the socket has already answered a request, so that the peer may have closed it meanwhile. */
  get isReused(): boolean {
    return this.timings === null && this.openedAt > 0;
  }

  get isReusable(): boolean {
    return !this.client.destroyed && performance.now() - this.openedAt < SOCKET_MAX_AGE_MS;
  }

  takeTimings(): ConnectTimings | null {
    const timings = this.timings;
    this.timings = null;
    return timings;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.client.dispatch(options, handler);
  }

  destroy(): void {
    this.opening.abort();
    this.client.destroy(() => {});
  }
}
