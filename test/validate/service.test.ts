import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/source/format-diagnostic.js';
import { blamed, codesOf, validateText, validMopyfile } from './validate-text.js';

describe('ports', () => {
  test('have a protocol, and keep their order', async () => {
    const { ports } = await validMopyfile('ports: [8000, 53/udp, "9000/tcp", 1/sctp, 65535]');
    expect(ports).toEqual(['8000/tcp', '53/udp', '9000/tcp', '1/sctp', '65535/tcp']);
  });

  test.each([
    '0',
    '65536',
    '080',
    '-1',
    '8000/',
    '8000/icmp',
    '8000/TCP',
    '80:80',
    '8000-8001',
    '1e3',
    '""',
    '0x50',
  ])('%s is none', async (port) => {
    expect(codesOf((await validateText(`ports: [${port}]`)).diagnostics)).toEqual(['port']);
  });

  test.each<[string, readonly string[]]>([
    ['1023', ['port-privileged']],
    ['1024', []],
    ['53/udp', ['port-privileged']],
  ])('%s below 1024 is a warning', async (port, codes) => {
    const { mopyfile, diagnostics } = await validateText(`ports: [${port}]`);
    expect(codesOf(diagnostics)).toEqual(codes);
    expect(mopyfile?.ports).toHaveLength(1);
  });

  test('are listed once for each protocol', async () => {
    const { diagnostics } = await validateText('python: 3.13\nports: [8000, 8000/udp, 8000/tcp]');
    expect(codesOf(diagnostics)).toEqual(['port-repeated']);
    expect(blamed(diagnostics.filter(({ code }) => code === 'port-repeated'))).toEqual(['8000/tcp']);
  });
});

describe('a health check', () => {
  test.each([
    'http://localhost:8000/health',
    'http://localhost:8000',
    'HTTP://127.0.0.1/a?b=c#d',
    'https://[::1]:8443/',
  ])('asks %s', async (url) => {
    for (const spelling of [`healthcheck: "${url}"`, `healthcheck: {url: "${url}"}`]) {
      const { healthcheck } = await validMopyfile(spelling);
      expect(healthcheck).toMatchObject({ probe: { kind: 'url', url } });
    }
  });

  test.each([
    'ftp://localhost/',
    'localhost:8000/health',
    'localhost:8000',
    'http://',
    'http:///health',
    'http://localhost:99999/',
    'http://local host/',
    'http://localhost/a b',
    'http://localhost/ä',
    'http://user:S3CR3T@localhost/',
    'http://user:S3CR3T@local host/',
    'ftp://user:S3CR3T@localhost/',
  ])('cannot ask %s', async (text) => {
    const { diagnostics } = await validateText(`healthcheck: "${text}"`);
    expect(codesOf(diagnostics)).toEqual(['healthcheck-url']);
    expect(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join()).not.toContain('S3CR3T');
  });

  test.each([
    'python -m "app.health" x:1',
    '[python, -m, app.health, "x:1"]',
    '{command: python -m app.health x:1}',
    '{command: [python, -m, app.health, "x:1"]}',
  ])('runs %s', async (text) => {
    const { healthcheck } = await validMopyfile(`healthcheck: ${text}`);
    expect(healthcheck?.probe).toMatchObject({ command: { words: ['python', '-m', 'app.health', 'x:1'] } });
  });

  test.each<[string, string]>([
    ['a | b', 'command-shell'],
    ['A=1 b', 'command-variable'],
    ['""', 'command-empty'],
    ['{}', 'healthcheck-probe'],
    ['{retries: 2}', 'healthcheck-probe'],
    ['{url: "http://a", command: b}', 'healthcheck-probe'],
    ['{command: "http://a && b"}', 'command-shell'],
    ['{url: "http://a", retry: 2}', 'unknown-key'],
    ['{url: "http://a", retries: 0}', 'healthcheck-retries'],
    ['{url: "http://a", retries: 1.5}', 'healthcheck-retries'],
  ])('is refused as %s', async (text, code) => {
    expect(codesOf((await validateText(`healthcheck: ${text}`)).diagnostics)).toEqual([code]);
  });

  test.each<[string, number]>([
    ['1ms', 1e6],
    ['1.5s', 1.5e9],
    ['1m30s', 90e9],
    ['.5h', 1.8e12],
    ['1h1m1s1ms1us1ns', 3_661_001_001_001],
    ['1000µs', 1e6],
    ['24h', 8.64e13],
    ['1.0000000019s', 1_000_000_001],
    ['0.1s100ms', 2e8],
  ])('waits for %s', async (text, nanoseconds) => {
    const keys = ['interval', 'timeout', 'start-period', 'start-interval'].map((key) => `${key}: ${text}`);
    const { healthcheck } = await validMopyfile(
      `healthcheck: {url: "http://a", retries: 7, ${keys.join(', ')}}`,
    );
    const times = {
      interval: nanoseconds,
      timeout: nanoseconds,
      startPeriod: nanoseconds,
      startInterval: nanoseconds,
    };
    expect(healthcheck).toMatchObject({ retries: 7, ...times });
  });

  test.each(['0', '0s', '0.9ms', '999us', '-1s', '30', '1 s', '1sec', 's', '1d', '24h1ns', '1S'])(
    'waits for no %s',
    async (text) => {
      const { diagnostics } = await validateText(`healthcheck: {url: "http://a", interval: ${text}}`);
      expect(codesOf(diagnostics)).toEqual(['healthcheck-duration']);
    },
  );
});

