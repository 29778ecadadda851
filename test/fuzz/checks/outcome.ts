import { loggerFor } from '../../../src/cli/messages/logger.js';
import { compile, type PipelineResult } from '../../../src/compile.js';
import { emitDockerfile } from '../../../src/emit/dockerfile/dockerfile.js';
import { type ImageConfig, imageConfig } from '../../../src/emit/image-config.js';
import { emitLlb } from '../../../src/emit/llb/emit.js';
import type { LlbSettings } from '../../../src/emit/llb/options.js';
import type { Plan, Platform } from '../../../src/plan/plan.js';
import { plainStyler } from '../../../src/source/code-frame.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';
import { contextOf } from '../../context/memory.js';
import type { CompileInput } from '../input.js';

/** Everything that mopy makes of an input. */
export interface Outcome {
  readonly compilation: PipelineResult;
  /** Diagnostics as they are printed. */
  readonly printed: string;
  readonly built?: Built;
}

/** Everything that is made of a plan. */
export interface Built {
  readonly plan: Plan;
  readonly platform: Platform;
  readonly dockerfile: string;
  readonly llb: Uint8Array;
  readonly image: ImageConfig;
}

const NOW = new Date('2026-06-01T00:00:00Z');

/** The command line's messages about them. */
async function printedBy(diagnostics: readonly Diagnostic[]): Promise<string> {
  const written: string[] = [];
  const stderr = {
    isTerminal: false,
    write: async (data: string | Uint8Array) => void written.push(String(data)),
  };
  await loggerFor({ stderr, stderrStyler: async () => plainStyler }).diagnostics(diagnostics);
  return written.join('');
}

/** Compiles an input and writes everything that the command line can write. */
export async function outcomeOf(input: CompileInput): Promise<Outcome> {
  const compilation = await compile(
    { bytes: new TextEncoder().encode(input.mopyfile), filename: 'Mopyfile.yaml' },
    contextOf({ 'Mopyfile.yaml': input.mopyfile, ...input.files }),
    {
      now: NOW,
      contextPath: 'Mopyfile.yaml',
      platforms: input.platforms.map(platformOf),
      credentials: input.credentials,
      baseImages: new Map(),
      labels: new Map(Object.entries(input.labels)),
      compilerVersion: '1.0.0',
    },
  );
  const { plan, diagnostics } = compilation;
  const printed = await printedBy(diagnostics);
  return { compilation, printed, ...(plan && { built: buildOf(plan) }) };
}

function buildOf(plan: Plan): Built {
  const platform = plan.targets[0]?.platform ?? platformOf('amd64');
  return {
    plan,
    platform,
    dockerfile: emitDockerfile(plan),
    llb: emitLlb(plan, llbOptions(platform)),
    image: imageConfig(plan, platform),
  };
}

export function llbOptions(platform: Platform): LlbSettings {
  const contextSource = { kind: 'local', name: 'context', unique: 'u', sharedKeyHint: 'context' } as const;
  return { platform, contextSource };
}

function platformOf(text: string): Platform {
  const [architecture = '', variant] = text.split('/');
  return { os: 'linux', architecture, ...(variant !== undefined && { variant }) };
}
