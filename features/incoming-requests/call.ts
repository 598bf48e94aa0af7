export type TakeRoom = (bytes: number) => boolean;

export interface IncomingCall {
  key: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** The address as it was called, with its query. */
  url?: string;
  body: Buffer;
  /** What came, where more than `body` was sent than we take. */
  bodyBytes: number;
  /** Takes so much more of the memory that there is for all bodies; false where that is used up. */
  takeRoom?: TakeRoom;
  ip: string | null;
}
