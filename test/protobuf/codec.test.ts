import { describe, expect, it } from 'vitest';
import { decode } from '../../src/protobuf/decode.js';
import { digestOf } from '../../src/protobuf/digest.js';
import { encode } from '../../src/protobuf/encode.js';
import type { Messages } from '../../src/protobuf/schema.generated.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** Name, message, bytes. */
type Case<Name extends keyof Messages> = readonly [Name, Messages[Name], string];
const encoded = <Name extends keyof Messages>(...row: Case<Name>) => row as Case<keyof Messages>;

describe('canonical bytes', () => {
  it.each([
    // A oneof stands after fields with higher numbers.
    encoded(
      'pb.Op',
      { merge: {}, constraints: {}, platform: { OS: 'linux' } },
      '5207120' + '56c696e75785a003200',
    ),
    encoded('pb.Input', { digest: 'a', index: 0n }, '0a0161'),
    encoded('pb.Mount', { input: 0n, dest: '', readonly: false, mountType: 'BIND' }, ''),
    encoded('pb.Mount', { input: -1n, mountType: 'CACHE' }, '08ffffffffffffffffff013003'),
    encoded('pb.Mount', { TmpfsOpt: {} }, '9a0100'),
    encoded('pb.UserOpt', { byID: 0 }, '1000'),
    encoded('pb.FileActionCopy', { mode: -1 }, '20ffffffffffffffffff01'),
    encoded('pb.FileActionCopy', { timestamp: 1700000000000000000n }, '588080a8b1e39fe7cb17'),
    encoded('pb.FileActionMkFile', { data: new Uint8Array() }, ''),
    encoded('pb.LinuxResources', { cpuShares: 2n ** 64n - 1n }, '18ffffffffffffffffff01'),
    encoded('pb.Meta', { args: ['', 'ü'], env: [] }, '0a000a02c3bc'),
    encoded(
      'pb.SourceOp',
      {
        attrs: new Map([
          ['\u{1F600}', ''],
          ['\uFFFD', 'x'],
          ['2', ''],
          ['10', ''],
          ['1', ''],
        ]),
      },
      // By UTF-8 bytes: 1, 10, 2, U+FFFD, U+1F600; both halves of an entry are always there.
      '12050a01311200' +
        '12060a0231301200' +
        '12050a01321200' +
        '12080a03efbfbd120178' +
        '12080a04f09f98801200',
    ),
    encoded('pb.OpMetadata', { caps: new Map([['a', false]]) }, '2a050a01611000'),
    encoded('moby.buildkit.v1.frontend.PingRequest', {}, ''),
  ])('of %s %o', (name, message, expected) => {
    expect(hex(encode(name, message))).toBe(expected);
  });

  it('have the digest that LLB knows them by', () => {
    expect(digestOf(new Uint8Array())).toBe(
      'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });
});

describe('decoding', () => {
  it.each([
    encoded('pb.Mount', { input: -1n, dest: '/', output: 2n ** 62n, readonly: true, mountType: 'SSH' }, ''),
    encoded('pb.LinuxResources', { memory: -1n, cpuShares: 2n ** 64n - 1n, cpusetCpus: '0-1' }, ''),
    encoded('pb.UserOpt', { byID: 0 }, ''),
    encoded(
      'pb.Definition',
      { def: [bytesOf('0102')], metadata: new Map([['a', { ignoreCache: true }]]) },
      '',
    ),
    encoded(
      'pb.OpMetadata',
      {
        caps: new Map([
          ['a', false],
          ['b', true],
        ]),
      },
      '',
    ),
    encoded(
      'moby.buildkit.v1.frontend.Result',
      { refs: { refs: new Map([['linux/386', { id: 'x' }]]) } },
      '',
    ),
    encoded('moby.buildkit.v1.frontend.Result', { ref: {}, metadata: new Map([['k', bytesOf('00ff')]]) }, ''),
    encoded(
      'google.rpc.Status',
      { code: -2, message: 'ü', details: [{ typeUrl: 'x', value: bytesOf('7b7d') }] },
      '',
    ),
    encoded('fsutil.types.Stat', { path: 'a', mode: 0x800001ed, size: 2n ** 40n }, ''),
  ])('gives back %s %o', (name, message) => {
    expect(decode(name, encode(name, message))).toEqual(message);
  });

  it.each([
    ['an unknown field', '0a0161' + '7a0178', { digest: 'a' }],
    ['a field of another wire type', '0801' + '1002', { index: 2n }],
    ['an unknown group', '7b08017c' + '0a0161', { digest: 'a' }],
  ])('passes over %s', (_what, bytes, message) => {
    expect(decode('pb.Input', bytesOf(bytes))).toEqual(message);
  });

  it('passes over an unknown enum value', () => {
    expect(decode('pb.Mount', bytesOf('30631a0161'))).toEqual({ dest: 'a' });
  });

  it('fills in what a map entry leaves out', () => {
    const { attrs } = decode('pb.SourceOp', bytesOf('1200'));
    const { metadata } = decode('pb.Definition', bytesOf('12030a0161'));
    const { caps } = decode('pb.OpMetadata', bytesOf('2a030a0161'));
    expect([attrs, metadata, caps]).toEqual([
      new Map([['', '']]),
      new Map([['a', {}]]),
      new Map([['a', false]]),
    ]);
  });

  it.each(['0a05', '0a', 'ff', '0aff01'])('refuses the torn message %s', (bytes) => {
    expect(() => decode('pb.Input', bytesOf(bytes))).toThrow();
  });
});
