import { describe, expect, it } from 'vitest';
import { imageConfiguration } from '../../src/plan/image.js';
import { validMopyfile } from '../validate/validate-text.js';

const CUDA = { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'compute,utility' };

async function nvidiaVariables(text: string): Promise<Readonly<Record<string, string>>> {
  const { environment } = imageConfiguration(await validMopyfile(text), '1.0.0', new Map());
  const variables = environment.filter(({ name }) => name.startsWith('NVIDIA_'));
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

describe('variables for NVIDIA’s container toolkit', () => {
  it.each([
    'nvidia-cublas-cu12',
    'NVIDIA_ml.py==12.0',
    'cupy-cuda12x',
    'onnxruntime-gpu>=1.18',
    'torch',
    'torch==2.5.1',
    'tensorflow[and-cuda]==2.18',
    'jax[cuda12, k8s]',
    'example-cu12',
  ])('come with %s', async (requirement) => {
    expect(await nvidiaVariables(`pip: ['${requirement}']\n`)).toEqual(CUDA);
  });

  it.each([
    'numpy',
    'torchvision',
    'torch==2.5.1+cpu',
    'tensorflow',
    'onnxruntime',
    'jax[cpu]',
    'example[barracuda]',
    'my-nvidia-tool',
  ])('do not come with %s', async (requirement) => {
    expect(await nvidiaVariables(`pip: ['${requirement}']\n`)).toEqual({});
  });

  it('do not come with builds of torch for processors', async () => {
    const text = 'indices: [{url: https://download.pytorch.org/whl/cpu}]\npip: [torch]\n';
    expect(await nvidiaVariables(text)).toEqual({});
  });

  it('have the values of the Mopyfile', async () => {
    const text = 'envs: {NVIDIA_VISIBLE_DEVICES: none}\npip: [torch]\n';
    expect(await nvidiaVariables(text)).toEqual({ ...CUDA, NVIDIA_VISIBLE_DEVICES: 'none' });
  });
});
