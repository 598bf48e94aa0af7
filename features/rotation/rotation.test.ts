import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ColumnsChange } from "@/features/audit/change";
import type { Context } from "@/lib/context";
import { AppError, ConflictError, ForbiddenError, InvalidError } from "@/lib/errors";
import { extendOverlapSchema, overlapEnd } from "@/lib/overlap";
import { MAX_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { endOverlap, extendOverlap, rotateSecret, type SecretKind } from "./rotation";

/** A row with numbered secrets. */
interface Columns {
  present?: number;
  /** `present` stands for an expression over the row as it is. */
  previous?: number | "present" | null;
  endsAt?: Date | null;
}

const KIND: SecretKind<Columns> = {
  noun: "secret",
  rotated: "secret_rotated",
  keepPrevious: { previous: "present" },
  dropPrevious: { previous: null, endsAt: null },
  setEnd: (endsAt) => ({ endsAt }),
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A secret as it lives through rotations, with all that must hold of it at any time. */
class Model {
  present = 1;
  previous: number | null = null;
  endsAt: Date | null = null;
  private readonly refused = new Set<number>();

  get overlap(): string | null {
    return overlapEnd(this.endsAt);
  }

  rotate(overlapSeconds: number, known = this.present): void {
    const secret = { present: String(this.present), endsAt: this.overlap };
    const set = { present: this.present + 1 };
    this.apply(rotateSecret(caller(), KIND, secret, { known: String(known), overlapSeconds, set }));
  }

  extend(overlapSeconds: number): void {
    this.apply(extendOverlap(caller(), KIND, { endsAt: this.overlap, overlapSeconds }));
  }

  end(): void {
    const change = endOverlap(KIND, this.overlap);
    if (change) this.apply(change);
  }

  private apply({ set }: ColumnsChange<Columns>): void {
    const { present = this.present, previous = this.previous, endsAt = this.endsAt } = set;
    Object.assign(this, { present, previous: previous === "present" ? this.present : previous, endsAt });
  }

  check(): void {
    const isWorking = (secret: number) =>
      secret === this.present || (secret === this.previous && this.overlap !== null);
    const all = Array.from({ length: this.present }, (_, index) => index + 1);
    for (const secret of all.filter((one) => !isWorking(one))) this.refused.add(secret);
    expect(all.filter(isWorking).length).toBeLessThanOrEqual(2);
    for (const secret of this.refused) expect(isWorking(secret)).toBe(false);
    if (this.overlap)
      expect(Date.parse(this.overlap)).toBeLessThanOrEqual(Date.now() + MAX_OVERLAP_SECONDS * 1000);
  }
}

const seconds = (min: number) =>
  fc.oneof(fc.constantFrom(min, 3_600), fc.integer({ min, max: MAX_OVERLAP_SECONDS }));
const step = fc.oneof(
  seconds(0).map((overlapSeconds) => ({ name: "rotate" as const, overlapSeconds })),
  seconds(1).map((overlapSeconds) => ({ name: "extend" as const, overlapSeconds })),
  fc.constant({ name: "end" as const }),
  fc.integer({ min: 0, max: 9 * 86_400_000 }).map((ms) => ({ name: "wait" as const, ms })),
);

test("whatever is done when: two work at most, and what was refused stays refused", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const model = new Model();
      for (const next of steps) {
        const before = model.overlap;
        if (next.name === "wait") vi.setSystemTime(Date.now() + next.ms);
        else if (next.name === "end") model.end();
        else if (next.name === "rotate") {
          const error = thrownBy(() => model.rotate(next.overlapSeconds));
          expect(error instanceof ConflictError).toBe(before !== null);
          if (!error) expect(model.overlap !== null).toBe(next.overlapSeconds > 0);
        } else {
          const error = thrownBy(() => model.extend(next.overlapSeconds));
          const isLonger = before !== null && Date.now() + next.overlapSeconds * 1000 > Date.parse(before);
          expect(error instanceof ConflictError).toBe(before === null);
          expect(error instanceof InvalidError).toBe(before !== null && !isLonger);
          if (!error) expect(Date.parse(model.overlap ?? "")).toBeGreaterThan(Date.parse(before ?? ""));
        }
        model.check();
      }
    }),
  );
});

test.each([0, 3_600])(
  "of two who rotate the same secret, with an overlap of %i s, the first does",
  (overlapSeconds) => {
    const model = new Model();
    model.rotate(overlapSeconds, 1);
    expect(() => model.rotate(overlapSeconds, 1)).toThrow(/at the same moment/);
    expect(model.present).toBe(2);
  },
);

test("the old secret of a token neither rotates nor extends anything", () => {
  const leaver = caller(true);
  const secret = { present: "1", endsAt: null };
  const rotation = { known: "1", overlapSeconds: 60, set: { present: 2 } };
  expect(() => rotateSecret(leaver, KIND, secret, rotation)).toThrow(ForbiddenError);
  const endsAt = new Date(Date.now() + 60_000).toISOString();
  expect(() => extendOverlap(leaver, KIND, { endsAt, overlapSeconds: 3_600 })).toThrow(ForbiddenError);
});

test("an extension is of 7 days from now at most", () => {
  expect(extendOverlapSchema.safeParse({ overlapSeconds: MAX_OVERLAP_SECONDS }).success).toBe(true);
  expect(extendOverlapSchema.safeParse({ overlapSeconds: MAX_OVERLAP_SECONDS + 1 }).success).toBe(false);
});

function caller(isOldSecret = false): Context {
  return {
    actor: { type: "token", tokenId: "token", userId: 1, name: "CI", isOldSecret },
    organizationId: 1 as Context["organizationId"],
    permissions: new Set(),
    requestId: "request",
    ip: null,
    userAgent: null,
  };
}

function thrownBy(work: () => void): AppError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
