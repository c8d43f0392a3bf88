import type { InputFile } from '../importer';
import { byName, placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, objectOf, textOf, type Untyped } from '../untyped';

/** What one agent sent of one device. */
export interface AgentInventory {
  readonly deviceId: string;
  readonly itemType: string;
  readonly content: Untyped;
  /** It holds some sections only; what it leaves out is still there. */
  readonly partial: boolean;
  readonly place: Place;
}

/** Reads inventories: one object in each file, or a list of them. */
export async function readInventories(
  files: readonly InputFile[],
  report: ReportBuilder,
): Promise<readonly AgentInventory[]> {
  const found: AgentInventory[] = [];
  for (const file of byName(files)) {
    const whole = new Map<number, { readonly members: Map<string, unknown>; readonly place: Place }>();
    for await (const section of readSections(file, 'an inventory of a GLPI agent', isGlpi, report)) {
      const place = { file: file.name, ...placeOf(section) };
      if (section.key === null) add(objectOf(section.value), place, found, report);
      else {
        const open = whole.get(section.document) ?? {
          members: new Map<string, unknown>(),
          place: { ...place, path: null },
        };
        open.members.set(section.key, section.value);
        whole.set(section.document, open);
      }
    }
    for (const { members, place } of whole.values()) add(Object.fromEntries(members), place, found, report);
  }
  return found;
}

const isGlpi = ({ key, value }: Section): boolean => {
  const content = key === 'content' ? value : key === null ? at(value, 'content') : null;
  return ['hardware', 'bios', 'network_device', 'versionclient', 'accesslog'].some(
    (name) => at(content, name) !== undefined,
  );
};

function add(value: Untyped, place: Place, found: AgentInventory[], report: ReportBuilder): void {
  const content = value['content'];
  const deviceId = textOf(value['deviceid']);
  if (deviceId === null || typeof content !== 'object' || content === null) {
    report.problem(place.file, 'is an inventory without deviceid or content', place);
    return;
  }
  const itemType =
    textOf(value['itemtype']) ?? (at(content, 'network_device') === undefined ? 'Computer' : 'NetworkEquipment');
  found.push({ deviceId, itemType, content: objectOf(content), partial: value['partial'] === true, place });
}
