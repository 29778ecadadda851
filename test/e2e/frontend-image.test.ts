import { beforeAll, describe, expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { buildFrontendImage, frontendReference } from '../support/frontend.js';

/** Bytes that a compressed image may have, Node included. */
const MAXIMUM_SIZE = 45_000_000;

const accept = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

interface Image {
  readonly size: number;
  readonly config: {
    readonly Labels: Readonly<Record<string, string>>;
    readonly Entrypoint: readonly string[];
  };
}

interface Manifest {
  readonly layers: readonly { readonly size: number }[];
  readonly config: { readonly digest: string };
}

/** Manifests and configurations of the image in the registry. */
async function readImage(): Promise<Image> {
  const [registry, rest = ''] = frontendReference().split('/');
  const [name, tag] = rest.split(':');
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://${registry}/v2/${name}/${path}`, { headers: { accept } });
    return (await response.json()) as T;
  };
  const { layers, config } = await ask<Manifest>(`manifests/${tag}`);
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  return { size, config: (await ask<Pick<Image, 'config'>>(`blobs/${config.digest}`)).config };
}

describe("the frontend's image", () => {
  beforeAll(() => buildFrontendImage());

  it('says what BuildKit may do with it', async () => {
    const { config } = await readImage();
    expect(config.Labels).toMatchObject({
      'moby.buildkit.frontend.network.none': 'true',
      'moby.buildkit.frontend.caps': expect.stringContaining('moby.buildkit.frontend.subrequests'),
    });
  });

  it('is small', async () => {
    expect((await readImage()).size).toBeLessThan(MAXIMUM_SIZE);
  });

  it('tells scanners and readers what is inside', async () => {
    const print = "console.log(require('fs').readFileSync('/usr/share/doc/mopy/' + process.argv[1], 'utf8'))";
    const read = async (name: string) => {
      const options = { entrypoint: 'node' };
      const { stdout, stderr } = await runContainer(frontendReference(), ['-e', print, name], options);
      expect(stderr).toBe('');
      return stdout;
    };
    const { bomFormat, components } = JSON.parse(await read('mopy.cdx.json'));
    const names: readonly string[] = components.map((component: { readonly name: string }) => component.name);
    expect(bomFormat).toBe('CycloneDX');
    expect(names).toEqual(expect.arrayContaining(['grpc-js', 'protobufjs', 'yaml']));
    expect(await read('licences.txt')).toMatch(/^yaml \d.* \(ISC\)$/m);
  });

  it('is the command line as well', async () => {
    const { exitCode, stdout, stderr } = await runContainer(frontendReference(), ['-version']);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^mopy /),
      stderr: '',
    });
  });

  it('holds one bundle and no packages', async () => {
    const program = [
      'const found = require("node:fs").readdirSync("/usr", { recursive: true });',
      'console.log(found.filter((path) => /(mopy\\.cjs|node_modules)$/.test(path)).join());',
    ].join('\n');
    const { stdout } = await runContainer(frontendReference(), ['-e', program], { entrypoint: 'node' });
    expect(stdout).toBe('lib/mopy/mopy.cjs');
  });
});
