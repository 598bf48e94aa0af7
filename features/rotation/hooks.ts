import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { callEndpoint } from "@/lib/api-client";
import type { Endpoint } from "@/lib/endpoint";
import type { extendOverlapSchema } from "@/lib/overlap";

type ById = z.ZodObject<{ id: z.ZodUUID }>;

/** The calls that a kind of secret has for its rotation, and where its queries keep what they answer. */
interface RotationCalls<
  Body extends z.ZodType,
  Rotated extends z.ZodType,
  Changed extends z.ZodType<{ id: string }>,
> {
  rotate: Endpoint<ById, z.ZodUndefined, Body, Rotated>;
  end: Endpoint<ById, z.ZodUndefined, z.ZodUndefined, Changed>;
  extend: Endpoint<ById, z.ZodUndefined, typeof extendOverlapSchema, Changed>;
  keys: { all: QueryKey; detail(id: string): QueryKey };
}

/** The answer holds the new secret: keep it in local state, and refresh once it was copied. */
export function useRotate<
  Body extends z.ZodType,
  Rotated extends z.ZodType,
  Changed extends z.ZodType<{ id: string }>,
>({ rotate }: RotationCalls<Body, Rotated, Changed>, id: string) {
  return useMutation({
    mutationFn: (body: z.input<Body>) => callEndpoint(rotate, { params: { id }, body }),
    gcTime: 0,
  });
}

/** Ends or extends the overlap, and shows the answer wherever it is shown. */
export function useOverlap<
  Body extends z.ZodType,
  Rotated extends z.ZodType,
  Changed extends z.ZodType<{ id: string }>,
>({ end, extend, keys }: RotationCalls<Body, Rotated, Changed>, id: string) {
  const queryClient = useQueryClient();
  const onSuccess = (changed: z.output<Changed>) => {
    queryClient.setQueryData(keys.detail(id), changed);
    return queryClient.invalidateQueries({ queryKey: keys.all });
  };
  const ending = useMutation({ mutationFn: () => callEndpoint(end, { params: { id } }), onSuccess });
  const extending = useMutation({
    mutationFn: (overlapSeconds: number) =>
      callEndpoint(extend, { params: { id }, body: { overlapSeconds } }),
    onSuccess,
  });
  return { onEnd: () => ending.mutateAsync(), onExtend: extending.mutateAsync };
}
