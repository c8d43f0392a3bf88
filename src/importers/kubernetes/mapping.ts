import { computed, type FormatMapping } from '../mapping/format-mapping';

/** What Kubernetes objects become. */
export const KUBERNETES_MAPPING = {
  items: [
    {
      from: 'the cluster (--cluster)',
      class: 'KubernetesCluster',
      fields: [],
      computed: [
        computed('apiServerUrl', '--api-server'),
        computed('kubeSystemUid', 'metadata.uid of the namespace kube-system'),
      ],
    },
    {
      from: 'Namespace, and every namespace that is named',
      class: 'KubernetesNamespace',
      fields: [],
      computed: [computed('uid', 'metadata.uid')],
    },
    {
      from: 'Deployment, StatefulSet, DaemonSet, CronJob; Job, ReplicaSet, Pod that no controller made',
      class: 'KubernetesWorkload',
      fields: [],
      computed: [
        computed('kind', 'kind'),
        computed('uid', 'metadata.uid'),
        computed('apiVersion', 'apiVersion'),
        computed('replicas', 'spec.replicas'),
        computed('image', 'image of the first container'),
        computed('images', 'images of all containers'),
        computed('containerPorts', 'containers[].ports[].containerPort'),
        computed('podLabels', 'spec.template.metadata.labels'),
        computed('schedule', 'spec.schedule'),
        computed('serviceAccount', 'spec.template.spec.serviceAccountName'),
      ],
    },
    {
      from: 'Service',
      class: 'KubernetesService',
      fields: [],
      computed: [
        computed('uid', 'metadata.uid'),
        computed('serviceType', 'spec.type'),
        computed('clusterIp', 'spec.clusterIP'),
        computed('externalName', 'spec.externalName'),
        computed('ports', 'spec.ports[].port'),
        computed('selector', 'spec.selector'),
      ],
    },
    {
      from: 'Ingress',
      class: 'KubernetesIngress',
      fields: [],
      computed: [
        computed('uid', 'metadata.uid'),
        computed('ingressClass', 'spec.ingressClassName'),
        computed('hosts', 'spec.rules[].host'),
        computed('paths', 'spec.rules[].http.paths[].path'),
        computed('tls', 'spec.tls'),
      ],
    },
    {
      from: 'PersistentVolume, PersistentVolumeClaim',
      class: 'StorageVolume',
      fields: [],
      computed: [computed('capacityGb', 'spec.capacity.storage, spec.resources.requests.storage')],
    },
  ],
  relationships: [
    { from: 'claim that pods mount, volume that a claim is bound to', type: 'STORED_ON' },
    { from: 'route of a VirtualService to another Service', type: 'ROUTES_TO' },
    { from: 'object in its namespace, namespace in its cluster', type: 'PART_OF' },
    { from: 'selector of a Service', type: 'BALANCES_TO' },
    { from: 'ExternalName that is a Service of these files', type: 'ROUTES_TO' },
    { from: 'backend of an Ingress', type: 'ROUTES_TO' },
    {
      from: 'address of a Service in env, in a ConfigMap for env or mounted as files, in command and arguments',
      type: 'CALLS',
      kind: 'INFERRED',
      note: 'with the evidence as attribute',
    },
    {
      from: 'caller that a NetworkPolicy names',
      type: 'CALLS',
      kind: 'INFERRED',
      note: 'with the evidence as attribute',
    },
  ],
  notes: [
    'A PodDisruptionBudget over all pods behind a Service gives it an AT_LEAST gate; workloads count with their replicas.',
    'A HorizontalPodAutoscaler gives the replicas of a workload that names none. A VirtualService of a gateway is a KubernetesIngress.',
    'Subsets of a DestinationRule are an attribute of BALANCES_TO.',
    'What else stands in the files is skipped and counted. Secrets are never read.',
  ],
} as const satisfies FormatMapping;
