// The build writes validate.generated.js from schemas/topology.schema.json (test/tooling/generate-validator.mjs).
declare module '*/validate.generated.js' {
  /** One violation as ajv reports it without messages. */
  export interface SchemaError {
    readonly keyword: string;
    /** JSON pointer of the value. */
    readonly instancePath: string;
    readonly params: Readonly<Record<string, unknown>>;
  }
  export const validate: ((data: unknown) => boolean) & { errors?: readonly SchemaError[] | null };
  /** Names that closed objects allow, as a tree over the document. */
  export interface Shape {
    readonly names?: readonly string[];
    readonly in: Readonly<Record<string, Shape>>;
    /** Items of a list, and values under free names. */
    readonly any?: Shape;
  }
  export const shape: Shape;
}
