import { aws } from './aws';
import { backstage } from './backstage';
import { compose } from './compose';
import { csv } from './csv';
import { glpi } from './glpi';
import { holding } from './held-input';
import type { Importer } from './importer';
import { cyclonedx } from './cyclonedx';
import { inventory } from './inventory';
import { json } from './json';
import { kubernetes } from './kubernetes';
import { netbox } from './netbox';
import { nmap } from './nmap';
import { servicenow } from './servicenow';
import { spdx } from './spdx';
import { terraform } from './terraform';
import { jaeger, otlp } from './traces';
import { vcenter } from './vcenter';

/** Every format that can be imported, by name. An importer is known by standing here and in no other way. */
export const IMPORTERS: ReadonlyMap<string, Importer> = new Map(
  [
    ...[kubernetes, compose, terraform, backstage, aws, netbox, cyclonedx, spdx, nmap, glpi].map((one) => holding(one)),
    jaeger,
    otlp,
    ...[servicenow, vcenter].map((one) => holding(one)),
    csv,
    json,
    inventory,
  ].map((importer) => [importer.name, importer]),
);
