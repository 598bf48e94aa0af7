import "server-only";
import type { DeliveryFormat } from "@/db/enums";
import { eventDefinition, isEventType } from "@/features/event-catalog/catalog";
import { getEventType } from "@/features/event-types/queries";
import { sampleDeliveries } from "@/features/formats/samples";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";

/** What a receiver of that format gets of the type: in the shape of outside systems first, then in the desk's own where that is another. */
export async function listSamples(ctx: Context, type: string, format: DeliveryFormat): Promise<unknown[]> {
  const { sample } = await getEventType(ctx, type);
  const ownSample = isEventType(type) ? eventDefinition(type).ownSample : undefined;
  return [sample, ...(ownSample ? [ownSample] : [])].flatMap((data) =>
    sampleDeliveries({ type, data: JSON.stringify(data) }, format, env.APP_URL),
  );
}
