import { dereference, type OpenApi, type OpenApiContent, type OpenApiOperation } from "./document";
import { type ExampleOptions, exampleOf } from "./example";

/** Gives every parameter, body and answer of the document an example, in place, unless it has one. */
export function addExamples(document: OpenApi): OpenApi {
  const { schemas: components, parameters } = document.components;
  for (const operation of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      const { required, schema, example } = dereference(parameter, parameters);
      if (!("name" in parameter) || example !== undefined) continue;
      if (required) parameter.example = exampleOf(schema, { components, isRequest: true });
    }
    if (operation.requestBody) addToContent(operation.requestBody.content, { components, isRequest: true });
    for (const response of Object.values(operation.responses)) {
      const { content = {} } = dereference(response, document.components.responses);
      addToContent(content, { components, isRequest: false });
    }
  }
  return document;
}

function operationsOf({ paths, webhooks }: OpenApi): OpenApiOperation[] {
  return Object.values({ ...paths, ...webhooks }).flatMap((methods) => Object.values(methods));
}

function addToContent(content: OpenApiContent, options: ExampleOptions): void {
  for (const media of Object.values(content)) {
    if (media.schema && media.example === undefined) media.example = exampleOf(media.schema, options);
  }
}
