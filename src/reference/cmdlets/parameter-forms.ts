/**
 * What a parameter takes, and what an object has that nobody sets it for. `on` and `off` are booleans with that default,
 * `flag` is one without a documented default, `unsettable` one that `$null` leaves to the organisation; `list` and `text`
 * are emptied by `$null`; of `edits`, a list that others fill too, items are put in and taken out; `flags` are members of
 * an enum with commas between; a `choice` falls back to what is documented, where something is.
 */
export type ParameterForm =
  | { readonly kind: 'on' | 'off' | 'flag' | 'unsettable' | 'list' | 'edits' | 'flags' | 'text' | 'number' }
  | { readonly kind: 'choice'; readonly unset: string | undefined };

export type ParameterForms = Readonly<Record<string, ParameterForm>>;

/** Forms by parameter; each value lists names with blanks or line ends between, a choice with its default as `Name=Default`. */
export function parameterForms(written: Partial<Readonly<Record<ParameterForm['kind'], string>>>): ParameterForms {
  const forms: [string, ParameterForm][] = [];
  for (const [kind, names] of Object.entries(written) as [ParameterForm['kind'], string][]) {
    for (const entry of names.split(/\s+/u)) {
      const [name = '', unset] = entry.split('=');
      forms.push([name, kind === 'choice' ? { kind, unset } : { kind }]);
    }
  }
  return Object.fromEntries(forms);
}
