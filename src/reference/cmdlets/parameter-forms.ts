/**
 * What a parameter takes, and what an object has that nobody sets it for. `on` and `off` are booleans with that default,
 * `flag` is one without a documented default; `list` and `text` are emptied by `$null`; `flags` are members of an enum
 * with commas between; a `choice` falls back to what is documented, where something is.
 */
export type ParameterForm =
  | { readonly kind: 'on' | 'off' | 'flag' | 'list' | 'flags' | 'text' | 'number' }
  | { readonly kind: 'choice'; readonly unset: string | undefined };

export type ParameterForms = Readonly<Record<string, ParameterForm>>;

/** Forms by parameter; each value lists names with blanks between, a choice with its default as `Name=Default`. */
export function parameterForms(written: Partial<Readonly<Record<ParameterForm['kind'], string>>>): ParameterForms {
  const forms: [string, ParameterForm][] = [];
  for (const [kind, names] of Object.entries(written) as [ParameterForm['kind'], string][]) {
    for (const entry of names.split(' ')) {
      const [name = '', unset] = entry.split('=');
      forms.push([name, kind === 'choice' ? { kind, unset } : { kind }]);
    }
  }
  return Object.fromEntries(forms);
}
