/** The Service a host may mean when it is looked up from a namespace, most likely first. */
export function serviceCandidates(host: string, namespace: string): readonly { namespace: string; name: string }[] {
  const [first = '', second, third, fourth] = host.split('.');
  if (second === undefined) return [{ namespace, name: first }];
  const candidates: { namespace: string; name: string }[] = [];
  if (third === undefined || third === 'svc') candidates.push({ namespace: second, name: first });
  // The pods of a StatefulSet have names of their own: `mongo-0.mongo`, `mongo-0.mongo.shop.svc.cluster.local`.
  if (/-\d+$/.test(first)) {
    if (third === undefined) candidates.push({ namespace, name: second });
    else if (fourth === undefined || fourth === 'svc') candidates.push({ namespace: third, name: second });
  }
  return candidates;
}
