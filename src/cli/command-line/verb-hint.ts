import { flagNamed } from './flags.js';

/**
 * The hint for a word in the place of the context that other programs have as a command: `build`, or the name of a flag; undefined
 * for other words.
 */
export function verbHint(word: string): string | undefined {
  if (word === 'build') {
    return 'mopy builds without being told: leave the word out';
  }
  return flagNamed(word)?.name === word ? `did you mean -${word}?` : undefined;
}
