/** Node's architecture names where they differ from Go's, which image platforms use. */
const GO_ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** The Linux platform that fits a machine: `linux/<architecture>[/<variant>]`. */
export function linuxPlatform(nodeArchitecture: string, variables: object = {}): string {
  const architecture = GO_ARCHITECTURES[nodeArchitecture] ?? nodeArchitecture;
  if (architecture !== 'arm') {
    return `linux/${architecture}`;
  }
  const version: unknown = Reflect.get(variables, 'arm_version');
  return `linux/arm/v${version === '6' || version === 6 ? 6 : 7}`;
}
