export interface IncomingCall {
  key: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** The address as it was called, with its query. */
  url?: string;
  body: Buffer;
  /** What came, where more than `body` was sent than we take. */
  bodyBytes: number;
  ip: string | null;
}