describe('volumes', () => {
  const files = { 'app/main.py': '', 'main.py': '' };

  test.each([
    ['/data', '/data'],
    ['/data/', '/data'],
    ['/srv/data', '/srv/data'],
    ['/mnt/a', '/mnt/a'],
    ['/var/lib/app', '/var/lib/app'],
    ['/home/nonroot/.cache', '/home/nonroot/.cache'],
    ['/home/nonroot/app/media', '/home/nonroot/app/media'],
    ['/home/nonroot/application', '/home/nonroot/application'],
    ['/homes', '/homes'],
    ['/data-1_2.3+4@5', '/data-1_2.3+4@5'],
  ])('%s is one', async (text, path) => {
    const { volumes } = await validMopyfile(`project: app\nvolumes: [${text}]`, files);
    expect(volumes.map(({ value }) => value)).toEqual([path]);
  });

  test.each<[string, string]>([
    ['data', 'volume'],
    ['""', 'volume'],
    ['~/data', 'volume'],
    ['C:\\data', 'volume'],
    ['/a:/b', 'volume'],
    ['/a b', 'volume'],
    ['/a,b', 'volume'],
    ['/$HOME', 'volume'],
    ['"/a\\nb"', 'volume'],
    ['/ä', 'volume'],
    ['/', 'volume'],
    ['//data', 'volume'],
    ['/data/../etc', 'volume'],
    ['/tmp', 'volume-held'],
    ['/tmp/x', 'volume-held'],
    ['/opt/data', 'volume-held'],
    ['/var', 'volume-held'],
    ['/var/lib', 'volume-held'],
    ['/var/run/x', 'volume-held'],
    ['/var/lib/dpkg/info', 'volume-held'],
    ['/home', 'volume-held'],
    ['/home/x', 'volume-held'],
    ['/home/nonroot', 'volume-held'],
    ['/home/nonroot/app', 'volume-held'],
  ])('%s is none', async (text, code) => {
    const { diagnostics } = await validateText(`project: app\nvolumes: [${text}]`, files);
    expect(codesOf(diagnostics)).toEqual([code]);
  });

  test('may not hold a listed file of the project, nor lie in each other', async () => {
    const { diagnostics } = await validateText(
      'python: 3.13\nproject: [main.py]\nvolumes: [/home/nonroot/app/main.py, /a/b, /a/bc, /a/b/, /a]',
      files,
    );
    expect(codesOf(diagnostics)).toEqual(['volume-held', 'volume-nested', 'volume-nested']);
  });
});
