import { computed, take, type FormatMapping } from '../mapping/format-mapping';

/** Relationship types of SPDX that say what something needs or is a part of, as read from the first to the second element. */
export const SPDX_RELATIONSHIPS: Readonly<
  Record<string, { readonly type: 'DEPENDS_ON' | 'PART_OF'; readonly incoming: boolean }>
> = {
  DEPENDS_ON: { type: 'DEPENDS_ON', incoming: false },
  DEPENDENCY_OF: { type: 'DEPENDS_ON', incoming: true },
  RUNTIME_DEPENDENCY_OF: { type: 'DEPENDS_ON', incoming: true },
  PREREQUISITE_FOR: { type: 'DEPENDS_ON', incoming: true },
  HAS_PREREQUISITE: { type: 'DEPENDS_ON', incoming: false },
  DYNAMIC_LINK: { type: 'DEPENDS_ON', incoming: false },
  STATIC_LINK: { type: 'DEPENDS_ON', incoming: false },
  // Version 3 calls them so.
  HAS_DYNAMIC_LINK: { type: 'DEPENDS_ON', incoming: false },
  HAS_STATIC_LINK: { type: 'DEPENDS_ON', incoming: false },
  CONTAINS: { type: 'PART_OF', incoming: true },
  CONTAINED_BY: { type: 'PART_OF', incoming: false },
  PACKAGE_OF: { type: 'PART_OF', incoming: false },
};

/** What an SPDX document becomes. */
export const SPDX_MAPPING: FormatMapping = {
  items: [
    {
      from: 'package',
      class: 'SoftwareComponent',
      fields: [
        take('softwareVersion', 'versionInfo | software_packageVersion'),
        take('description', 'summary | description'),
      ],
      computed: [
        computed('packageUrl', 'external reference of type purl'),
        computed('licence', 'licenseConcluded, else licenseDeclared; expressions of version 3'),
        computed('repositoryUrl', 'downloadLocation, when it names a repository'),
      ],
      known: 'SPDXID name spdxId type licenseConcluded licenseDeclared downloadLocation externalRefs'.split(' '),
    },
  ],
  relationships: Object.entries(SPDX_RELATIONSHIPS).map(([from, row]) => ({ from, ...row })),
  notes: [
    'Versions 2.x as JSON, YAML, or tags and values; packages and dependencies of 3.x. Files and snippets are skipped and counted.',
    'Packages of other documents (DocumentRef) are found when these are imported in the same call.',
    'A package is one item for each version, the same as in a CycloneDX bill.',
  ],
};
