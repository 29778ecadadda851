import { fileURLToPath } from 'node:url';
import { instance } from '@viz-js/viz';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.js';
import { emitGraph } from '../../../src/emit/graph/emit-graph.js';
import { buildGraph } from '../../../src/emit/graph/graph.js';
import type { Plan } from '../../../src/plan/plan.js';
import { run } from '../../support/mopy.js';

const MOPYFILE = `#syntax=mopy/mopy:1
python: 3.13
build-deps: [libpq-dev]
envs:
  QUOTES: '"<\\>"'
pip:
  - six
  - psycopg2
  - tool @ https://user:hunter2@example.com/tool.whl
`;

const DRAW_MERMAID = fileURLToPath(new URL('../../support/draw-mermaid.mjs', import.meta.url));

/** A picture as Mermaid has drawn it: texts of boxes and of the frames around them, and the number of arrows. */
interface Drawn {
  readonly boxes: readonly string[];
  readonly frames: readonly string[];
  readonly arrows: number;
}

/** Mermaid breaks long lines. */
function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '');
}

async function plan(): Promise<Plan> {
  const context = { read: async () => undefined, stat: async () => undefined };
  const input = { bytes: Buffer.from(MOPYFILE), filename: 'Mopyfile.yaml' };
  const { plan } = await compile(input, context, {
    now: new Date('2026-06-01'),
    platforms: [],
    credentials: 'secret',
    baseImages: new Map(),
    labels: new Map(),
    compilerVersion: '1.1.0',
  });
  if (plan === undefined) {
    throw new Error('there is no plan');
  }
  return plan;
}

describe('a picture of a build', () => {
  it('says what each step carries out, and takes', async () => {
    const lines = emitGraph(await plan(), 'mermaid').split('\n');
    const [install] = lines.filter((line) => line.includes('with pip'));
    expect(install).toMatch(
      /install six, psycopg2, tool .*<br\/>Mopyfile: lines 7-9<br\/>cache: .*<br\/>secret: /,
    );
    expect(lines.filter((line) => /Mopyfile: line 3</.test(line))).toHaveLength(1);
    expect(lines).toContain('  subgraph stage0 ["programs"]');
    expect(lines.some((line) => /^ {2}subgraph stage\d+ \["final: the image"\]$/.test(line))).toBe(true);
  });

  it('folds files that no entry of the Mopyfile asks for', async () => {
    expect(emitGraph(await plan(), 'mermaid')).toMatch(/stage0_0\["write \d+ files"\]/);
  });

  it.each(['mermaid', 'dot'] as const)(
    'names only boxes that are there, and no credential (%s)',
    async (language) => {
      const text = emitGraph(await plan(), language);
      const boxes = new Set([...text.matchAll(/^\s*(\w+) ?[[(]/gm)].map(([, id]) => id));
      const ends = [...text.matchAll(/^\s*(\w+) (?:-->|==>|-\.->|->)(?:\|[^|]*\|)? (\w+)/gm)];
      expect(ends.length).toBeGreaterThan(20);
      for (const [, from, to] of ends) {
        expect(boxes).toContain(from);
        expect(boxes).toContain(to);
      }
      expect(text).not.toContain('hunter2');
    },
  );

  it('keeps what means something to Mermaid out of its texts', async () => {
    const texts = [...emitGraph(await plan(), 'mermaid').matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
    expect(
      texts.filter((text) => /[[\](){}<>;"`|]/.test(text.replaceAll('<br/>', '').replaceAll(/#\d+;/g, ''))),
    ).toEqual([]);
  });

  it('has one box for copies of one stage, however many layers the image has', async () => {
    const lines = emitGraph(await plan(), 'mermaid').split('\n');
    const layers = lines.filter((line) => line.includes('heavy dependencies'));
    expect(layers).toHaveLength(1);
    for (const line of layers) {
      expect(line).toMatch(
        /add the heavy dependencies #40;8 layers#41;<br\/>add the light dependencies #40;8 layers#41;<br\/>add the environment/,
      );
    }
    expect(lines.filter((line) => /\|"(?:libraries, )?layers"\|/.test(line))).toHaveLength(layers.length);
  });

  it('is drawn by Mermaid', async () => {
    const built = await plan();
    const { stages, sources, edges } = buildGraph(built);
    const input = emitGraph(built, 'mermaid');
    const { exitCode, stdout, stderr } = await run(process.execPath, [DRAW_MERMAID], { input });
    expect(exitCode, stderr).toBe(0);
    const drawn: Drawn = JSON.parse(stdout);
    const nodes = [...sources, ...stages.flatMap((stage) => stage.nodes)];
    expect(drawn.boxes.map(withoutBlanks).toSorted()).toEqual(
      nodes.map(({ lines }) => withoutBlanks(lines.join(''))).toSorted(),
    );
    expect(drawn.frames.toSorted()).toEqual(stages.map(({ title }) => title).toSorted());
    expect(drawn.arrows).toBe(edges.length);
  });

  it('is drawn by Graphviz', async () => {
    const result = (await instance()).render(emitGraph(await plan(), 'dot'), { format: 'svg' });
    expect(result).toMatchObject({ status: 'success', errors: [] });
    expect(result.output).toContain('>final: the image<');
    expect(result.output).toContain('>Mopyfile: lines 7&#45;9<');
  });
});
