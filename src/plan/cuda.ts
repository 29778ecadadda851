import { normalizedName } from '../basics/normalized-name.js';
import { requirementParts } from '../requirement/requirement-parts.js';
import type { LockRequirement, Mopyfile, SensitiveText } from '../validate/mopyfile.js';
import type { EnvironmentVariable } from './plan.js';

/**
 * Variables that NVIDIA's container toolkit goes by: which devices a container gets, and which parts of the driver. Its own
 * images set the same (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit).
 */
const VARIABLES: readonly EnvironmentVariable[] = [
  { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' },
  { name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'compute,utility' },
];

/** Distributions that are NVIDIA's own, or that are built for CUDA. */
const FOR_CUDA = /^(?:nvidia-.+|cupy-cuda\d+x?|onnxruntime-gpu|.+-cu1\d)$/;

/** Extras that bring NVIDIA's distributions along: those of tensorflow and jax. */
const CUDA_EXTRA = /^(?:and-cuda|cuda\d*(?:-local|-pip)?)$/;

/** Brings them along by itself, in all builds but those for processors. */
const TORCH = 'torch';

/** The variables of an image whose packages use NVIDIA's graphics cards, as far as the Mopyfile and its lock files tell. */
export function cudaVariables(mopyfile: Mopyfile): readonly EnvironmentVariable[] {
  const { requirements } = mopyfile;
  const texts = requirements.flatMap((entry) =>
    entry.kind === 'named' ? [plainText(entry.text)] : entry.kind === 'lock' ? lockedTexts(entry) : [],
  );
  return texts.some((text) => isForCuda(text, mopyfile)) ? VARIABLES : [];
}

/** A lock file names all that it brings, `nvidia-…` too. */
function lockedTexts({ locked, constraints }: LockRequirement): readonly string[] {
  const texts = [...constraints, ...locked.map(({ text }) => plainText(text))];
  return texts.filter((text) => nameOf(text) !== TORCH);
}

function isForCuda(text: string, mopyfile: Mopyfile): boolean {
  const name = nameOf(text);
  const extras = requirementParts(text)?.extras ?? [];
  return (
    FOR_CUDA.test(name) ||
    extras.some((extra) => CUDA_EXTRA.test(normalizedName(extra))) ||
    (name === TORCH && !text.includes('+cpu') && !hasProcessorIndex(mopyfile))
  );
}

/** PyTorch's index of builds for processors ends in `/cpu`. */
function hasProcessorIndex({ indices }: Mopyfile): boolean {
  return indices.some(({ url }) => /\/cpu\/?$/.test(plainText(url)));
}

function nameOf(text: string): string {
  return normalizedName(requirementParts(text)?.name ?? '');
}

function plainText(text: SensitiveText): string {
  return text.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
}
