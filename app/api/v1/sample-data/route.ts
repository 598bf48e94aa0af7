import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  addSampleDataEndpoint,
  getSampleDataEndpoint,
  removeSampleDataEndpoint,
} from "@/features/sample-data/contract";
import { getSampleData } from "@/features/sample-data/queries";
import { addSampleData, removeSampleData } from "@/features/sample-data/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getSampleDataEndpoint, ({ ctx }) => getSampleData(ctx)),
  POST: route(addSampleDataEndpoint, ({ ctx }) => addSampleData(ctx)),
  DELETE: route(removeSampleDataEndpoint, ({ ctx }) => removeSampleData(ctx)),
});
