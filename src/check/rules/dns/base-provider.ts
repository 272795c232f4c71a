import type { Service } from '../../../model/topology.ts';
import { providerById } from '../../../reference/providers.ts';

/** Id of a service's provider without its region (`mimecast` of `mimecast-eu`): one vendor, whatever the region. */
export function baseProvider(service: Service): string | undefined {
  const provider = service.provider === undefined ? undefined : providerById(service.provider);
  return provider?.region === undefined ? provider?.id : provider.id.slice(0, -`-${provider.region}`.length);
}
