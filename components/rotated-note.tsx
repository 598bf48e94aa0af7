import { Time } from "./time";

interface RotatedNoteProps {
  /** What has the new one: the name of a webhook or a token. */
  name: string;
  noun: "secret" | "token";
  /** Until when the old one works; null if it ended at once. */
  endsAt: string | null;
}

/** Beside a new secret: what became of the old one. */
export function RotatedNote({ name, noun, endsAt }: RotatedNoteProps) {
  return (
    <>
      This is the {noun} of “{name}” from now on. The old one{" "}
      {endsAt === null ? (
        "no longer works."
      ) : (
        <>
          works until <Time value={endsAt} display="short" />.
        </>
      )}
    </>
  );
}
